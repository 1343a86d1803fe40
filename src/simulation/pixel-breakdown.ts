import type { Quantisation } from "../compute/frame.js";
import { RowNoise } from "../compute/noise.js";
import type { FrameJob, FramePass } from "../compute/passes.js";
import { RowPhotons } from "../compute/photons.js";
import { renderPlain } from "../compute/plain-renderer.js";
import { FrameRangeError } from "./errors.js";
import { cellsInView } from "./footprint-truth.js";
import { checkFrames } from "./frame-range.js";
import { movedFrom, PixelLight } from "./pixel-light.js";
import type { Plan } from "./plan.js";
import { passOf } from "./render.js";

/** One pixel of the field of view in one frame. */
export interface PixelPlace {
  readonly row: number;
  readonly column: number;
  readonly frame: number;
}

/** What one cell gives a pixel. */
export interface CellShare {
  /** The cell's number in the ground truth; null where its body lies outside the field of view. */
  readonly cell: number | null;
  readonly value: number;
}

/**
 * A part of a pixel's value: `"cells"`, the kind of a step that adds light of its own (`"neuropil"`, `"leakage"` …), what
 * the sensor does (`"noise"`, `"quantisation"`, `"clipping"`), or `"rounding"`, what single precision takes or adds.
 */
export interface PixelPart {
  readonly name: string;
  readonly value: number;
}

/** A pixel after one stage. */
export interface StagePixel {
  readonly stage: string;
  /** Kind of the step that ends the stage. */
  readonly kind: string;
  readonly unit: string;
  /** The value of the pixel in the stage's frame. */
  readonly value: number;
  /** They add up to `value`; light that is absent has no part. */
  readonly parts: readonly PixelPart[];
  /** What is in the part `"cells"`, the brightest first. */
  readonly cells: readonly CellShare[];
  /** Standard deviation of the sensor's noise at this brightness; null before the sensor. */
  readonly noiseSigma: number | null;
}

/** A pixel's value through the pipeline, and what it is made of. */
export interface PixelBreakdown extends PixelPlace {
  /** The pixel's middle from the optical axis (µm). */
  readonly yUm: number;
  readonly xUm: number;
  readonly stages: readonly StagePixel[];
}

/**
 * Takes a pixel's value apart, exactly: at every stage that has frames, the light of single cells, of neuropil and of
 * leakage (and of steps of one's own), each dimmed as vessels, illumination and vignette dim it, and what the sensor makes of
 * the sum, add up to the value that the frame has there. Before motion a pixel shows the tissue at rest.
 *
 * @example
 * ```ts
 * const small = await plan(makeRecordingSpec({ nPx: 64 }));
 * const { stages } = pixelBreakdown(small.plan, { row: 20, column: 30, frame: 5 });
 * console.log(stages.at(-1)!.parts); // [{ name: "cells", value: 12.4 }, { name: "noise", value: -1.3 } …]
 * ```
 * @throws FrameRangeError when the pixel or the frame does not exist.
 */
export function pixelBreakdown(plan: Plan, { row, column, frame }: PixelPlace): PixelBreakdown {
  const { canvas, fov } = plan;
  checkPixel(plan, row, column);
  checkFrames(frame, frame + 1, plan.frameCount);
  const rest = [row + canvas.fovOffset[0], column + canvas.fovOffset[1]] as const;
  const passes = plan.operations.map((operation) => passOf(plan, operation, frame, frame + 1, []));
  const warp = passes.find((pass) => pass.do === "warp");
  const light = new PixelLight(
    [rest, ...(warp ? movedFrom(warp, canvas.fovOffset, [row, column], canvas) : [])],
    canvas,
  );
  const numbers = new Map(cellsInView(plan).map((cell, number) => [cell, number]));
  const job: FrameJob = { canvas, fov, fovOffset: canvas.fovOffset, from: frame, to: frame + 1 };
  let done = 0;
  const stages = plan.stages.map(({ name, kind, unit, operations }): StagePixel => {
    for (; done < operations; done++) pass(light, job, plan.operations[done].step, passes, done, [row, column]);
    const last = passes[operations - 1];
    const shares = sharesOf(light, numbers);
    const seen = last?.do === "quantise" ? counted(light, shares, last, job, row, column) : lit(light, shares);
    return { stage: name, kind, unit, ...seen };
  });
  const um = (place: number, size: number) => (place - (size - 1) / 2) * fov.pixelSizeUm;
  return { row, column, frame, yUm: um(row, fov.height), xUm: um(column, fov.width), stages };
}

function checkPixel({ fov: { height, width } }: Plan, row: number, column: number): void {
  const isIn = (place: number, size: number) => Number.isInteger(place) && place >= 0 && place < size;
  if (isIn(row, height) && isIn(column, width)) return;
  throw new FrameRangeError(
    `No pixel in row ${row}, column ${column}: rows go from 0 to ${height - 1}, columns from 0 to ${width - 1}.`,
  );
}

/** One pass of the frame, for the pixels of `light`. */
function pass(
  light: PixelLight,
  job: FrameJob,
  step: string,
  passes: readonly FramePass[],
  index: number,
  at: readonly [number, number],
): void {
  const next = passes[index];
  switch (next.do) {
    case "addPatches":
      light.addPatches(next.patches, next.weights);
      break;
    case "addField":
      light.addField(step, next.field, next.weights);
      break;
    case "multiplyField":
      light.multiplyField(next.field, next.weights);
      break;
    case "warp":
      light.warp(job.fovOffset, next.shifts[0], next.shifts[1], at, job.fov);
      break;
    case "custom": {
      // What a function does to a pixel may depend on all the others.
      const before = passes.slice(0, index + 1);
      const { height, width } = before.some((earlier) => earlier.do === "warp") ? job.fov : job.canvas;
      const frame = new Float32Array(height * width);
      renderPlain(job, before, frame);
      light.replace(step, frame);
    }
  }
}

interface Shares {
  readonly cells: readonly CellShare[];
  readonly parts: readonly PixelPart[];
}

function sharesOf(light: PixelLight, numbers: ReadonlyMap<number, number>): Shares {
  const cells = light.cells
    .map(([cell, value]) => ({ cell: numbers.get(cell) ?? null, value }))
    .filter(({ value }) => value !== 0)
    .sort((a, b) => b.value - a.value);
  const sum = cells.reduce((total, { value }) => total + value, 0);
  const parts = light.steps.filter(([, value]) => value !== 0).map(([name, value]) => ({ name, value }));
  return { cells, parts: cells.length > 0 ? [{ name: "cells", value: sum }, ...parts] : parts };
}

/** Parts that add up to `value`: what is missing is rounding. */
function closed(parts: readonly PixelPart[], value: number): readonly PixelPart[] {
  const rounding = value - parts.reduce((sum, part) => sum + part.value, 0);
  return rounding === 0 ? parts : [...parts, { name: "rounding", value: rounding }];
}

type Seen = Omit<StagePixel, "stage" | "kind" | "unit">;

/** A pixel before the sensor. */
function lit(light: PixelLight, { cells, parts }: Shares): Seen {
  return { value: light.value, parts: closed(parts, light.value), cells, noiseSigma: null };
}

/** A pixel as the sensor counts it: the steps of `quantise` in compute/frame.ts one by one. */
function counted(
  light: PixelLight,
  shares: Shares,
  sensor: FramePass & Quantisation,
  { from }: FrameJob,
  row: number,
  column: number,
): Seen {
  const fround = Math.fround;
  const gain = fround(sensor.gainAduPerE);
  const perUnit = fround(sensor.electronsPerUnit) * gain;
  const mean = fround(Math.max(0, light.value) * fround(sensor.electronsPerUnit));
  const readVariance = fround(sensor.readNoiseE * sensor.readNoiseE);
  const normals = new RowNoise(light.grid.width);
  normals.draw(row, from, sensor.k0, sensor.k1);
  const photons = sensor.photons && new RowPhotons(sensor.photons, light.grid.width);
  photons?.draw(row, from);
  const shot = photons ? fround(photons.count(column, mean)) : mean;
  const variance = photons ? readVariance : fround(mean + readVariance);
  const electrons = fround(shot + fround(fround(Math.sqrt(variance)) * normals.values[column]));
  const exact = fround(electrons * gain);
  const whole = Math.floor(exact);
  const value = Math.min(Math.max(whole, 0), sensor.maximum);
  const dark = light.value < 0 ? -light.value * perUnit : 0;
  const parts = [
    ...shares.parts.map((part) => ({ ...part, value: part.value * perUnit })),
    { name: "noise", value: (electrons - mean) * gain },
    { name: "quantisation", value: whole - exact },
    { name: "clipping", value: value - whole + dark },
  ].filter((part) => part.value !== 0);
  return {
    value,
    parts: closed(parts, value),
    cells: shares.cells.map((share) => ({ ...share, value: share.value * perUnit })),
    noiseSigma: Math.sqrt(mean + readVariance) * gain,
  };
}
