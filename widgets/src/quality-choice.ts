import type { Quality } from "../../src/widgets/traits/movie-messages.js";

/** An exact frame that takes longer to come is too late for one who looks through a movie (ms). */
const patienceMs = 250;
/** Messages from which a link is known well enough to judge it by itself. */
export const enoughSamples = 3;
/** Of faster links only a movie says by its being late that they are slow: a busy computer can look like a slow link. */
const fastLink = 12e6;
/** A movie will be late if it takes so many times what the link can do. */
const shortage = 2;
/** A link must be better by so much than is needed before exact frames are tried again. */
const margin = 1.5;

/** What there is to know about a movie and the way it comes. */
export interface LinkState {
  readonly quality: Quality;
  /** Bytes a second of the link, and from how many messages they are known. */
  readonly bytesPerSecond: number | null;
  readonly samples: number;
  /** Bytes of an exact frame, and frames a second that playing takes. */
  readonly frameBytes: number;
  readonly rate: number;
  readonly isPlaying: boolean;
  /** Whether a movie that plays waits for frames. */
  readonly isLate: boolean;
}

/**
 * Whether frames are to be small. By itself that is so when one exact frame takes too long, or the link is too slow for a
 * movie that plays: by far, or by a little and it is late; and until the link is good enough for both by a margin.
 */
export function needsSmall(wasSmall: boolean, link: LinkState): boolean {
  const { quality, bytesPerSecond, samples, frameBytes, rate, isPlaying, isLate } = link;
  if (quality !== "auto") return quality === "small";
  if (bytesPerSecond === null) return wasSmall;
  const frameMs = (1000 * frameBytes) / bytesPerSecond;
  const playing = (frameBytes * rate) / bytesPerSecond;
  if (wasSmall) return frameMs * margin > patienceMs || playing * margin > 1;
  if (isPlaying && isLate && playing > 1) return true;
  if (bytesPerSecond > fastLink) return false;
  if (isPlaying && playing > shortage) return true;
  return samples >= enoughSamples && frameMs > patienceMs;
}
