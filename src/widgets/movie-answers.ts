import { autoShares, shareLimits } from "../drawing/contrast.js";
import { noOutlines, type Outlines } from "../drawing/outlines.js";
import { regionOfInterest, rowOf } from "../recording/roi-traces.js";
import type { FrameData, FrameSource } from "../simulation/frame-source.js";
import type { VesselSpec } from "../simulation/vessel-pieces.js";
import { footprintContours } from "./footprint-contours.js";
import { fieldOfView, LockedMovies } from "./locked-movies.js";
import type { MovieQuestion, QuestionKind } from "./traits/movie-questions.js";
import type { AnyTruth } from "./truth-overlay.js";
import { vesselOutlines } from "./vessel-outlines.js";

/** What questions are answered from. */
export interface AskedMovie {
  readonly movies: LockedMovies;
  readonly truth: Pick<AnyTruth, "observed" | "planted" | "C" | "S"> | null;
  /** What its vessels are grown from, where that is known. */
  readonly spec?: VesselSpec;
  /** Where the shown part starts in the field of view. */
  readonly corner: readonly [row: number, column: number];
}

/** One movie that is asked about, all of its field of view. */
export function askedWhole(source: FrameSource, truth: AskedMovie["truth"]): AskedMovie {
  return { movies: new LockedMovies([{ label: "", source }], null), truth, corner: [0, 0] };
}

/** How long work is given up, and how it says how far it is (0 … 1). */
export interface Work {
  readonly signal: AbortSignal;
  readonly report: (share: number) => void;
}

type Question<Kind extends QuestionKind> = Extract<MovieQuestion, { readonly kind: Kind }>;
type Answer = Promise<ArrayBufferView[]>;

/** Frames that are read at a time, and frames that stand for a whole movie. */
const chunkFrames = 16;
const sampledFrames = 32;
const noTruth = "This movie has no ground truth.";

/** The buffers that answer a question: see MovieQuestion. */
export function answerTo(question: MovieQuestion, asked: AskedMovie, work: Work): Answer {
  switch (question.kind) {
    case "outlines":
      return outlinesOf(question.cells, asked).then(asBuffers);
    case "vessels":
      return vesselsOf(asked).then(asBuffers);
    case "traces":
      return traces(question, asked);
    case "regions":
      return regions(question, asked, work);
    case "limits":
      return limits(question, asked, work);
    case "maximum":
      return maximum(question, asked, work);
  }
}

function asBuffers({ cells, starts, points }: Outlines): ArrayBufferView[] {
  return [cells, starts, points];
}

/** The outlines of cells in pixels of what is shown. */
export async function outlinesOf(
  cells: readonly number[],
  { truth, corner }: Pick<AskedMovie, "truth" | "corner">,
): Promise<Outlines> {
  if (cells.length === 0) return noOutlines;
  const footprints = truth && ((await truth.observed) ?? (await truth.planted));
  if (!footprints) throw new Error(noTruth);
  return fromCorner(footprintContours(footprints, within(cells, footprints.count)), corner);
}

/** The walls of the vessels in pixels of what is shown. */
export async function vesselsOf({ truth, spec, corner }: Omit<AskedMovie, "movies">): Promise<Outlines> {
  const planted = await truth?.planted;
  if (!planted || !spec) throw new Error(noTruth);
  return fromCorner(vesselOutlines(spec, planted), corner);
}

function fromCorner(outlines: Outlines, [row, column]: AskedMovie["corner"]): Outlines {
  const points = outlines.points.map((value, i) => value - (i % 2 === 0 ? column : row));
  return { ...outlines, points };
}

async function traces({ cells }: Question<"traces">, { truth, movies: { frameCount } }: AskedMovie): Answer {
  const [C, S] = [await truth?.C, await truth?.S];
  const rows = (values: typeof C | typeof S) =>
    values
      ? cells.map((cell) => Float32Array.from(rowOf<Float64Array | Int32Array>(values, cell)).subarray(0, frameCount))
      : [];
  return [joined(rows(C)), joined(rows(S))];
}

async function regions(
  { cells, stage }: Question<"regions">,
  { movies, truth, corner }: AskedMovie,
  { signal, report }: Work,
): Answer {
  const footprints = truth && { observed: await truth.observed, planted: await truth.planted };
  const info = movies.stages.find(({ name }) => name === stage);
  if (!footprints || !info) throw new Error(noTruth);
  const { fovShape } = footprints.planted;
  const regions = cells.map((cell) => {
    const pixels = regionOfInterest(footprints, cell);
    return placed(pixels, fovShape, corner, fieldOfView(movies), info);
  });
  const panels = Math.max(1, movies.labels.length);
  const { frameCount } = movies;
  const means = new Float32Array(panels * cells.length * frameCount);
  for (let from = 0; from < frameCount; from += chunkFrames) {
    const to = Math.min(frameCount, from + chunkFrames);
    const { data } = await movies.frames(stage, from, to, { signal });
    for (let t = from; t < to; t++) {
      for (let panel = 0; panel < panels; panel++) {
        const at = ((t - from) * panels + panel) * info.height * info.width;
        regions.forEach((pixels, i) => {
          means[(panel * cells.length + i) * frameCount + t] = meanOf(data, at, pixels);
        });
      }
    }
    report(to / frameCount);
  }
  return [means];
}

async function limits({ stage }: Question<"limits">, { movies }: AskedMovie, { signal, report }: Work): Answer {
  const { available } = movies;
  const count = Math.min(available, sampledFrames);
  const samples: FrameData[] = [];
  for (let i = 0; i < count; i++) {
    const t = Math.floor(((i + 0.5) * available) / count);
    samples.push((await movies.frames(stage, t, t + 1, { signal })).data);
    report((i + 1) / count);
  }
  if (count === 0) throw new Error("This movie has no frames yet.");
  return [Float64Array.from(shareLimits(samples, autoShares))];
}

async function maximum(
  { stage, from, to: wanted }: Question<"maximum">,
  { movies }: AskedMovie,
  { signal, report }: Work,
): Answer {
  const to = Math.min(wanted, movies.available);
  let brightest: FrameData | null = null;
  for (let at = from; at < to; at += chunkFrames) {
    const end = Math.min(to, at + chunkFrames);
    const { data } = await movies.frames(stage, at, end, { signal });
    const size = data.length / (end - at);
    brightest ??= data.slice(0, size);
    for (let i = 0; i < data.length; i++) {
      const pixel = i % size;
      if (data[i] > brightest[pixel]) brightest[pixel] = data[i];
    }
    report((end - from) / (to - from));
  }
  return brightest ? [brightest] : [];
}

function within(cells: readonly number[], count: number): number[] {
  return cells.filter((cell) => cell < count);
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}

/** Pixels of the field of view as indices into what is shown of a stage: a part of the field, or one with a margin. */
function placed(
  pixels: Int32Array,
  [, columns]: readonly [number, number],
  [row, column]: readonly [number, number],
  [height, width]: readonly [number, number],
  stage: { readonly height: number; readonly width: number },
): Int32Array {
  const [top, left] = [(stage.height - height) >> 1, (stage.width - width) >> 1];
  const shown: number[] = [];
  for (const pixel of pixels) {
    const [y, x] = [Math.floor(pixel / columns) - row, (pixel % columns) - column];
    if (y >= 0 && y < height && x >= 0 && x < width) shown.push((y + top) * stage.width + x + left);
  }
  return Int32Array.from(shown);
}

function meanOf(data: FrameData, at: number, pixels: Int32Array): number {
  let sum = 0;
  for (const pixel of pixels) sum += data[at + pixel];
  return sum / pixels.length;
}
