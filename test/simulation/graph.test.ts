import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { type Elsewhere, ValueCache, ValueGraph } from "../../src/simulation/graph.js";
import { compile, compileTogether } from "../../src/simulation/plan.js";
import type { AcquisitionInput } from "../../src/spec/acquisition.js";
import type { Spec } from "../../src/spec/spec.js";
import { plainSteps, smallAcquisition, smallSpec, withoutSteps, withStep } from "./small-spec.js";

/** Values that are computed anew when a scene of `before` becomes one of `after`. */
function recomputed(before: Spec, after: Spec): string[] {
  const cache = new ValueCache();
  compile(before, cache);
  return compile(after, cache).computed.toSorted();
}

const acquisition = (change: AcquisitionInput) => smallSpec(plainSteps, change);
const step = (kind: string, fields: object) => smallSpec(withStep(kind, fields));
const everything = [
  "blurred",
  "focus",
  "illumination",
  "leakage",
  "planted",
  "positions",
  "sensor",
  "traces",
  "vignette",
  "weights",
];
const focused = ["blurred", "focus"];
const seen = [...focused, "weights"];
const cells = ["blurred", "focus", "planted", "positions", "traces", "weights"];

describe("a changed field recomputes what depends on it, and no more", () => {
  const changes: [string, Spec, string[]][] = [
    ["nothing", smallSpec(), []],
    ["seed", smallSpec(plainSteps, {}, 8), cells],
    ["na", acquisition({ optics: { na: 0.4 } }), seen],
    ["field curvature", acquisition({ optics: { field_curvature_radius_um: 900 } }), focused],
    ["scatter", acquisition({ tissue: { scatter_blur_per_um: 0.1 } }), focused],
    ["focal depth", acquisition({ focal_depth_in_tissue_um: 50 }), focused],
    ["read noise", acquisition({ image_sensor: { read_noise_e: 9 } }), focused],
    ["quantum efficiency", acquisition({ image_sensor: { quantum_efficiency: 0.3 } }), focused],
    ["gain", acquisition({ image_sensor: { gain_adu_per_e: 3 } }), []],
    ["bit depth", acquisition({ image_sensor: { bit_depth: 12 } }), []],
    ["fps", acquisition({ fps: 20 }), ["blurred", "focus", "traces", "weights"]],
    ["duration", acquisition({ duration_s: 2 }), ["blurred", "focus", "traces", "weights"]],
    ["magnification", acquisition({ optics: { magnification: 5 } }), everything.filter((name) => name !== "sensor")],
    ["depth range", step("place_neurons", { depth_range_um: [30, 60] }), cells],
    ["density", step("place_neurons", { density_per_mm3: 50000 }), cells],
    ["irregularity", step("place_neurons", { irregularity: 0.1 }), ["blurred", "planted"]],
    ["decay time", step("cell_activity", { tau_decay_s: 0.7 }), ["blurred", "focus", "traces", "weights"]],
    ["illumination", step("illumination_profile", { falloff: 0.9 }), [...focused, "illumination"].toSorted()],
    ["vignette", step("vignette", { exponent: 3 }), [...focused, "vignette"].toSorted()],
    ["leakage", step("leakage", { level: 0.3 }), ["leakage"]],
    ["photons", step("sensor", { photons_per_unit: 50 }), [...focused, "sensor"].toSorted()],
    ["no leakage", smallSpec(withoutSteps("leakage")), []],
    ["no optics", smallSpec(withoutSteps("optics")), ["weights"]],
    ["no sensor", smallSpec(withoutSteps("sensor")), focused],
  ];

  it.each(changes)("%s", (_, after, expected) => {
    expect(recomputed(smallSpec(), after)).toEqual(expected);
  });

  it("computes everything once for the first scene", () => {
    expect(compile(smallSpec()).computed.toSorted()).toEqual(everything);
  });

  it("looks at neither traces nor light when the focal plane is given", () => {
    const fixed = { ...smallAcquisition, focal_depth_in_tissue_um: 50 };
    const before = smallSpec(plainSteps, fixed);
    const changed = (fields: Parameters<typeof withStep>) => smallSpec(withStep(...fields), fixed);
    expect(recomputed(before, changed(["sensor", { photons_per_unit: 50 }]))).toEqual([]);
    expect(recomputed(before, changed(["cell_activity", { tau_decay_s: 0.7 }]))).toEqual(["traces", "weights"]);
    expect(recomputed(before, smallSpec(plainSteps, { ...fixed, image_sensor: { read_noise_e: 9 } }))).toEqual([]);
  });

  it("remembers the scenes before the last", () => {
    const cache = new ValueCache();
    for (const na of [0.3, 0.35, 0.4]) compile(acquisition({ optics: { na } }), cache);
    expect(compile(acquisition({ optics: { na: 0.3 } }), cache).computed).toEqual([]);
    for (const na of [0.35, 0.4, 0.45]) compile(acquisition({ optics: { na } }), cache);
    expect(compile(acquisition({ optics: { na: 0.3 } }), cache).computed.toSorted()).toEqual(seen);
  });

  it("gives what a scene without memory gives", () => {
    const cache = new ValueCache();
    for (const [, spec] of changes) {
      const { computed: _, versions: __, ...remembered } = compile(spec, cache);
      const { computed: ___, versions: ____, ...fresh } = compile(spec);
      expect(isDeepStrictEqual(remembered, fresh)).toBe(true);
    }
  });
});

describe("a graph of values", () => {
  const sensor = { kind: "sensor", photons_per_unit: 1 } as const;

  it("refuses a value that was not declared as needed", () => {
    const graph = new ValueGraph(new ValueCache());
    graph.provide("sensor", 1, [], () => sensor);
    graph.provide("leakage", 1, [], (value) => Float32Array.of(value("sensor")!.photons_per_unit));
    expect(() => graph.value("leakage")).toThrow(/leakage reads sensor/);
  });

  it("computes a value again after a failure", () => {
    const cache = new ValueCache();
    let fail = true;
    const attempt = () => {
      const graph = new ValueGraph(cache);
      graph.provide("leakage", 1, [], () => {
        if (fail) throw new Error("out of luck");
        return Float32Array.of(1);
      });
      return graph.value("leakage");
    };
    expect(attempt).toThrow("out of luck");
    fail = false;
    expect(attempt()).toEqual(Float32Array.of(1));
  });

  it("computes nothing from a value that came out as it was", () => {
    const cache = new ValueCache();
    const scene = (level: number, clipped: number) => {
      const graph = new ValueGraph(cache);
      graph.provide("leakage", level, [], () => Float32Array.of(Math.min(level, clipped)));
      graph.provide("vignette", 0, ["leakage"], (value) => value("leakage")!.map((light) => 2 * light));
      return { value: graph.value("vignette"), computed: graph.computed };
    };
    const first = scene(3, 2);
    expect(scene(4, 2)).toEqual({ value: Float32Array.of(4), computed: ["leakage"] });
    expect(scene(5, 2).value).toBe(first.value);
    expect(scene(1, 2)).toEqual({ value: Float32Array.of(2), computed: ["leakage", "vignette"] });
  });

  it("has no value that nothing provides, and may need one", () => {
    const graph = new ValueGraph(new ValueCache());
    graph.provide("leakage", 1, ["vignette"], (value) => value("vignette") ?? Float32Array.of(7));
    expect(graph.value("vignette")).toBeUndefined();
    expect(graph.value("leakage")).toEqual(Float32Array.of(7));
  });

  it("warns again when a remembered value is used again", () => {
    const cache = new ValueCache();
    for (const computed of [["leakage"], []]) {
      const graph = new ValueGraph(cache);
      graph.provide("leakage", 1, [], (_, warn) => {
        warn("mind the leak");
        return Float32Array.of(1);
      });
      graph.value("leakage");
      expect(graph.computed).toEqual(computed);
      expect(graph.warnings).toEqual(["mind the leak"]);
    }
  });
});

describe("a value that another thread could compute", () => {
  const asked = async (spec: Spec) => {
    const names: string[] = [];
    const elsewhere: Elsewhere = ({ name }) => {
      names.push(name);
      return null;
    };
    await compileTogether(new ValueGraph(new ValueCache()), spec, [], elsewhere);
    return names;
  };

  it("is computed there where something else has to be computed meanwhile", async () => {
    expect(await asked(smallSpec())).toEqual(["planted"]);
  });

  it("is computed here where the plan waits for nothing else", async () => {
    expect(await asked(smallSpec(plainSteps.slice(0, 1)))).toEqual([]);
  });
});
