import { describe, expect, it } from "vitest";
import { type ProgressOptions, showingProgress } from "../../src/cli/progress-line.js";

/** What is written while ten frames a second are done, for some seconds. */
async function written(seconds: number, options: ProgressOptions & { readonly isTTY?: boolean }): Promise<string> {
  let now = 0;
  let text = "";
  const output = { isTTY: options.isTTY, write: (more: string) => (text += more) };
  const frameCount = seconds * 10;
  const work = async (onProgress: (progress: { framesDone: number; frameCount: number }) => void) => {
    for (let framesDone = 1; framesDone <= frameCount; framesDone++) {
      now += 100;
      onProgress({ framesDone, frameCount });
    }
  };
  await showingProgress("a", work, { ...options, output, now: () => now });
  return text;
}

describe("progress where there is no terminal", () => {
  it("is a line every ten seconds, and one at the end", async () => {
    expect(await written(25, {})).toBe(
      [
        "a: 100 of 250 frames, 40 %, 10 frames/s, 15 s left",
        "a: 200 of 250 frames, 80 %, 10 frames/s, 5 s left",
        "a: 250 frames in 25 s, 10 frames/s\n",
      ].join("\n"),
    );
  });

  it("is nothing for what is done sooner", async () => {
    expect(await written(9, {})).toBe("");
  });
});

it("progress is not shown when it is not wanted, on a terminal or elsewhere", async () => {
  expect(await written(25, { quiet: true })).toBe("");
  expect(await written(1, { quiet: true, isTTY: true })).toBe("");
});
