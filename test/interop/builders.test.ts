import { describe, expect, it } from "vitest";
import { type BuildSpecOptions, buildSpec } from "../../src/spec/build-spec.js";
import { cacheKey, canonicalJson } from "../../src/spec/canonical.js";
import { type MakeRecordingOptions, makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { valueAtPath, withValues } from "../../src/spec/path.js";
import { ca1, cortexL23, generic1p, miniscopeV4 } from "../../src/spec/presets.js";
import { findStep, parseSpec, type Spec } from "../../src/spec/spec.js";
import { bleaching } from "../../src/steps/bleaching.js";
import { brainMotion } from "../../src/steps/brain-motion.js";
import { cellActivity } from "../../src/steps/cell-activity.js";
import { neuropil } from "../../src/steps/neuropil.js";
import { sensor } from "../../src/steps/sensor.js";
import { type Answer, askMinisim } from "./minisim.js";

/** Options as Python names them; a step's kind is no argument of its class there, but of a list of steps. */
function inPython(options: object): object {
  const named = Object.entries(options).map(([name, value]) => {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const { kind: _, ...fields } = value ?? {};
    return [snake, ["activity", "sensor"].includes(name) ? fields : value];
  });
  return Object.fromEntries(named);
}

/** The spec that Python minisim made. */
function specOf(answer: Answer): Spec {
  if (answer.error !== undefined) throw new Error(answer.error);
  return parseSpec(JSON.parse(answer.json));
}

describe("buildSpec", () => {
  const options: BuildSpecOptions[] = [
    {},
    { duration_s: 12.5, fps: 33, seed: 2 ** 40 },
    { populations: [{ positions_um: [[150, 0, -3.5]] }, { density_per_mm3: 10, morphology: "cytosolic" }] },
    { activity: cellActivity({ tau_decay_s: 1.5, brightness_cv: 0 }), sensor: sensor({ photons_per_unit: 7 }) },
    { extraSteps: [brainMotion({ model: "walk" }), bleaching({ turnover_tau_s: 9 })] },
    { includeNeuropil: false, extraSteps: [neuropil({ amplitude: 3 })] },
    { includeVasculature: false },
    { includeScopeFields: false },
    { includeNeuropil: false, includeVasculature: false, includeScopeFields: false, saveIntermediates: true },
  ];
  const grid = [miniscopeV4(), generic1p()].flatMap((scope) =>
    [ca1(), cortexL23()].flatMap((region) => options.map((chosen) => ({ scope, region, chosen }))),
  );

  it("makes Python minisim's spec of every scope, region and option", async () => {
    const answers = askMinisim(
      grid.map(({ scope, region, chosen }) => ({ build: [scope.name, region.name, inPython(chosen)] })),
    );
    for (const [i, { scope, region, chosen }] of grid.entries()) {
      const spec = buildSpec(scope, region, chosen);
      expect(canonicalJson(spec)).toBe(canonicalJson(specOf(answers[i])));
      expect(await cacheKey(spec)).toBe(answers[i].error ?? answers[i].key);
    }
    expect(new Set(options.flatMap(Object.keys)).size).toBe(11);
  });
});

describe("makeRecordingSpec", () => {
  const small: MakeRecordingOptions = { nPx: 48, durationS: 0.2 };
  const options: MakeRecordingOptions[] = [
    { durationS: 0.1 },
    { ...small, nCells: 5, depthUm: 30, somaRadiusUm: 4, morphology: "cytosolic", seed: 3 },
    { ...small, pixelSizeUm: 2.5, fps: 30, focalDepthUm: 45 },
    { ...small, population: { density_per_mm3: 700, soma_radius_um: 3, depth_range_um: [10, 20] } },
    { ...small, motion: true, saveIntermediates: true },
    { ...small, activity: cellActivity({ f0: 2 }), sensor: sensor({ photons_per_unit: 3 }) },
    { ...small, extraSteps: [bleaching(), neuropil()] },
  ];
  const cells = "steps.place_neurons.populations";

  it("makes Python minisim's spec of every option, but for the jitter, which is drawn otherwise", () => {
    const answers = askMinisim(options.map((chosen) => ({ make: inPython(chosen) })));
    for (const [i, chosen] of options.entries()) {
      const [here, there] = [makeRecordingSpec(chosen), specOf(answers[i])];
      expect(canonicalJson(withValues(here, { [cells]: valueAtPath(there, cells) }))).toBe(canonicalJson(there));
      const [[mine], [theirs]] = [here, there].map((spec) => findStep(spec, "place_neurons")?.populations ?? []);
      expect({ ...mine, positions_um: null }).toEqual({ ...theirs, positions_um: null });
      const { nPx = 128, pixelSizeUm = 1, nCells = 6 } = chosen;
      const jitter = (0.15 * 0.7 * nPx * pixelSizeUm) / Math.ceil(Math.sqrt(nCells));
      mine.positions_um?.forEach(([z, y, x], cell) => {
        const [pythonZ, pythonY, pythonX] = theirs.positions_um![cell];
        expect(z).toBe(pythonZ);
        expect(Math.abs(y - pythonY)).toBeLessThan(2 * jitter);
        expect(Math.abs(x - pythonX)).toBeLessThan(2 * jitter);
      });
    }
    expect(new Set(options.flatMap(Object.keys)).size).toBe(16);
  });
});
