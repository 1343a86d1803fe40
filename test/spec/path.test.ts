import { describe, expect, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { valueAtPath, withValues } from "../../src/spec/path.js";
import { ca1, miniscopeV4 } from "../../src/spec/presets.js";
import { RecordingDraft } from "../../src/spec/recording-draft.js";
import { brainMotion } from "../../src/steps/brain-motion.js";
import { sensor } from "../../src/steps/sensor.js";

const spec = buildSpec(miniscopeV4(), ca1(), { duration_s: 2 });

describe("paths into a spec", () => {
  it("replace fields of the acquisition and of steps, and nothing else", () => {
    const changed = withValues(spec, { "acquisition.optics.na": 0.5, "steps.sensor.photons_per_unit": 9, seed: 3 });
    expect(changed.acquisition.optics).toEqual({ ...spec.acquisition.optics, na: 0.5 });
    expect(valueAtPath(changed, "steps.sensor.photons_per_unit")).toBe(9);
    expect(changed.seed).toBe(3);
    expect(changed.steps.slice(0, -1)).toEqual(spec.steps.slice(0, -1));
    expect(valueAtPath(spec, "acquisition.optics.na")).toBe(0.3);
  });

  it("are checked like any other spec", () => {
    expect(() => withValues(spec, { "acquisition.optics.na": -1 })).toThrow(/acquisition\.optics\.na is -1/);
  });

  it.each(["acquisition.optics.nas", "steps.sensr.photons_per_unit", "__proto__.x", "constructor", "steps.0"])(
    "that lead nowhere are errors: %s",
    (path) => expect(() => withValues(spec, { [path]: 1 })).toThrow(path),
  );
});

describe("a recording draft", () => {
  it("replaces an earlier commit of the same kind and keeps the canonical order", () => {
    const draft = new RecordingDraft({ acquisition: { duration_s: 1 } });
    draft.commit(sensor({ photons_per_unit: 10 }));
    draft.commit(brainMotion());
    draft.commit(sensor({ photons_per_unit: 20 }));
    expect(draft.spec.steps.map((step) => step.kind)).toEqual(["brain_motion", "sensor"]);
    expect(draft.spec.steps[1]).toMatchObject({ photons_per_unit: 20 });
  });

  it("shows what a commit would give, and stays as it was", () => {
    const draft = new RecordingDraft({ acquisition: { duration_s: 1 } });
    draft.commit(sensor({ photons_per_unit: 10 }));
    const previewed = draft.preview(sensor({ photons_per_unit: 20 }));
    expect(previewed.steps).toMatchObject([{ photons_per_unit: 20 }]);
    expect(draft.spec.steps).toMatchObject([{ photons_per_unit: 10 }]);
    expect(draft.commit(...previewed.steps)).toEqual(previewed);
  });

  it("settles what is decided late in the acquisition, and refuses what is wrong", () => {
    const draft = new RecordingDraft({ acquisition: { duration_s: 1 } });
    draft.commit(sensor());
    expect(draft.settle({ "acquisition.focal_depth_in_tissue_um": 152 }).acquisition.focal_depth_in_tissue_um).toBe(
      152,
    );
    const before = draft.spec;
    expect(before.steps.map((step) => step.kind)).toEqual(["sensor"]);
    expect(() => draft.settle({ "acquisition.focal_depth_in_tissue_um": -1 })).toThrow(/focal_depth_in_tissue_um/);
    expect(draft.spec).toBe(before);
  });

  it("stays as it was when a commit is wrong", () => {
    const draft = new RecordingDraft({ acquisition: {} });
    draft.commit(sensor());
    const before = draft.spec;
    expect(() => draft.commit({ kind: "sensor", photons_per_unit: -1 })).toThrow(/photons_per_unit/);
    expect(draft.spec).toBe(before);
  });
});
