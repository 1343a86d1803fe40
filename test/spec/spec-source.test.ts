import { describe, expect, it } from "vitest";
import * as lab from "../../src/index.js";

/** The spec that the code makes, with the library's names in scope. */
const evaluated = (code: string) => new Function(...Object.keys(lab), `return ${code}`)(...Object.values(lab));
const { buildSpec, ca1, canonicalJson, cortexL23, miniscopeV4, generic1p, parseSpec } = lab;

describe("a spec as TypeScript", () => {
  it.each([
    ["the model's own", parseSpec({})],
    [
      "a scope over CA1",
      buildSpec(miniscopeV4(), ca1(), { duration_s: 30, extraSteps: [lab.bleaching(), lab.brainMotion()] }),
    ],
    ["another", buildSpec(generic1p(), cortexL23(), { seed: 7 })],
    ["a seed beyond numbers", parseSpec({ seed: 2n ** 63n + 1n })],
    [
      "layers, positions and a trajectory",
      parseSpec({
        acquisition: { fps: 10, duration_s: 0.3 },
        steps: [
          lab.placeNeurons({
            positions_um: [
              [100, 0, -1.5],
              [120, 4, 9],
            ],
          }),
          lab.vasculature({ layers: [{ depth_um: 60 }, { depth_um: 90, n_roots: 7 }] }),
          lab.brainMotion({
            trajectory_um: [
              [0, 0],
              [1, -2],
              [3, 4],
            ],
          }),
        ],
      }),
    ],
  ])("makes it again: %s", (_, spec) => {
    const code = lab.specSource(spec)!;
    expect(canonicalJson(evaluated(code))).toBe(canonicalJson(spec));
  });

  it("says what is changed, and no more", () => {
    const code = lab.specSource(
      parseSpec({ acquisition: { optics: { na: 0.3 } }, steps: [lab.sensor({ photons_per_unit: 600 }), lab.optics()] }),
    );
    expect(code).toBe(`parseSpec({
  acquisition: { optics: { na: 0.3 } },
  steps: [
    optics(),
    sensor({ photons_per_unit: 600 }),
  ],
})`);
  });
});
