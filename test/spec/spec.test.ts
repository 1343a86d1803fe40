import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { roundHalfEven } from "../../src/physics/elementary.js";
import { fovUm, frameCount, pixelSizeUm } from "../../src/spec/acquisition.js";
import { buildSpec } from "../../src/spec/build-spec.js";
import { isSpecError, SpecError } from "../../src/spec/errors.js";
import { ca1, miniscopeV4 } from "../../src/spec/presets.js";
import { findStep, parseSpec, type Spec, type SpecInput, specWarnings } from "../../src/spec/spec.js";
import { bleaching } from "../../src/steps/bleaching.js";
import { brainMotion } from "../../src/steps/brain-motion.js";
import { cellActivity } from "../../src/steps/cell-activity.js";
import { composite } from "../../src/steps/composite.js";
import { builtInSteps, type Step, type StepKind, type StepOfKind } from "../../src/steps/index.js";
import { leakage } from "../../src/steps/leakage.js";
import { optics } from "../../src/steps/optics.js";
import { placeNeurons } from "../../src/steps/place-neurons.js";
import { sensor } from "../../src/steps/sensor.js";
import { specInputs } from "./field-table.js";

function messagesOf(input: SpecInput): string[] {
  try {
    parseSpec(input);
    return [];
  } catch (error) {
    if (isSpecError(error)) return error.problems.map(({ message }) => message);
    throw error;
  }
}

describe("parseSpec", () => {
  it("fills in every default", () => {
    expect(parseSpec({})).toMatchObject({
      acquisition: { optics: { na: 0.45 }, image_sensor: { bit_depth: 8 }, tissue: {}, fps: 20, duration_s: 150 },
      seed: 42,
      steps: [],
      output: { save_intermediates: false, store_dtype: "float32" },
    });
  });

  it("puts steps in canonical order, whatever order they were listed in", () => {
    fc.assert(
      fc.property(
        specInputs.chain((input) => {
          const steps = input.steps ?? [];
          return fc.tuple(fc.constant(input), fc.shuffledSubarray(steps, { minLength: steps.length }));
        }),
        ([input, shuffled]) => {
          const spec = parseSpec(input);
          expect(parseSpec({ ...input, steps: shuffled })).toEqual(spec);
          const kinds: string[] = builtInSteps.map(({ kind }) => kind);
          const places = spec.steps.map(({ kind }) => kinds.indexOf(kind));
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it("takes its own result", () => {
    fc.assert(
      fc.property(specInputs, (input) => {
        expect(parseSpec(parseSpec(input))).toEqual(parseSpec(input));
      }),
    );
  });

  it("leaves its input as it was", () => {
    const input = {
      steps: [{ kind: "sensor" as const }, { kind: "place_neurons" as const, positions_um: [[1, 2, 3]] }],
    };
    const before = structuredClone(input);
    parseSpec(input);
    expect(input).toEqual(before);
    expect(Object.isFrozen(input.steps[1].positions_um)).toBe(false);
  });

  it("freezes its result to the bottom", () => {
    const seen = (value: unknown): unknown[] =>
      typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(seen)] : [];
    fc.assert(
      fc.property(specInputs, (input) => {
        for (const object of seen(parseSpec(input))) expect(Object.isFrozen(object)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("answers whatever it is given with a spec or a SpecError", () => {
    const anything = fc.anything({ withBigInt: true, withSparseArray: true, withNullPrototype: true, withMap: true });
    const step = fc
      .tuple(fc.constantFrom(...builtInSteps), anything)
      .chain(([{ kind, schema }, value]) =>
        fc.constantFrom(...Object.keys(schema.shape)).map((field) => ({ kind, [field]: value })),
      );
    const inputs = fc.oneof(
      anything,
      fc.record({ acquisition: anything, seed: anything, steps: anything, output: anything }, { requiredKeys: [] }),
      fc.record({ steps: fc.array(fc.oneof(anything, step)) }),
    );
    fc.assert(
      fc.property(inputs, (input) => {
        try {
          expect(parseSpec(input).steps).toBeInstanceOf(Array);
        } catch (error) {
          if (!isSpecError(error)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          for (const { path, message } of error.problems) expect(message.startsWith(path)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("refuses what would reach an object's prototype", () => {
    for (const key of ["__proto__", "constructor"])
      for (const text of [`{"${key}":{"seed":1}}`, `{"steps":[{"kind":"sensor","${key}":{"x":1}}]}`])
        expect(() => parseSpec(JSON.parse(text))).toThrow(`${key} is not a field`);
  });

  it("shows a dozen problems and counts the others", () => {
    const positions_um = Array.from({ length: 50 }, () => [-1, 0, 0] as const);
    const messages = messagesOf({ steps: [{ kind: "place_neurons", positions_um }] });
    expect(messages).toHaveLength(50);
    expect(() => placeNeurons({ positions_um })).toThrow(/positions_um\[11\]\[0\] is -1.*\n… and 38 more problems\.$/);
  });

  it("describes what cannot be written as JSON", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => parseSpec({ seed: loop })).toThrow("seed is an object that is no plain data; it must be");
  });

  it("collects all problems of all fields, a line each", () => {
    const input = { acquisition: { fps: -1, optics: { na: "big" } }, steps: [{ kind: "sensor", photons_per_unit: 0 }] };
    const caught = (() => {
      try {
        return parseSpec(input);
      } catch (error) {
        return error;
      }
    })();
    expect(caught).toBeInstanceOf(SpecError);
    expect(String(caught)).toBe(
      "SpecError: " +
        'acquisition.optics.na is "big"; it must be a number above 0.\n' +
        "acquisition.fps is -1; it must be a number above 0.\n" +
        "steps[0].photons_per_unit is 0; it must be a number above 0.",
    );
    if (isSpecError(caught)) expect(caught).toMatchObject({ path: "acquisition.optics.na", value: "big" });
  });
});

describe("canonical order", () => {
  it("puts what a step requires before it", () => {
    const kinds: string[] = builtInSteps.map(({ kind }) => kind);
    for (const { kind, requires } of builtInSteps)
      for (const required of requires) {
        expect(kinds).toContain(required);
        expect(kinds.indexOf(required)).toBeLessThan(kinds.indexOf(kind));
      }
  });

  it("is the model's", () => {
    expect(builtInSteps.map(({ kind }) => kind).join(", ")).toBe(
      "place_neurons, cell_activity, bleaching, optics, composite, neuropil, vasculature, brain_motion, " +
        "illumination_profile, vignette, leakage, sensor",
    );
  });

  it("names each stage by its kind, but for composite", () => {
    for (const { kind, stage } of builtInSteps) expect(stage).toBe(kind === "composite" ? "cells_only" : kind);
  });
});

describe("a rule between fields", () => {
  const small = { image_sensor: { n_px_height: 64, n_px_width: 32, pixel_pitch_um: 8 }, optics: { magnification: 8 } };

  it("allows each kind once", () => {
    expect(messagesOf({ steps: [sensor(), optics(), sensor()] })).toEqual([
      'steps[2].kind is "sensor", and so is steps[0]; a kind may be there once: remove one of them.',
    ]);
  });

  it("allows partial pipelines", () => {
    for (const { kind } of builtInSteps) expect(messagesOf({ steps: [{ kind } as Step] })).toEqual([]);
  });

  it("asks a soma to fit the smaller side of the field of view", () => {
    expect(messagesOf({ acquisition: small, steps: [placeNeurons({ soma_radius_um: 16 })] })).toEqual([]);
    expect(messagesOf({ acquisition: small, steps: [placeNeurons({ soma_radius_um: 16.1 })] })).toEqual([
      "steps[0].soma_radius_um is 16.1; it must be at most half the smaller side of the field of view (16 µm).",
    ]);
    const populations = [{ soma_radius_um: 5 }, { soma_radius_um: 20 }];
    const [message] = messagesOf({ acquisition: small, steps: [sensor(), placeNeurons({ populations })] });
    expect(message).toContain("steps[1].populations[1].soma_radius_um is 20");
  });

  it("asks the calcium decay to last a frame", () => {
    const steps = [cellActivity({ tau_decay_s: 0.1 })];
    expect(messagesOf({ acquisition: { fps: 10 }, steps })).toEqual([]);
    expect(messagesOf({ acquisition: { fps: 9 }, steps })[0]).toContain("steps[0].tau_decay_s is 0.1; it must be");
  });

  it("asks for one shift per frame", () => {
    const acquisition = { fps: 10, duration_s: 0.3 };
    const shifts = (n: number) => [brainMotion({ trajectory_um: Array.from({ length: n }, () => [1, 2] as const) })];
    expect(messagesOf({ acquisition, steps: shifts(3) })).toEqual([]);
    for (const n of [0, 2, 4])
      expect(messagesOf({ acquisition, steps: shifts(n) })[0]).toContain("it must be a list of 3 shifts");
  });

  it("bounds the motion's amplitude by the largest shift, in the physical model and without a trajectory", () => {
    const tooFar = { motion_amplitude_um: 16, max_shift_um: 15 };
    expect(() => brainMotion(tooFar)).toThrow(
      "brain_motion.motion_amplitude_um is 16; it must be at most max_shift_um",
    );
    expect(() => brainMotion({ ...tooFar, model: "walk" })).not.toThrow();
    expect(() => brainMotion({ ...tooFar, trajectory_um: [] })).not.toThrow();
  });

  it("asks for at least one frame, and for a number of frames that can be counted", () => {
    expect(messagesOf({ acquisition: { duration_s: 0.02, fps: 20 } })[0]).toContain("acquisition.duration_s is 0.02");
    expect(messagesOf({ acquisition: { duration_s: 1e300, fps: 1e300 } })[0]).toContain("acquisition.duration_s");
  });

  it("lists the step-level fields that clash with populations", () => {
    expect(() => placeNeurons({ populations: [{}], density_per_mm3: 9, depth_range_um: [0, 9] })).toThrow(
      "place_neurons.populations is given, and so are the step's own density_per_mm3, depth_range_um",
    );
    expect(() => placeNeurons({ populations: [{}], density_per_mm3: 25000, depth_range_um: [0, 200] })).not.toThrow();
  });
});

describe("specWarnings", () => {
  const warnings = (input: SpecInput) => specWarnings(parseSpec(input));
  const at = (focal: number) => ({ focal_depth_in_tissue_um: focal });

  it("says when the focal plane lies outside every population", () => {
    const steps = [placeNeurons({ populations: [{ depth_range_um: [10, 20] }, { depth_range_um: [50, 60] }] })];
    for (const focal of [10, 20, 55]) expect(warnings({ acquisition: at(focal), steps })).toEqual([]);
    for (const focal of [9, 30, 61])
      expect(warnings({ acquisition: at(focal), steps })).toEqual([
        `focal_depth_in_tissue_um is ${focal}, outside the depths of every population (10 to 20 µm, 50 to 60 µm).`,
      ]);
    expect(warnings({ steps })).toEqual([]);
  });

  it("lets a curved focal plane lie deeper on the axis than the layer that it cuts", () => {
    const { acquisition, steps } = buildSpec(miniscopeV4(), ca1(), { duration_s: 1 });
    const focused = (focal: number) => warnings({ acquisition: { ...acquisition, ...at(focal) }, steps });
    expect(focused(172)).toEqual([]);
    for (const focal of [139, 280]) expect(focused(focal)).toHaveLength(1);
  });

  it("looks at explicit positions rather than at the range they replace", () => {
    const steps = [
      placeNeurons({
        positions_um: [
          [300, 0, 0],
          [320, 5, 5],
        ],
      }),
    ];
    expect(warnings({ acquisition: at(310), steps })).toEqual([]);
    expect(warnings({ acquisition: at(100), steps })).toHaveLength(1);
    expect(warnings({ acquisition: at(100), steps: [placeNeurons({ positions_um: [] })] })).toEqual([]);
  });

  it("says when motion is large for the field of view", () => {
    const acquisition = { image_sensor: { n_px_height: 100, n_px_width: 200, pixel_pitch_um: 8 } };
    const motion = (amplitude: number) => [brainMotion({ motion_amplitude_um: amplitude })];
    expect(warnings({ acquisition, steps: motion(5) })).toEqual([]);
    expect(warnings({ acquisition, steps: motion(5.1) })).toHaveLength(1);
    expect(warnings({ acquisition, steps: [brainMotion({ model: "walk", max_shift_um: 6 })] })).toHaveLength(1);
    const twoFrames = { ...acquisition, fps: 1, duration_s: 2 };
    const along = (dy: number, dx: number) => [
      brainMotion({
        trajectory_um: [
          [0, 0],
          [dy, dx],
        ],
      }),
    ];
    expect(warnings({ acquisition: twoFrames, steps: along(-5, 5) })).toEqual([]);
    expect(warnings({ acquisition: twoFrames, steps: along(-5.1, 0) })).toHaveLength(1);
  });
});

describe("an acquisition's derived sizes", () => {
  it("come from pitch, magnification and rate", () => {
    const { acquisition } = parseSpec({
      acquisition: {
        optics: { magnification: 2 },
        image_sensor: { n_px_height: 10, n_px_width: 20, pixel_pitch_um: 3 },
      },
    });
    expect(pixelSizeUm(acquisition)).toBe(1.5);
    expect(fovUm(acquisition)).toEqual([15, 30]);
    expect(frameCount(acquisition)).toBe(3000);
  });

  it("round half to even", () => {
    const rounded = [0.5, 1.5, 2.5, 2.4999, -0.5, -1.5, 3].map(roundHalfEven);
    expect(rounded.map((x) => x + 0)).toEqual([0, 2, 2, 2, 0, -2, 3]);
    expect(frameCount(parseSpec({ acquisition: { fps: 1, duration_s: 2.5 } }).acquisition)).toBe(2);
  });
});

describe("types", () => {
  it("tell steps apart by kind", () => {
    expectTypeOf<Extract<Step, { kind: "sensor" }>["photons_per_unit"]>().toEqualTypeOf<number>();
    expectTypeOf<StepOfKind<"leakage">["profile"]>().toEqualTypeOf<"uniform" | "gaussian">();
    expectTypeOf<StepOfKind<"place_neurons">["depth_range_um"]>().toEqualTypeOf<readonly [number, number]>();
    expectTypeOf<StepKind>().toEqualTypeOf<Step["kind"]>();
    expectTypeOf(leakage()).toExtend<Step>();
    expectTypeOf<Spec["steps"]>().toExtend<readonly Step[]>();
    const spec = parseSpec({ steps: [bleaching(), composite()] });
    expectTypeOf(findStep(spec, "bleaching")).toEqualTypeOf<StepOfKind<"bleaching"> | undefined>();
    expect(findStep(spec, "bleaching")?.turnover_tau_s).toBe(20000);
    expect(findStep(spec, "sensor")).toBeUndefined();
  });

  it("refuse wrong fields before anything runs", () => {
    // @ts-expect-error a number, not a string
    expect(() => sensor({ photons_per_unit: "20" })).toThrow("sensor.photons_per_unit");
    // @ts-expect-error no such field
    expect(() => sensor({ photons: 20 })).toThrow("did you mean photons_per_unit?");
    // @ts-expect-error an object
    expect(() => placeNeurons(45000)).toThrow("place_neurons is 45000; it must be an object with the fields");
    expect(() => {
      // @ts-expect-error fields of a spec cannot be set
      parseSpec({}).seed = 1;
    }).toThrow(TypeError);
  });
});
