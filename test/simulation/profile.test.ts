import { describe, expect, it } from "vitest";
import { compile } from "../../src/simulation/plan.js";
import { profile } from "../../src/simulation/profile.js";
import { plan } from "../../src/simulation/scene.js";
import { smallSpec } from "./small-spec.js";

describe("profile", () => {
  const spec = smallSpec();

  it("tells what each step adds to a frame, of all steps that make frames", () => {
    const { steps, msPerFrame } = profile(spec, { frames: 4 });
    expect(steps.map(({ step }) => step)).toEqual(compile(spec).stages.map(({ kind }) => kind));
    expect(steps.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(steps.every(({ ms_per_frame, frames }) => ms_per_frame >= 0 && frames === 12)).toBe(true);
    expect(steps.reduce((sum, { ms_per_frame }) => sum + ms_per_frame, 0)).toBeGreaterThanOrEqual(msPerFrame * 0.999);
  });

  it("tells what was computed before the first frame, each value's own time", () => {
    const { values, planMs } = profile(spec, { frames: 1 });
    expect(values.map(({ value }) => value)).toEqual(compile(spec).computed);
    const sum = values.reduce((total, { ms }) => total + ms, 0);
    expect(sum).toBeGreaterThan(0);
    // Were a value's time to hold that of the values it needs, they would count twice.
    expect(sum).toBeLessThanOrEqual(planMs * 1.001);
  });

  it("takes a scene as well", async () => {
    expect(profile(await plan(spec), { frames: 1 }).steps).toHaveLength(compile(spec).stages.length);
  });

  it("has nothing to tell of frames that there are not", () => {
    expect(profile(smallSpec([{ kind: "place_neurons" }])).steps).toEqual([]);
    expect(() => profile(spec, { frames: 11 })).toThrow("Frames 0 to 11 are not within 0 to 10");
    expect(() => profile(spec, { frames: 1.5 })).toThrow("Frames 0 to 1.5");
  });
});
