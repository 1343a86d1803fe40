import { describe, expect, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { isSpecError } from "../../src/spec/errors.js";
import { parameterAt, stepParameters, withParameter } from "../../src/spec/parameters.js";
import { pipeline } from "../../src/spec/pipeline.js";
import { ca1, cortexL23, miniscopeV4 } from "../../src/spec/presets.js";
import { allSteps, smallSpec } from "../simulation/small-spec.js";

const presets = [
  buildSpec(miniscopeV4(), ca1(), { duration_s: 3 }),
  buildSpec(miniscopeV4(), cortexL23(), { duration_s: 3 }),
  smallSpec(allSteps),
];
const named = (kind: string, label: string, spec = presets[0]) =>
  stepParameters(spec, kind).find((parameter) => parameter.label === label);

describe("the parameters of a step", () => {
  it("carry units, bounds and defaults of the schema", () => {
    expect(named("vasculature", "depth")).toEqual({
      path: "steps.vasculature.layers[0].depth_um",
      label: "depth",
      unit: "µm",
      value: 120,
      default: 30,
      type: "number",
      choices: [],
      min: 0,
      max: 300,
      step: 1,
      group: "",
    });
    expect(named("vasculature", "opacity")).toMatchObject({ max: 1, default: 0.85, value: 0.65 });
    expect(named("vasculature", "branch probability")!.max).toBeLessThan(1);
    expect(named("sensor", "photons per unit")!.min).toBeGreaterThan(0);
    expect(named("leakage", "profile")).toMatchObject({ type: "choice", choices: ["uniform", "gaussian"] });
    expect(named("leakage", "sigma")).toMatchObject({ value: null, choices: [null], unit: "µm" });
    expect(named("optics", "focal depth")).toMatchObject({ value: "auto", choices: ["auto"] });
    expect(named("sensor", "frame rate")).toMatchObject({
      path: "acquisition.fps",
      unit: "Hz",
      value: 20,
      default: 20,
    });
    expect(named("sensor", "duration")).toMatchObject({ value: 3, unit: "s", max: 600 });
    expect(named("optics", "magnification")!.min).toBeGreaterThan(0);
    expect(named("vasculature", "enabled")).toMatchObject({ type: "flag", value: true, default: false });
    expect(named("place_neurons", "depth range to")).toMatchObject({ value: 160, default: 200 });
  });

  it("span their value and their default, in steps that lie between", () => {
    for (const spec of presets)
      for (const { kind } of pipeline(spec))
        for (const { path, type, min, max, step, value, default: usual } of stepParameters(spec, kind)) {
          if (type !== "number") continue;
          expect(max - min, path).toBeGreaterThan(0);
          expect(step, path).toBeLessThanOrEqual((max - min) / 2);
          for (const number of [value, usual]) {
            if (typeof number !== "number") continue;
            expect(number, path).toBeGreaterThanOrEqual(min);
            expect(number, path).toBeLessThanOrEqual(max);
          }
        }
  });

  it("can all be set, one by one, to both ends of their sliders, or are refused by a rule between fields", () => {
    for (const spec of presets)
      for (const { kind } of pipeline(spec))
        for (const { path, type, min, max, choices } of stepParameters(spec, kind)) {
          const values = type === "flag" ? [true, false] : type === "choice" ? choices : [min, max, ...choices];
          for (const value of values) {
            try {
              expect(parameterAt(withParameter(spec, path, value), path), path).toEqual(value);
            } catch (error) {
              if (!isSpecError(error)) throw error;
              expect(error.message, path).toMatch(/must be|is not/);
            }
          }
        }
  });

  it("change nothing else", () => {
    const [spec] = presets;
    const changed = withParameter(spec, "steps.vasculature.layers[0].depth_um", 80);
    expect(withParameter(changed, "steps.vasculature.layers[0].depth_um", 120)).toEqual(spec);
    expect(() => withParameter(spec, "steps.vasculature.nonsense", 1)).toThrow("steps.vasculature.nonsense");
  });
});
