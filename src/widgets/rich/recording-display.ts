import { formatNumber } from "../../drawing/format.js";
import type { Recording } from "../../recording/recording.js";
import type { Scene } from "../../simulation/scene.js";
import { fovUm } from "../../spec/acquisition.js";
import { specGroups } from "../../spec/spec-table.js";
import { card, type Fact, facts } from "./card.js";
import { markup } from "./markup.js";
import { motionFacts, motionPicture } from "./motion-picture.js";
import { cellFacts } from "./truth-display.js";
import { formatGiven } from "./values.js";

/** Size and length of a movie. */
function movieFacts({ stages, frameCount, fps, pixelSizeUm, spec }: Recording | Scene): Fact[] {
  const { height, width } = stages[stages.length - 1];
  const [heightUm, widthUm] = fovUm(spec.acquisition);
  return [
    ["size", `${height} × ${width}`, "px"],
    ["frames", formatNumber(frameCount)],
    ["frame rate", formatGiven(fps), "fps"],
    ["length", formatNumber(frameCount / fps, 2), "s"],
    ["pixel", formatNumber(pixelSizeUm, 3), "µm"],
    ["field", `${formatNumber(heightUm)} × ${formatNumber(widthUm)}`, "µm"],
  ];
}

/** The values of a frame. */
async function signalFacts(movie: Recording | Scene, frame: number): Promise<Fact[]> {
  const last = movie.stages[movie.stages.length - 1];
  const { data } = await movie.frames(last.name, frame, frame + 1);
  const full = last.name === "sensor" ? 2 ** movie.spec.acquisition.image_sensor.bit_depth - 1 : null;
  let [low, high, sum, saturated] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    if (value === full) saturated++;
  }
  const [unit, decimals] = full === null ? ["a.u.", 2] : ["counts", 0];
  return [
    ["mean", formatNumber(sum / data.length, decimals + 1), unit],
    ["range", `${formatNumber(low, decimals)} – ${formatNumber(high, decimals)}`, unit],
    ...(full === null ? [] : ([["saturated", formatNumber((100 * saturated) / data.length, 2), "%"]] as const)),
  ];
}

/** What makes the same recording again. */
function recipeFacts({ spec, stages }: Recording | Scene): Fact[] {
  const changed = specGroups(spec).flatMap(({ fields }) => fields.filter(({ isChanged }) => isChanged));
  return [
    ["seed", `${spec.seed}`],
    ["steps", formatNumber(spec.steps.length)],
    ["stages with frames", formatNumber(stages.length)],
    ["changed from default", formatNumber(changed.length), "values"],
  ];
}

/** A recording, or a scene, as a card: what it is, what becomes of its cells, how to make it again. */
export async function movieCard(movie: Recording | Scene, name: string, picture?: unknown): Promise<string> {
  const middle = movie.frameCount >> 1;
  const image =
    typeof picture === "string"
      ? [markup`<img alt="the first picture of the movie" src="data:image/png;base64,${picture}">`]
      : [];
  const parts = [
    facts("Movie", movieFacts(movie)),
    facts("Truth", cellFacts(movie.groundTruth)),
    facts(`Signal, frame ${middle}`, [...(await signalFacts(movie, middle)), ...motionFacts(movie)]),
    facts("Reproduce", recipeFacts(movie)),
  ];
  const stages = movie.stages.map(({ name: stage }) => stage).join(" → ");
  return card(
    { name, line: `stages ${stages}`, warnings: movie.warnings },
    markup`<div class="ms-parts">${image}${parts}</div>${motionPicture(movie)}`,
  );
}
