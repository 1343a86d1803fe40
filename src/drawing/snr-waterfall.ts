import type { DrawingContext } from "./context.js";
import { formatNumber, formatQuantity, formatSnr, narrowSpace } from "./format.js";
import type { Palette } from "./palette.js";

/** Why a cell is seen or lost: what each loss leaves of its signal-to-noise ratio. */
export interface Waterfall {
  readonly cell: number;
  readonly ideal: number;
  readonly steps: readonly { readonly loss: string; readonly factor: number; readonly snr: number }[];
  readonly snr: number;
  readonly threshold: number;
  readonly detectable: boolean;
  readonly lostAt: string | null;
  readonly largest: string;
  readonly na: number | null;
  readonly readNoiseE: number;
  readonly depthUm: number;
  readonly defocusUm: number | null;
  readonly blurUm: number | null;
  readonly radiusUm: number;
}

interface Row {
  readonly loss: string;
  readonly label: string;
  readonly factor: number | null;
  readonly snr: number;
  readonly note: string;
}

/** A loss by its name in a sentence. */
const names: Readonly<Record<string, string>> = {
  signal: "too weak a signal",
  aperture: "the aperture",
  vessels: "a vessel",
  noise: "noise",
};

const nameOf = (loss: string) => names[loss] ?? loss;

function rowsOf(waterfall: Waterfall): readonly Row[] {
  const { ideal, steps, na, readNoiseE, depthUm, defocusUm, radiusUm } = waterfall;
  const floor = readNoiseE > 0 ? `read noise ${formatNumber(readNoiseE, 1)}` : "noise 1";
  const electrons = `${narrowSpace}e⁻`;
  const place = `at r = ${formatQuantity(radiusUm, "µm")}`;
  const focus = depthUm - (defocusUm ?? 0);
  const sign = (defocusUm ?? 0) > 0 ? "+" : "";
  const words: Readonly<Record<string, readonly [label: string, note: string]>> = {
    aperture: [`NA ${formatNumber(na ?? 1, 2)}`, "collects NA² of the light"],
    depth: ["depth", `absorbed in ${formatQuantity(depthUm, "µm")} of tissue`],
    defocus: ["defocus", `${sign}${formatQuantity(defocusUm ?? 0, "µm")} from focus at ${formatQuantity(focus, "µm")}`],
    vessels: ["vessels", "light that passes above the cell"],
    illumination: ["illumination", place],
    vignette: ["vignette", place],
    noise: ["noise", readNoiseE > 0 ? "its shot noise joins the read noise" : "its shot noise, no read noise"],
  };
  return [
    { loss: "signal", label: "full signal", factor: null, snr: ideal, note: `all light, ${floor}${electrons}` },
    ...steps.map(({ loss, factor, snr }) => {
      const [label, note] = words[loss] ?? [loss, ""];
      return { loss, label, factor, snr, note };
    }),
  ];
}

/** The answer in a sentence or two. */
export function cellSentence(waterfall: Waterfall): string {
  const { ideal, steps, lostAt, snr, threshold, largest } = waterfall;
  const limit = formatNumber(threshold, 2);
  const most = `${capital(nameOf(largest))} took the most.`;
  if (lostAt === null) return `Detectable: its SNR of ${formatSnr(snr)} is above the limit of ${limit}. ${most}`;
  if (lostAt === "signal")
    return `Lost from the start: with all light collected its SNR would be ${formatSnr(ideal)}, below the limit of ${limit}.`;
  const at = steps.findIndex(({ loss }) => loss === lostAt);
  const before = at === 0 ? ideal : steps[at - 1].snr;
  const fell = `its SNR fell from ${formatSnr(before)} to ${formatSnr(steps[at].snr)}, below the limit of ${limit}`;
  return `Lost to ${nameOf(lostAt)}: ${fell}. ${lostAt === largest ? "Nothing took more." : most}`;
}

/** All numbers of a waterfall in words, for those who cannot see it. */
export function waterfallInWords(waterfall: Waterfall): string {
  return rowsOf(waterfall)
    .map(({ label, factor, snr }) =>
      factor === null ? `${label} ${formatSnr(snr)}` : `${label} times ${factorText(factor)} leaves ${formatSnr(snr)}`,
    )
    .join(", ");
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function factorText(factor: number): string {
  return formatNumber(factor, factor < 0.1 ? 3 : 2);
}

const rowHeight = 26;
const labelWidth = 94;
const numbersWidth = 132;
const noteWidth = 196;
const powers = [
  [1, "1"],
  [10, "10"],
  [100, "10²"],
  [1000, "10³"],
  [1e4, "10⁴"],
  [1e5, "10⁵"],
  [1e6, "10⁶"],
] as const;

/** Height of the drawing. */
export function waterfallHeight({ steps }: Waterfall): number {
  return 4 + (steps.length + 1) * rowHeight + 36;
}

/** Draws what each loss leaves, on a logarithmic scale, with the threshold; the row where the cell was lost is tinted. */
export function drawWaterfall(
  context: DrawingContext,
  waterfall: Waterfall,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  palette: Palette,
): void {
  const rows = rowsOf(waterfall);
  const hasNotes = width >= labelWidth + 200 + numbersWidth + noteWidth;
  const left = x + labelWidth;
  const right = x + width - numbersWidth - (hasNotes ? noteWidth : 0);
  const top = Math.log10(Math.max(waterfall.ideal, waterfall.threshold, 10) * 2);
  const at = (snr: number) => left + (Math.log10(Math.min(Math.max(snr, 1), 1e9)) / top) * (right - left);
  const factorAt = right + 62;
  const snrAt = right + 124;
  context.textBaseline = "alphabetic";
  rows.forEach(({ loss, label, factor, snr, note }, i) => {
    const rowTop = y + 4 + i * rowHeight;
    const isLost = loss === waterfall.lostAt;
    if (isLost) {
      context.fillStyle = palette.states[2];
      context.globalAlpha = 0.14;
      context.fillRect(x - 8, rowTop - 1, width + 16, rowHeight);
      context.globalAlpha = 1;
    }
    context.font = `${isLost ? "600 " : ""}13px ${palette.fontFamily}`;
    context.fillStyle = palette.ink;
    context.textAlign = "left";
    context.fillText(label, x, rowTop + 16);
    context.textAlign = "right";
    context.fillText(formatSnr(snr), snrAt, rowTop + 16);
    context.font = `13px ${palette.fontFamily}`;
    if (factor !== null) context.fillText(`×${narrowSpace}${factorText(factor)}`, factorAt, rowTop + 16);
    const before = i === 0 ? snr : rows[i - 1].snr;
    context.fillStyle = palette.measured;
    context.globalAlpha = i === 0 ? 1 : 0.55;
    context.fillRect(left, rowTop + 6, Math.max(0, at(snr) - left), 12);
    context.globalAlpha = 1;
    if (before > snr) {
      context.fillStyle = isLost ? palette.states[2] : palette.hint;
      context.fillRect(at(snr), rowTop + 6, Math.max(1.5, at(before) - at(snr)), 12);
    }
    if (i < rows.length - 1) line(context, [Math.round(at(snr)) + 0.5, rowTop + 18], rowHeight - 12, palette.axis);
    if (!hasNotes) return;
    context.font = `11px ${palette.fontFamily}`;
    context.fillStyle = palette.hint;
    context.textAlign = "left";
    context.fillText(note, snrAt + 12, rowTop + 16);
  });
  const bottom = y + 4 + rows.length * rowHeight + 2;
  context.setLineDash([4, 2]);
  line(context, [Math.round(at(waterfall.threshold)) + 0.5, y + 4], bottom - y - 4, palette.ink);
  context.setLineDash([]);
  drawLogAxis(context, { left, right, bottom, top }, at, waterfall.threshold, palette);
  context.textAlign = "right";
  context.fillText("factor", factorAt, bottom + 15);
  context.fillText("SNR", snrAt, bottom + 15);
}

function line(context: DrawingContext, [x, y]: readonly [number, number], length: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x, y + length);
  context.stroke();
}

function drawLogAxis(
  context: DrawingContext,
  { left, right, bottom, top }: { left: number; right: number; bottom: number; top: number },
  at: (snr: number) => number,
  threshold: number,
  palette: Palette,
): void {
  context.font = `11px ${palette.fontFamily}`;
  context.strokeStyle = palette.axis;
  context.fillStyle = palette.hint;
  context.textAlign = "center";
  context.beginPath();
  context.moveTo(left, bottom + 0.5);
  context.lineTo(right, bottom + 0.5);
  const limit = [threshold, formatNumber(threshold, Number.isInteger(threshold) ? 0 : 1)] as const;
  const ticks = powers.filter(([snr]) => Math.log10(snr) <= top);
  const apart = 14;
  for (const [snr, label] of [limit, ...ticks.filter(([power]) => Math.abs(at(power) - at(threshold)) > apart)]) {
    const tick = Math.round(at(snr)) + 0.5;
    context.moveTo(tick, bottom);
    context.lineTo(tick, bottom + 4);
    context.fillText(label, tick, bottom + 15);
  }
  context.stroke();
  context.fillText("peak SNR (log)", (left + right) / 2, bottom + 30);
}
