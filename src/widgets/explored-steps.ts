import type { FrameData } from "../simulation/frame-source.js";
import type { Plan } from "../simulation/plan.js";
import type { Scene } from "../simulation/scene.js";
import { pipeline } from "../spec/pipeline.js";
import { findStep, type Spec } from "../spec/spec.js";
import type { ExploredMode } from "./explored-names.js";

/** A frame of the field of view, and the unit of its values. */
export interface ExploredFrame {
  readonly data: FrameData;
  readonly unit: string;
}

/** A step as it is looked at: what it makes of the movie. */
export interface ExploredStep {
  readonly kind: string;
  readonly stage: string;
  readonly domain: string;
  readonly unit: string;
  /** Whether the movie can be shown without the step. */
  readonly isComparable: boolean;
}

/** Steps on single cells whose work is seen in the movie of the cells alone. */
const onCells = ["bleaching", "optics"];
const drawn = "composite";
const sharp = "place_neurons";
const active = "cell_activity";

/** The steps of a spec whose work can be looked at, in order. */
export function exploredSteps(spec: Spec): readonly ExploredStep[] {
  const steps = pipeline(spec);
  const has = (kind: string) => steps.some((step) => step.kind === kind);
  const canDraw = has(sharp) && has(active) && has(drawn);
  return steps.flatMap(({ kind, stage, domain }) => {
    if (domain === "cell" && kind !== sharp && !canDraw) return [];
    const unit = kind === "sensor" ? "counts" : kind === sharp ? "" : "a.u.";
    return [{ kind, stage, domain, unit, isComparable: ![sharp, active, drawn].includes(kind) }];
  });
}

/** Renders a frame of a step's work, cut to the field of view. */
export async function exploredFrame(scene: Scene, kind: string, mode: ExploredMode, t: number): Promise<ExploredFrame> {
  if (kind === sharp) return { data: plantedPicture(scene.plan), unit: "" };
  if (mode === "difference") {
    const [after, before] = [
      await exploredFrame(scene, kind, "with", t),
      await exploredFrame(scene, kind, "without", t),
    ];
    const data = Float32Array.from(after.data, (value, i) => value - before.data[i]);
    return { data, unit: after.unit };
  }
  const { stage, without } = maskedStage(scene.spec, kind, mode);
  const chunk = await scene.frames(stage, t, t + 1, { without });
  const data = cut(chunk.data, chunk, scene.plan.fov);
  if (kind !== "sensor") return { data, unit: "a.u." };
  return { data: mode === "with" ? data : expectedCounts(data, scene.spec), unit: "counts" };
}

/** The stage that shows a step's work, and the steps to leave out there. */
function maskedStage(spec: Spec, kind: string, mode: ExploredMode): { stage: string; without: readonly string[] } {
  const present = onCells.filter((one) => pipeline(spec).some((step) => step.kind === one));
  if (kind === active) return { stage: drawn, without: present };
  if (present.includes(kind)) {
    const after = present.slice(present.indexOf(kind) + 1);
    return { stage: drawn, without: mode === "with" ? after : [kind, ...after] };
  }
  return { stage: kind, without: mode === "with" ? [] : [kind] };
}

/** The cells as they were planted: sharp, each with a peak of 1; the brightest where they overlap. */
function plantedPicture({ cells: { planted }, canvas, fov }: Plan): Float32Array {
  const picture = new Float32Array(canvas.height * canvas.width);
  for (let i = 0; i < (planted?.count ?? 0); i++) {
    const { offsets, shapes, starts, data } = planted!;
    const width = shapes[2 * i + 1];
    for (let y = 0; y < shapes[2 * i]; y++) {
      const to = (offsets[2 * i] + y) * canvas.width + offsets[2 * i + 1];
      const from = starts[i] + y * width;
      for (let x = 0; x < width; x++) if (data[from + x] > picture[to + x]) picture[to + x] = data[from + x];
    }
  }
  return cut(picture, canvas, fov) as Float32Array;
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** The field of view of a frame that may have a margin around it. */
function cut(data: FrameData, { height, width }: Size, fov: Size): FrameData {
  if (height === fov.height && width === fov.width) return data;
  const [top, left] = [(height - fov.height) / 2, (width - fov.width) / 2];
  const out = data.slice(0, fov.height * fov.width);
  for (let y = 0; y < fov.height; y++) {
    const from = (top + y) * width + left;
    out.set(data.subarray(from, from + fov.width), y * fov.width);
  }
  return out;
}

/** The light that reaches the sensor, in the counts that it would give without noise and without ends. */
function expectedCounts(light: FrameData, spec: Spec): Float32Array {
  const { quantum_efficiency, gain_adu_per_e } = spec.acquisition.image_sensor;
  const perUnit = (findStep(spec, "sensor")?.photons_per_unit ?? 0) * quantum_efficiency * gain_adu_per_e;
  return Float32Array.from(light, (value) => Math.max(0, value) * perUnit);
}
