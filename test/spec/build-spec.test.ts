import { describe, expect, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { ca1, cortexL23, generic1p, miniscopeV4 } from "../../src/spec/presets.js";
import { findStep, type Spec } from "../../src/spec/spec.js";
import { bleaching } from "../../src/steps/bleaching.js";
import { brainMotion } from "../../src/steps/brain-motion.js";
import { cellActivity } from "../../src/steps/cell-activity.js";
import { neuropil } from "../../src/steps/neuropil.js";
import { sensor } from "../../src/steps/sensor.js";

const kinds = (spec: Spec) => spec.steps.map(({ kind }) => kind);

describe("buildSpec", () => {
  it("writes 150 s at 20 fps with seed 0 unless told otherwise", () => {
    const { acquisition, seed } = buildSpec(miniscopeV4(), ca1());
    expect([acquisition.duration_s, acquisition.fps, seed]).toEqual([150, 20, 0]);
    const other = buildSpec(miniscopeV4(), ca1(), { duration_s: 30, fps: 30, seed: 9 });
    expect([other.acquisition.duration_s, other.acquisition.fps, other.seed]).toEqual([30, 30, 9]);
  });

  it("adds extra steps where they belong", () => {
    const spec = buildSpec(miniscopeV4(), ca1(), { extraSteps: [brainMotion(), bleaching()] });
    expect(kinds(spec)).toEqual([
      "place_neurons",
      "cell_activity",
      "bleaching",
      "optics",
      "composite",
      "neuropil",
      "vasculature",
      "brain_motion",
      "illumination_profile",
      "vignette",
      "leakage",
      "sensor",
    ]);
  });

  it("leaves out what it is told to", () => {
    const left = kinds(
      buildSpec(miniscopeV4(), cortexL23(), {
        includeNeuropil: false,
        includeVasculature: false,
        includeScopeFields: false,
      }),
    );
    expect(left).toEqual(["place_neurons", "cell_activity", "optics", "composite", "sensor"]);
  });

  it("changes populations, activity, exposure and output", () => {
    const spec = buildSpec(miniscopeV4(), ca1(), {
      populations: [{ positions_um: [[150, 0, 0]] }, { density_per_mm3: 10 }],
      activity: { tau_decay_s: 1 },
      sensor: sensor({ photons_per_unit: 7 }),
      saveIntermediates: true,
    });
    expect(findStep(spec, "place_neurons")?.populations).toMatchObject([
      { soma_radius_um: 7 },
      { density_per_mm3: 10 },
    ]);
    expect(findStep(spec, "cell_activity")).toMatchObject({ tau_decay_s: 1, tau_rise_s: 0.05 });
    expect(findStep(spec, "sensor")?.photons_per_unit).toBe(7);
    expect(spec.output.save_intermediates).toBe(true);
    expect(buildSpec(generic1p(), ca1(), { activity: cellActivity() })).toEqual(buildSpec(generic1p(), ca1()));
  });

  it("takes a scope changed by hand", () => {
    const scope = { ...miniscopeV4(), imageSensor: { n_px_height: 64, n_px_width: 64 } };
    expect(buildSpec(scope, ca1()).acquisition.image_sensor).toMatchObject({ n_px_height: 64, pixel_pitch_um: 3 });
    const wrong = { ...miniscopeV4(), optics: { na: -1 } };
    expect(() => buildSpec(wrong, ca1())).toThrow("acquisition.optics.na is -1; it must be a number above 0.");
  });

  it.each([
    [{ duration_s: 0 }, "options.duration_s is 0; it must be a number above 0."],
    [{ durationS: 30 }, "options.durationS is not a field; did you mean duration_s?"],
    [{ seed: -1 }, "options.seed is -1; it must be a whole number from 0 up"],
    [{ includeNeuropil: "no" }, 'options.includeNeuropil is "no"; it must be true or false.'],
    [{ populations: [] }, "options.populations is []; it must be a list of at least one population."],
    [{ populations: [{ soma_radius_um: -2 }] }, "options.populations[0].soma_radius_um is -2"],
    [{ populations: [{ soma_radius_um: 2000 }] }, "place_neurons.populations[0].soma_radius_um is 2000"],
    [{ activity: { tau_decay: 2 } }, "options.activity.tau_decay is not a field; did you mean tau_decay_s?"],
    [{ activity: { tau_decay_s: 0.06 }, fps: 10 }, "cell_activity.tau_decay_s is 0.06"],
    [{ sensor: { photons_per_unit: 0 } }, "options.sensor.photons_per_unit is 0"],
    [{ sensor: 5 }, "options.sensor is 5; it must be an object with sensor's fields."],
    [{ extraSteps: [{ kind: "brain" }] }, 'options.extraSteps[0].kind is "brain"; it must be one of'],
    [{ extraSteps: [brainMotion({ trajectory_um: [] })] }, "options.extraSteps[0].trajectory_um is []; it must be"],
    [{ extraSteps: [bleaching(), bleaching()] }, 'options.extraSteps[1].kind is "bleaching", and so is options.extra'],
    [{ extraSteps: [neuropil()] }, "set includeNeuropil to false to replace the region's."],
    [{ extraSteps: [sensor()] }, "use the option sensor."],
    [{ duration_s: 0.01 }, "acquisition.duration_s is 0.01; it must be long enough for one frame"],
    [5, "options is 5; it must be an object with the fields duration_s"],
  ])("refuses %j", (options, message) => {
    expect(() => buildSpec(miniscopeV4(), ca1(), options as object)).toThrow(message);
  });

  it("says so when a preset was not called, or stands in the other's place", () => {
    // @ts-expect-error a function
    expect(() => buildSpec(miniscopeV4, ca1())).toThrow(
      "scope is the function miniscopeV4; it must be a scope, such as",
    );
    // @ts-expect-error swapped
    expect(() => buildSpec(ca1(), miniscopeV4())).toThrow("scope.optics is missing");
  });
});
