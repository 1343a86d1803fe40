import { describe, expect, it } from "vitest";
import { doneText, ProgressMeter, paceText } from "../../src/simulation/progress-meter.js";

/** What a meter says of frames done at some seconds. */
function said(frameCount: number, ...states: [seconds: number, framesDone: number][]) {
  let now = 0;
  const meter = new ProgressMeter(() => now);
  return states.map(([seconds, framesDone]) => {
    now = seconds * 1000;
    return meter.update({ framesDone, frameCount });
  });
}

describe("the pace of a run", () => {
  it("has a rate and a time left from the second report on", () => {
    const [first, second] = said(600, [1, 100], [3, 300]);
    expect(first).toMatchObject({ elapsed_s: 1, framesPerSecond: null, remaining_s: null });
    expect(second).toMatchObject({ elapsed_s: 3, framesPerSecond: 100, remaining_s: 3 });
    expect(paceText(first)).toBe("100 of 600 frames, 16 %, 1 s");
    expect(paceText(second)).toBe("300 of 600 frames, 50 %, 100 frames/s, 3 s left");
  });

  it("follows a run that slows down, and forgets how fast it was", () => {
    const fast = Array.from({ length: 20 }, (_, i): [number, number] => [i, 100 * i]);
    const slow = Array.from({ length: 20 }, (_, i): [number, number] => [20 + i, 1900 + i]);
    const last = said(100_000, ...fast, ...slow).at(-1)!;
    expect(last.framesPerSecond).toBeCloseTo(1, 6);
    expect(paceText(last)).toBe("1919 of 100000 frames, 1 %, 1.0 frames/s, 27 h 14 min left");
  });

  it("is told in minutes when it takes them, and summed up at the end", () => {
    const [, half, all] = said(36_000, [0, 0], [90, 18_000], [180, 36_000]);
    expect(paceText(half)).toBe("18000 of 36000 frames, 50 %, 200 frames/s, 1 min 30 s left");
    expect(doneText(all)).toBe("36000 frames in 3 min 0 s, 200 frames/s");
  });
});
