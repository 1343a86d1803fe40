import type { Box } from "./axes.js";
import type { DrawingContext } from "./context.js";
import { formatNumber, formatShare, narrowSpace } from "./format.js";
import type { Palette } from "./palette.js";
import { axisTicks } from "./ticks.js";

/** A pixel after one stage, and the parts that add up to its value. */
export interface PixelStage {
  readonly stage: string;
  readonly unit: string;
  readonly value: number;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  readonly cells: readonly { readonly cell: number | null; readonly value: number }[];
  readonly cellCount: number;
  readonly noiseSigma: number | null;
}

/** What the sensor adds to or takes from the light; all other parts are light. */
const ofSensor = ["noise", "quantisation", "clipping"];
/** Rounding shows nowhere but in the last row, where it is more than nothing. */
const unseen = 1e-3;

const isLight = (name: string) => !ofSensor.includes(name) && name !== "rounding";

/** What the pixel would read without the sensor's noise, steps and ends. */
export function expectedValue({ parts }: PixelStage): number {
  return parts.reduce((sum, { name, value }) => sum + (isLight(name) ? value : 0), 0);
}

/** The colour of a part of the light. */
export function partColour(name: string, { parts }: Palette): string {
  return name === "cells" ? parts[0] : name === "neuropil" ? parts[1] : parts[2];
}

/** One row of the account of a pixel. */
export interface PartRow {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** Share of the expected value; empty where it says nothing. */
  readonly share: string;
  /** How the part is drawn: in its colour, hatched, or not at all. */
  readonly mark: "light" | "hatched" | "none";
  readonly isTotal: boolean;
}

/** The account of a pixel: its parts, what they add up to, what the sensor did, what it reads. */
export function partRows(pixel: PixelStage): readonly PartRow[] {
  const { parts, value, unit, noiseSigma } = pixel;
  const isCounts = noiseSigma !== null;
  const decimals = isCounts ? 1 : 4;
  const expected = expectedValue(pixel);
  const share = (part: number) => (expected > 0 ? formatShare(part / expected) : "");
  const signed = (part: number, digits = decimals) => `${part > 0 ? "+" : ""}${formatNumber(part, digits)}`;
  const light = parts
    .filter(({ name }) => isLight(name))
    .map(({ name, value: part }): PartRow => {
      const label = name === "cells" ? cellsInWords(pixel) : name.replaceAll("_", " ");
      return { name, label, value: formatNumber(part, decimals), share: share(part), mark: "light", isTotal: false };
    });
  const total = {
    name: "value",
    label: isCounts ? "recorded" : "light",
    value: formatNumber(value, unit === "counts" ? 0 : decimals),
    share: "",
    mark: "none",
    isTotal: true,
  } as const;
  if (!isCounts) return [...light, { ...total, share: light.length > 0 ? share(expected) : "" }];
  const sum: PartRow = {
    name: "expected",
    label: "expected",
    value: formatNumber(expected, decimals),
    share: share(expected),
    mark: "none",
    isTotal: false,
  };
  const sensor = parts
    .filter(({ name, value: part }) => ofSensor.includes(name) || (name === "rounding" && Math.abs(part) > unseen))
    .map(({ name, value: part }): PartRow => {
      const label = name === "noise" ? `noise, this frame (σ ${formatNumber(noiseSigma, 1)})` : sensorWords[name];
      return { name, label, value: signed(part), share: "", mark: "hatched", isTotal: false };
    });
  return [...light, sum, ...sensor, total];
}

const sensorWords: Readonly<Record<string, string>> = {
  quantisation: "rounded down to a whole count",
  clipping: "clipped at the end of the range",
  rounding: "single precision",
};

function cellsInWords({ cells, cellCount }: PixelStage): string {
  if (cellCount === 0) return "cells";
  const [first] = cells;
  const brightest = first.cell === null ? "one outside the view" : `#${first.cell}`;
  return cellCount === 1 ? `cell ${brightest}` : `${formatNumber(cellCount)} cells, most of it ${brightest}`;
}

/** The answer in a sentence or two. */
export function pixelSentence(pixel: PixelStage): string {
  const { parts, noiseSigma } = pixel;
  const expected = expectedValue(pixel);
  const light = parts.filter(({ name }) => isLight(name));
  if (light.length === 0 || expected <= 0) return "No light reaches this pixel.";
  const most = light.reduce((a, b) => (b.value > a.value ? b : a));
  const what = most.name === "cells" ? "cell light" : most.name.replaceAll("_", " ");
  const share = formatShare(most.value / expected);
  const first = `Mostly ${what}, ${share} of what is expected here.`;
  if (noiseSigma === null) return first.replace("what is expected", "the light");
  const at = (name: string) => parts.find((part) => part.name === name)?.value ?? 0;
  const noise = `Noise moved it by ${formatNumber(at("noise") / noiseSigma, 1)}${narrowSpace}σ.`;
  const isClipped = Math.abs(at("clipping")) >= 1;
  return isClipped ? `${first} ${noise} It is clipped: the sensor holds no more.` : `${first} ${noise}`;
}

const barTop = 18;
const barHeight = 22;

/** Height of the bar with its axis. */
export const partBarHeight = barTop + barHeight + 6 + 36;

/** The largest value that a bar shows. */
function reach(pixel: PixelStage): number {
  return Math.max(pixel.value, expectedValue(pixel), 1e-9) * 1.02;
}

/** Draws the parts of a pixel end to end, what the sensor changed hatched, and a line at what it reads. */
export function drawPartBar(
  context: DrawingContext,
  pixel: PixelStage,
  { x, y, width }: Omit<Box, "height">,
  palette: Palette,
): void {
  const most = reach(pixel);
  const at = (value: number) => x + (Math.max(0, value) / most) * width;
  const top = y + barTop;
  context.font = `11px ${palette.fontFamily}`;
  context.textBaseline = "alphabetic";
  let from = 0;
  for (const { name, value } of pixel.parts) {
    if (!isLight(name) || value <= 0) continue;
    const [left, right] = [at(from), at(from + value)];
    context.fillStyle = partColour(name, palette);
    context.fillRect(left + 0.5, top, Math.max(1, right - left - 1), barHeight);
    const label = name.replaceAll("_", " ");
    context.textAlign = "left";
    context.fillStyle = palette.ink;
    if (right - left > context.measureText(label).width + 6) context.fillText(label, left + 3, y + 13);
    from += value;
  }
  if (pixel.noiseSigma !== null) {
    const [low, high] = [at(pixel.value), at(expectedValue(pixel))].sort((a, b) => a - b);
    drawHatched(context, { x: low, y: top, width: high - low, height: barHeight }, palette);
  }
  const reading = Math.round(at(pixel.value));
  context.fillStyle = palette.ink;
  context.fillRect(reading - 1, top - 4, 2, barHeight + 8);
  drawValueAxis(context, { x, y: top + barHeight + 6, width }, most, `pixel value (${pixel.unit})`, palette);
}

/** A box of slanted lines: what has a sign. */
export function drawHatched(context: DrawingContext, box: Box, palette: Palette): void {
  if (box.width < 1) return;
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.fillStyle = palette.ground;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.25;
  context.beginPath();
  for (let offset = -box.height; offset < box.width; offset += 5) {
    context.moveTo(box.x + offset, box.y + box.height);
    context.lineTo(box.x + offset + box.height, box.y);
  }
  context.stroke();
  context.restore();
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, Math.max(0, box.width - 1), box.height - 1);
}

function drawValueAxis(
  context: DrawingContext,
  { x, y, width }: Omit<Box, "height">,
  most: number,
  title: string,
  palette: Palette,
): void {
  context.strokeStyle = palette.axis;
  context.fillStyle = palette.hint;
  context.textAlign = "center";
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, y + 0.5);
  context.lineTo(x + width, y + 0.5);
  for (const { value, label } of axisTicks(0, most, width < 320 ? 4 : 6)) {
    const tick = Math.round(x + (value / most) * width) + 0.5;
    context.moveTo(tick, y);
    context.lineTo(tick, y + 4);
    // The labels at the ends stay within the axis.
    const half = context.measureText(label).width / 2;
    context.fillText(label, Math.min(Math.max(tick, x + half), x + width - half), y + 15);
  }
  context.stroke();
  context.fillText(title, x + width / 2, y + 30);
}

/** Draws the parts of a pixel at a stage in a slim bar, to the scale of the largest of its unit. */
export function drawSlimBar(
  context: DrawingContext,
  pixel: PixelStage,
  most: number,
  { x, y, width, height }: Box,
  palette: Palette,
): void {
  let from = 0;
  for (const { name, value } of pixel.parts) {
    if (!isLight(name) || value <= 0) continue;
    const [left, right] = [from, from + value].map((end) => x + (Math.min(end, most) / most) * width);
    context.fillStyle = partColour(name, palette);
    context.fillRect(left, y, Math.max(0.5, right - left), height);
    from += value;
  }
}

/** The largest value that bars of each unit have to hold. */
export function reachByUnit(stages: readonly PixelStage[]): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const stage of stages) most.set(stage.unit, Math.max(most.get(stage.unit) ?? 0, reach(stage)));
  return most;
}
