import type { FrameData } from "../../src/simulation/frame-source.js";

type FrameAt = (frame: number) => FrameData | undefined;

/** The mean or the maximum of the last frames at every pixel; the mean is carried on from one frame to the next. */
export class RollingProjection {
  #sum = new Float64Array(0);
  /** The frames [from, to) that the sum is of, and of what. */
  #summed = { from: 0, to: 0, of: "" };

  /** Of frames [from, to); `of` names the movie and stage that they are of. Undefined while one is missing. */
  mean(from: number, to: number, of: string, frameAt: FrameAt): Float32Array | undefined {
    const { from: first, to: end, of: known } = this.#summed;
    const carriesOn = known === of && to === end + 1 && (from === first || from === first + 1);
    const added = frameAt(to - 1);
    const dropped = from > first ? frameAt(first) : null;
    if (carriesOn && added && dropped !== undefined) {
      add(this.#sum, added, 1);
      if (dropped) add(this.#sum, dropped, -1);
    } else if (!(known === of && from === first && to === end) && !this.#restart(from, to, frameAt)) return undefined;
    this.#summed = { from, to, of };
    return Float32Array.from(this.#sum, (value) => value / (to - from));
  }

  maximum(from: number, to: number, frameAt: FrameAt): FrameData | undefined {
    const brightest = frameAt(from)?.slice();
    for (let t = from + 1; t < to; t++) {
      const frame = frameAt(t);
      if (!frame || !brightest) return undefined;
      for (let i = 0; i < brightest.length; i++) if (frame[i] > brightest[i]) brightest[i] = frame[i];
    }
    return brightest;
  }

  #restart(from: number, to: number, frameAt: FrameAt): boolean {
    const frames = Array.from({ length: to - from }, (_, i) => frameAt(from + i));
    if (frames.includes(undefined)) return false;
    this.#sum = new Float64Array(frames[0]?.length ?? 0);
    for (const frame of frames) if (frame) add(this.#sum, frame, 1);
    return true;
  }
}

function add(sum: Float64Array, frame: FrameData, factor: 1 | -1): void {
  for (let i = 0; i < sum.length; i++) sum[i] += factor * frame[i];
}
