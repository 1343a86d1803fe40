import type { FrameData } from "../simulation/frame-source.js";
import type { Scene } from "../simulation/scene.js";
import { type SnrLoss, snrWaterfalls } from "../simulation/snr-waterfall.js";
import type { ExploredMovie } from "./explored-movie.js";
import { mean } from "./explored-strip.js";
import type { ExplorerEffect } from "./traits/stage-explorer.js";

const BINS = 96;
/** Pixels that tell a frame's range well enough. */
const SAMPLED = 60_000;

/** The losses of signal that each step brings. */
const losses: Readonly<Record<string, readonly SnrLoss[]>> = {
  optics: ["aperture", "depth", "defocus"],
  vasculature: ["vessels"],
  illumination_profile: ["illumination"],
  vignette: ["vignette"],
  sensor: ["noise"],
};

type Row = ExplorerEffect["rows"][number];

/** What a step changed in a frame: how pixels are spread before and after it, and the change in numbers. */
export async function exploredEffect(
  movie: ExploredMovie,
  {
    kind,
    previous,
    isComparable,
  }: { readonly kind: string; readonly previous: string; readonly isComparable: boolean },
  frame: number,
  generation: number,
): Promise<ExplorerEffect> {
  const scene = await movie.scene;
  const { data: after, unit } = await movie.frame(kind, "with", frame);
  const before = isComparable ? (await movie.frame(kind, "without", frame)).data : null;
  const bins = sharedBins(before ? [before, after] : [after], unit);
  const words = (name: string) => name.replaceAll("_", " ");
  return {
    kind,
    frame,
    generation,
    unit,
    from: bins.from,
    to: bins.to,
    before: before ? spread(before, bins) : new Float32Array(),
    after: spread(after, bins),
    beforeLabel: kind === "sensor" ? "expected, no noise" : `before (${words(previous)})`,
    afterLabel: `after (${words(kind)})`,
    beforeMean: before && mean(before),
    afterMean: mean(after),
    rows: [...(before ? pixelRows(before, after, unit) : []), ...cellRows(scene, kind)],
  };
}

interface Bins {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bins over all but a few pixels in ten thousand at the bright end; counts have bins of whole numbers. */
function sharedBins(frames: readonly FrameData[], unit: string): Bins {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const data of frames) {
    const stride = Math.ceil(data.length / SAMPLED);
    const sorted = Float32Array.from({ length: Math.ceil(data.length / stride) }, (_, i) => data[i * stride]).sort();
    low = Math.min(low, sorted[0]);
    high = Math.max(high, sorted[Math.floor(0.9998 * (sorted.length - 1))]);
  }
  const from = low > 0 && low < 0.5 * high ? 0 : low;
  const to = high > from ? high : from + 1;
  if (unit !== "counts") return { from, to, count: BINS };
  const first = Math.floor(from);
  const width = Math.max(1, Math.ceil((to - first + 1) / BINS));
  const count = Math.ceil((to - first + 1) / width);
  return { from: first, to: first + count * width, count };
}

function spread(data: FrameData, { from, to, count }: Bins): Float32Array {
  const counts = new Float32Array(count);
  const perValue = count / (to - from);
  for (const value of data) {
    const bin = Math.floor((value - from) * perValue);
    if (bin >= 0 && bin < count) counts[bin]++;
    else if (value === to) counts[count - 1]++;
  }
  return counts;
}

function pixelRows(before: FrameData, after: FrameData, unit: string): readonly Row[] {
  let [sum, least, most, darker, brighter] = [0, 0, 0, 0, 0];
  const size = Math.max(1e-12, mean(before));
  for (let i = 0; i < after.length; i++) {
    const difference = after[i] - before[i];
    sum += difference;
    least = Math.min(least, difference);
    most = Math.max(most, difference);
    if (difference < -0.1 * size) darker++;
    else if (difference > 0.1 * size) brighter++;
  }
  const decimals = unit === "counts" ? 1 : 4;
  const share = (count: number) => (100 * count) / after.length;
  return [
    { label: "mean change", value: sum / after.length, decimals, unit },
    { label: "largest loss", value: least, decimals, unit },
    { label: "largest gain", value: most, decimals, unit },
    { label: "pixels darker by > 10 % of the mean", value: share(darker), decimals: 1, unit: "%" },
    { label: "pixels brighter by > 10 % of the mean", value: share(brighter), decimals: 1, unit: "%" },
  ];
}

function cellRows(scene: Scene, kind: string): readonly Row[] {
  const { cellCount, inFocus } = scene.groundTruth;
  const of = { decimals: 0, unit: `of ${cellCount}` };
  if (kind === "place_neurons")
    return [{ label: "cells in the field of view", value: cellCount, decimals: 0, unit: "" }];
  const rows: Row[] = [];
  if (kind === "optics") rows.push({ label: "cells in focus", value: inFocus.reduce((a, b) => a + b, 0), ...of });
  const waterfalls = losses[kind] ? snrWaterfalls(scene.plan) : null;
  if (!waterfalls) return rows;
  const lost = waterfalls.filter(({ lostAt }) => lostAt !== null);
  const here = lost.filter(({ lostAt }) => losses[kind].some((loss) => loss === lostAt));
  rows.push({ label: "cells lost at this step", value: here.length, ...of });
  if (kind === "sensor") rows.push({ label: "cells detectable in the end", value: cellCount - lost.length, ...of });
  return rows;
}
