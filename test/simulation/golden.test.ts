import { describe, expect, it } from "vitest";
import { compile } from "../../src/simulation/plan.js";
import { plan } from "../../src/simulation/scene.js";
import known from "../fixtures/frame-hashes.json" with { type: "json" };
import { frameHashes, goldenSpecs, hash } from "./golden.js";

describe("frames that are known to the last bit", () => {
  it.each(Object.keys(known) as (keyof typeof known)[])("%s", async (name) => {
    expect(frameHashes(compile(goldenSpecs[name]))).toEqual(known[name]);
    const scene = await plan(goldenSpecs[name]);
    const { data } = await scene.frames("sensor", 0, scene.frameCount);
    expect(hash(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))).toBe(known[name].sensor);
  });

  it("cover every golden spec", () => {
    expect(Object.keys(known)).toEqual(Object.keys(goldenSpecs));
  });
});
