import { envelopeOf } from "../../drawing/envelope.js";
import { formatNumber, formatQuantity } from "../../drawing/format.js";
import type { GroundTruth } from "../../recording/ground-truth.js";
import type { Fact } from "./card.js";
import { type Markup, markup } from "./markup.js";

type Shifts = NonNullable<GroundTruth["shifts"]>;

/** A movie as far as its motion goes. */
interface MovingMovie {
  readonly groundTruth: Pick<GroundTruth, "shifts">;
  readonly pixelSizeUm: number;
  readonly fps: number;
}

const [columns, height] = [600, 40];

/** How far the tissue moves: the root of the mean square of its distance from its place, and the longest. */
export function motionFacts({ groundTruth: { shifts }, pixelSizeUm }: MovingMovie): Fact[] {
  if (!shifts) return [];
  const count = shifts.shape[0];
  let [squares, most] = [0, 0];
  for (let t = 0; t < count; t++) {
    const square = shifts.data[2 * t] ** 2 + shifts.data[2 * t + 1] ** 2;
    squares += square;
    most = Math.max(most, square);
  }
  const um = (square: number) => formatNumber(Math.sqrt(square) * pixelSizeUm, 1);
  return [
    ["motion, rms", um(squares / Math.max(1, count)), "µm"],
    ["motion, largest", um(most), "µm"],
  ];
}

/** The shift of the tissue over time, as a line for y and a fainter one for x; nothing without motion. */
export function motionPicture({ groundTruth: { shifts }, pixelSizeUm, fps }: MovingMovie): Markup {
  if (!shifts || shifts.shape[0] < 2) return markup``;
  const axes = [1, 0].map((axis) => shiftsUm(shifts, axis, pixelSizeUm));
  const reach = niceReach(
    Math.max(...axes.map((values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0))),
  );
  const lines = axes.map((values, i) => {
    const points = pointsOf(values, reach).join(" ");
    return markup`<polyline class="${i === 0 ? "ms-faint" : "ms-line"}" points="${points}"/>`;
  });
  const seconds = shifts.shape[0] / fps;
  const mark = formatNumber(reach, reach < 1 ? 1 : 0);
  const times = Array.from(
    { length: 4 },
    (_, i) => markup`<span>${formatNumber((seconds * i) / 4, decimals(seconds))}</span>`,
  );
  return markup`<div class="ms-motion"><b>Brain motion</b> <small>shift of the tissue (µm)</small><small class="ms-motion-key"><i></i>y <i class="ms-faint"></i>x</small>
<div class="ms-motion-plot"><small class="ms-motion-y"><span>+${mark}</span><span>0</span><span>−${mark}</span></small><svg viewBox="0 0 ${columns} ${height}" preserveAspectRatio="none" role="img" aria-label="shift of the tissue over ${formatQuantity(seconds, "s", 1)}, within ${mark} µm">${lines}</svg><small class="ms-motion-t">${times}<span>${formatQuantity(seconds, "s", decimals(seconds))}</span></small></div></div>`;
}

const decimals = (seconds: number) => (Number.isInteger(seconds / 4) ? 0 : 1);

/** The shift along an axis in µm: 0 is y, 1 is x. */
function shiftsUm({ shape, data }: Shifts, axis: number, pixelSizeUm: number): Float32Array {
  return Float32Array.from({ length: shape[0] }, (_, t) => data[2 * t + axis] * pixelSizeUm);
}

/** The least of 1, 2, 5 times a power of ten that is not below a value. */
function niceReach(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 0.1)));
  return ([1, 2, 5].find((digit) => digit * power >= value) ?? 10) * power;
}

function pointsOf(values: Float32Array, reach: number): string[] {
  const y = (value: number) => ((height / 2) * (1 - value / reach)).toFixed(1);
  if (values.length <= columns) {
    const step = columns / (values.length - 1);
    return Array.from(values, (value, t) => `${(t * step).toFixed(1)},${y(value)}`);
  }
  const { low, high } = envelopeOf(values, columns);
  return Array.from(low.keys()).flatMap((x) => [`${x},${y(high[x])}`, `${x},${y(low[x])}`]);
}
