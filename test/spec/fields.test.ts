import { describe, expect, it } from "vitest";
import { acquisitionSchema, imageSensorSchema, opticsSchema, tissueSchema } from "../../src/spec/acquisition.js";
import { isSpecError, type SpecProblem } from "../../src/spec/errors.js";
import { parseSpec } from "../../src/spec/spec.js";
import { builtInSteps } from "../../src/steps/index.js";
import { vesselLayerSchema } from "../../src/steps/vasculature.js";
import {
  acquisitionFields,
  imageSensorFields,
  type NumericField,
  opticsFields,
  otherFields,
  places,
  stepFields,
  tissueFields,
  vesselLayerFields,
} from "./field-table.js";

/** The problems of a spec; none when it is valid. */
function problemsOf(input: unknown): readonly SpecProblem[] {
  try {
    parseSpec(input);
    return [];
  } catch (error) {
    if (isSpecError(error)) return error.problems;
    throw error;
  }
}

const cases = places.flatMap((place) => place.fields.map((row) => [`${place.path}.${row.field}`, place, row] as const));

describe("a numeric field", () => {
  it.each(cases)("%s refuses what is out of its bounds, at its path", (path, place, { field, refused }) => {
    for (const value of refused) {
      const problems = problemsOf(place.at(field, value));
      expect(problems, String(value)).toHaveLength(1);
      expect(problems[0]).toMatchObject({ path, value });
      expect(problems[0].allowed).toMatch(/number/);
      expect(problems[0].message.startsWith(`${path} is `)).toBe(true);
      expect(problems[0].message).toContain(`it must be ${problems[0].allowed}`);
    }
  });

  it.each(cases)("%s takes the edges of its bounds", (path, place, { field, edges }) => {
    for (const value of edges)
      expect(
        problemsOf(place.at(field, value)).filter((problem) => problem.path === path && /number/.test(problem.allowed)),
      ).toEqual([]);
  });

  it("stands in the table, whichever it is", () => {
    const names = (rows: readonly NumericField[]) => rows.map(({ field }) => field);
    const groups = ["optics", "image_sensor", "tissue"];
    const population = Object.keys(otherFields.place_neurons).filter((name) => name !== "populations");
    expect(Object.keys(opticsSchema.shape).sort()).toEqual(names(opticsFields).sort());
    expect(Object.keys(imageSensorSchema.shape).sort()).toEqual(names(imageSensorFields).sort());
    expect(Object.keys(tissueSchema.shape).sort()).toEqual(names(tissueFields).sort());
    expect(Object.keys(acquisitionSchema.shape).sort()).toEqual([...groups, ...names(acquisitionFields)].sort());
    expect(Object.keys(vesselLayerSchema.shape).sort()).toEqual(names(vesselLayerFields).sort());
    expect(population).toContain("depth_range_um");
    for (const { kind, schema } of builtInSteps) {
      const listed = ["kind", ...names(stepFields[kind]), ...Object.keys(otherFields[kind] ?? {})];
      expect(Object.keys(schema.shape).sort(), kind).toEqual(listed.sort());
    }
  });
});

describe("a seed", () => {
  it.each([-1, 1.5, "7", true, Number.NaN, null, 2 ** 53, -(2 ** 53), -1n])("is not %s", (seed) => {
    expect(problemsOf({ seed })).toMatchObject([{ path: "seed", value: seed }]);
  });
});

describe("a field that is no plain number", () => {
  it.each([
    [{ kind: "place_neurons", morphology: "cytosol" }, "morphology", 'Did you mean "cytosolic"?'],
    [{ kind: "place_neurons", morphology: 3 }, "morphology", 'one of "soma", "cytosolic"'],
    [{ kind: "place_neurons", depth_range_um: [200, 100] }, "depth_range_um", "0 ≤ low ≤ high"],
    [{ kind: "place_neurons", depth_range_um: [0] }, "depth_range_um", "two depths"],
    [{ kind: "place_neurons", depth_range_um: [-1, 10] }, "depth_range_um[0]", "at least 0"],
    [{ kind: "place_neurons", positions_um: [[1, 2]] }, "positions_um[0]", "three numbers [z, y, x]"],
    [{ kind: "place_neurons", positions_um: [[-1, 2, 3]] }, "positions_um[0][0]", "at least 0"],
    [{ kind: "place_neurons", positions_um: [[1, "2", 3]] }, "positions_um[0][1]", "a number"],
    [{ kind: "place_neurons", populations: [] }, "populations", "at least one population"],
    [{ kind: "vasculature", enabled: 1 }, "enabled", "true or false"],
    [{ kind: "vasculature", layers: [{ min_radius_um: 22 }] }, "layers[0].min_radius_um", "root_radius_um"],
    [{ kind: "brain_motion", model: "random" }, "model", '"physical", "walk"'],
    [{ kind: "brain_motion", locomotion_axis: "z" }, "locomotion_axis", '"y", "x"'],
    [{ kind: "brain_motion", trajectory_um: [[1]] }, "trajectory_um[0]", "two numbers [dy, dx]"],
    [{ kind: "vignette", center_offset_um: 3 }, "center_offset_um", "two numbers [y, x]"],
    [{ kind: "leakage", profile: "flat" }, "profile", '"uniform", "gaussian"'],
    [{ kind: "cell_activity", tau_rise_s: 0.5 }, "tau_rise_s", "below tau_decay_s"],
  ])("is refused in %j", (step, field, text) => {
    const problems = problemsOf({ steps: [step] });
    expect(problems).toMatchObject([{ path: `steps[0].${field}` }]);
    expect(problems[0].message).toContain(text);
  });

  it("is refused in output", () => {
    expect(problemsOf({ output: { store_dtype: "float16" } })[0]).toMatchObject({ path: "output.store_dtype" });
    expect(problemsOf({ output: { save_intermediates: "yes" } })[0]).toMatchObject({
      path: "output.save_intermediates",
    });
  });
});

describe("an unknown key", () => {
  it.each([
    [{ seeds: 1 }, "seeds", "did you mean seed?"],
    [{ acquisition: { optics: { NA: 0.3 } } }, "acquisition.optics.NA", "did you mean na?"],
    [{ acquisition: { duration: 3 } }, "acquisition.duration", "did you mean duration_s?"],
    [
      { acquisition: { focal_dept_in_tissue_um: 3 } },
      "acquisition.focal_dept_in_tissue_um",
      "did you mean focal_depth_in_tissue_um?",
    ],
    [
      { steps: [{ kind: "place_neurons", densityPerMm3: 1 }] },
      "steps[0].densityPerMm3",
      "did you mean density_per_mm3?",
    ],
    [{ steps: [{ kind: "vignette", fallof: 1 }] }, "steps[0].fallof", "did you mean falloff?"],
    [{ steps: [{ kind: "sensor", zzz: 1 }] }, "steps[0].zzz", "the known fields are kind, photons_per_unit."],
    [{ steps: [{ kind: "optics", na: 1 }] }, "steps[0].na", "the known fields are kind."],
  ])("of %j is named, with the nearest known one", (input, path, advice) => {
    const problems = problemsOf(input);
    expect(problems).toHaveLength(1);
    expect(problems[0].path).toBe(path);
    expect(problems[0].message).toBe(`${path} is not a field; ${advice}`);
  });
});

describe("a step's kind", () => {
  it.each([
    [{ kind: "neuropill" }, 'Did you mean "neuropil"?'],
    [{ kind: "placeNeurons" }, 'Did you mean "place_neurons"?'],
    [{}, 'steps[0].kind is missing; it must be one of "place_neurons", "cell_activity"'],
    [{ kind: 3 }, 'steps[0].kind is 3; it must be one of "place_neurons"'],
  ])("is needed and known: %j", (step, text) => {
    const problems = problemsOf({ steps: [step] });
    expect(problems).toMatchObject([{ path: "steps[0].kind" }]);
    expect(problems[0].message).toContain(text);
  });

  it("is asked of what is no step at all", () => {
    const [problem] = problemsOf({ steps: [function sensor() {}] });
    expect(problem.message).toContain("steps[0] is the function sensor; it must be one of");
  });
});
