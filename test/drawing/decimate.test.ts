import { describe, expect, it } from "vitest";
import { decimate, decimationStep } from "../../src/drawing/decimate.js";

describe("decimate", () => {
  it("keeps the first pixel of each block, mixing none", () => {
    const image = Uint8Array.from({ length: 5 * 3 }, (_, i) => i);
    expect([...decimate(image, 5, 3, 2)]).toEqual([0, 2, 4, 10, 12, 14]);
    expect(decimate(image, 5, 3, 1)).toBe(image);
  });

  it("takes whole steps", () => {
    expect([608, 400, 401, 1300].map((width) => decimationStep(width, 400))).toEqual([2, 1, 2, 4]);
  });
});
