import { FrameRangeError } from "./errors.js";

/** The stage of a name or of the step kind that ends it. */
export function findStage<Stage extends { readonly name: string; readonly kind?: string }>(
  stages: readonly Stage[],
  name: string,
): Stage {
  const stage = stages.find((candidate) => candidate.name === name || candidate.kind === name);
  if (stage) return stage;
  const known = stages.map((candidate) => candidate.name).join(", ");
  throw new FrameRangeError(
    known
      ? `No stage "${name}" here; there are ${known}.`
      : `No stage "${name}" here: no step of this spec makes frames.`,
  );
}

/** Refuses frames that a movie does not have. */
export function checkFrames(from: number, to: number, frameCount: number): void {
  if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= frameCount) return;
  throw new FrameRangeError(`Frames ${from} to ${to} are not within 0 to ${frameCount}, the frames of this movie.`);
}

/** Refuses to leave out steps of frames that are stored as they are, and says what can do it. */
export function refuseMask(without: readonly string[] | undefined, where: string, instead: string): void {
  if (!without?.length) return;
  throw new FrameRangeError(
    `without is ${without.map((kind) => `"${kind}"`).join(", ")}, but ${where} are stored as they are: ${instead}.`,
  );
}
