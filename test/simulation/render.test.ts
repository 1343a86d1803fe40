import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowNoise } from "../../src/compute/noise.js";
import { patchAt } from "../../src/compute/patches.js";
import { streamKey } from "../../src/random/streams.js";
import { FrameRangeError } from "../../src/simulation/errors.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrame, renderFrames } from "../../src/simulation/render.js";
import { plan } from "../../src/simulation/scene.js";
import type { StepInput } from "../../src/steps/index.js";
import { expectSameBits } from "../support/same-bits.js";
import { plainSteps, smallSpec, tracesOf, withoutSteps, withStep } from "./small-spec.js";

const WIDTH = 64;
const PIXELS = 48 * 64;
const compiled = compile(smallSpec());
const stages = compiled.stages.map(({ name }) => name);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}

describe("frames", () => {
  it("are the same bits in any order and any chunk size", () => {
    for (const stage of stages) {
      const whole = renderFrames(compiled, stage, 0, 10).data;
      for (const t of [9, 0, 4])
        expectSameBits(renderFrame(compiled, t, stage), whole.slice(t * PIXELS, (t + 1) * PIXELS));
    }
    const whole = renderFrames(compiled, "sensor", 0, 10).data;
    fc.assert(
      fc.property(fc.nat(10), fc.nat(10), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const chunk = renderFrames(compiled, "sensor", from, to);
        expect(chunk).toMatchObject({ stage: "sensor", from, to, height: 48, width: 64 });
        expectSameBits(chunk.data, whole.slice(from * PIXELS, to * PIXELS));
      }),
      { numRuns: 20 },
    );
  });

  it("are the same bits from the engine's thread, and from a plan that was cloned", async () => {
    const scene = await plan(smallSpec());
    const { computed: _, versions: __, ...expected } = compiled;
    expect(scene.plan).toMatchObject(expected);
    const cloned = structuredClone(compiled);
    for (const stage of stages) {
      const here = renderFrames(compiled, stage, 3, 6);
      expect(await scene.frames(stage, 3, 6)).toEqual(here);
      expect(renderFrames(cloned, stage, 3, 6)).toEqual(here);
    }
    expect(scene.stage("sensor").frame(8)).toEqual(renderFrame(compiled, 8, "sensor"));
  });

  it("change from one to the next", () => {
    const [a, b] = [0, 1].map((t) => renderFrame(compiled, t, "cells_only"));
    expect(a).not.toEqual(b);
  });

  it("depend on the seed", () => {
    expect(renderFrame(compile(smallSpec(plainSteps, {}, 8)), 0, "sensor")).not.toEqual(
      renderFrame(compiled, 0, "sensor"),
    );
  });
});

describe("each stage is the one before and its own step", () => {
  const frame = (t: number, stage: string) => renderFrame(compiled, t, stage);

  it.each([0, 7])("cells_only: the sum of observed footprints times traces (frame %d)", (t) => {
    const expected = new Float64Array(PIXELS);
    const { focus } = compiled.cells;
    const { C } = tracesOf(compiled);
    const { blurred } = compiled.patches;
    for (let i = 0; i < blurred.count; i++) {
      const patch = patchAt(blurred, i);
      const weight = focus!.gain[i] * C[i * 10 + t];
      patch.data.forEach((value, k) => {
        const row = patch.row + Math.floor(k / patch.width);
        expected[row * WIDTH + patch.column + (k % patch.width)] += weight * value;
      });
    }
    const brightest = Math.max(...expected);
    expect(largestDifference(frame(t, "cells_only"), expected)).toBeLessThan(3e-6 * brightest);
    expect(brightest).toBeGreaterThan(0.01);
  });

  it.each([
    ["illumination_profile", "cells_only", "illumination"],
    ["vignette", "illumination_profile", "vignette"],
  ])("%s: multiplied by its field", (stage, before, field) => {
    const expected = frame(4, before).map((value, i) => value * compiled.fields[field][i]);
    expect(frame(4, stage)).toEqual(expected);
  });

  it("leakage: its field added", () => {
    const expected = frame(4, "vignette").map((value, i) => value + compiled.fields.leakage[i]);
    expect(frame(4, "leakage")).toEqual(expected);
  });

  it("sensor: counted", () => {
    const light = frame(4, "leakage");
    const counts = frame(4, "sensor");
    const { k0, k1 } = streamKey(7, "sensor", "noise");
    const noise = new RowNoise(WIDTH);
    let different = 0;
    for (let row = 0; row < 48; row++) {
      noise.draw(row, 4, k0, k1);
      for (let x = 0; x < WIDTH; x++) {
        const electrons = Math.max(light[row * WIDTH + x], 0) * 2000 * 0.7;
        const e = electrons + Math.sqrt(electrons + 4) * noise.values[x];
        if (counts[row * WIDTH + x] !== Math.min(Math.max(Math.floor(e), 0), 255)) different++;
      }
    }
    expect(different).toBeLessThan(PIXELS * 2e-3);
    expect(new Set(counts).size).toBeGreaterThan(20);
  });
});

describe("steps that come and go", () => {
  it("leave the stages before them bit for bit as they were", () => {
    const fixed = { focal_depth_in_tissue_um: 50 };
    const full = compile(smallSpec(plainSteps, fixed));
    for (let n = plainSteps.length - 1; n >= 4; n--) {
      const shorter = compile(smallSpec(plainSteps.slice(0, n), fixed));
      for (const { name } of shorter.stages)
        expect(renderFrame(shorter, 5, name), `${name} without ${plainSteps[n].kind}`).toEqual(
          renderFrame(full, 5, name),
        );
    }
  });

  it("leave positions, shapes and traces as they were", () => {
    for (const kind of ["optics", "composite", "illumination_profile", "vignette", "leakage", "sensor"]) {
      const { cells } = compile(smallSpec(withoutSteps(kind)));
      expect(cells.positions).toEqual(compiled.cells.positions);
      expect(cells.planted).toEqual(compiled.cells.planted);
      expect(cells.traces).toEqual(compiled.cells.traces);
    }
    expect(compile(smallSpec(withoutSteps("cell_activity"))).cells.planted).toEqual(compiled.cells.planted);
  });

  it("leave another population's cells as they were", () => {
    const populations = (density: number) => [
      { density_per_mm3: density, soma_radius_um: 5, depth_range_um: [20, 60] as const },
      { density_per_mm3: 40000, soma_radius_um: 4, depth_range_um: [60, 90] as const },
    ];
    const of = (density: number) => {
      const planned = compile(
        smallSpec([{ kind: "place_neurons", populations: populations(density) }, ...plainSteps.slice(1)]),
      );
      const { cells } = planned;
      const { C } = tracesOf(planned);
      const own = [...cells.positions!.population.keys()].filter((i) => cells.positions!.population[i] === 1);
      return own.map((i) => ({
        center: cells.positions!.centersUm.slice(3 * i, 3 * i + 3),
        patch: patchAt(cells.planted!, i),
        trace: C.slice(i * 10, (i + 1) * 10),
      }));
    };
    expect(of(80000)).toEqual(of(20000));
    expect(of(80000).length).toBeGreaterThan(5);
  });

  it("can be masked in the same scene", () => {
    const light = (without: string[]) => renderFrame(compiled, 4, "leakage", { without });
    const alone = frameOf(["cells_only"]);
    expect(light(["illumination_profile", "vignette", "leakage"])).toEqual(alone);
    expect(light(["composite", "illumination_profile", "vignette"])).toEqual(compiled.fields.leakage);
    expect(light([])).toEqual(renderFrame(compiled, 4, "leakage"));
    expect(light(["sensor"])).toEqual(renderFrame(compiled, 4, "leakage"));
  });

  const frameOf = (names: string[]) => renderFrame(compiled, 4, names[0]);

  it("give light, not truncated counts, when it is the sensor that is masked", async () => {
    const masked = renderFrames(compiled, "sensor", 2, 4, { without: ["sensor"] });
    expect(masked.data).toBeInstanceOf(Float32Array);
    expect(masked.data).toEqual(renderFrames(compiled, "leakage", 2, 4).data);
    expect(renderFrame(compiled, 2, "sensor", { without: ["vignette"] })).toBeInstanceOf(Uint8Array);
    const scene = await plan(smallSpec());
    expect(await scene.frames("sensor", 2, 4, { without: ["sensor"] })).toEqual(masked);
    expect(scene.stage("sensor").frame(2, { without: ["sensor"] })).toEqual(renderFrame(compiled, 2, "leakage"));
  });
});

describe("stages", () => {
  it("stand in the order of the pipeline, cell steps left out", () => {
    expect(stages).toEqual(["cells_only", "illumination_profile", "vignette", "leakage", "sensor"]);
    expect(compiled.stages.map(({ dtype }) => dtype)).toEqual(["float32", "float32", "float32", "float32", "uint8"]);
    expect(compiled.stages.map(({ unit }) => unit)).toEqual(["a.u.", "a.u.", "a.u.", "a.u.", "counts"]);
    expect(compiled.stages[0]).toMatchObject({ height: 48, width: 64, range: null });
  });

  it.each([
    [1, "uint8", 1],
    [8, "uint8", 255],
    [12, "uint16", 4095],
    [16, "uint16", 65535],
    [20, "float32", 2 ** 20 - 1],
  ])("hold counts of %d bits in %s", (bit_depth, dtype, maximum) => {
    const deep = compile(smallSpec(withStep("sensor", { photons_per_unit: 1e9 }), { image_sensor: { bit_depth } }));
    expect(deep.stages.at(-1)).toMatchObject({ dtype, range: [0, maximum], unit: "counts" });
    const { data } = renderFrames(deep, "sensor", 0, 1);
    expect(data.constructor.name.toLowerCase()).toBe(`${dtype}array`);
    expect(Math.max(...data)).toBe(maximum);
  });

  it("go by their names and by their steps' kinds", () => {
    expect(renderFrame(compiled, 0, "composite")).toEqual(renderFrame(compiled, 0, "cells_only"));
    expect(renderFrames(compiled, "composite", 0, 1).stage).toBe("cells_only");
  });

  it.each(["optics", "neuropil", "Sensor", ""])("that do not exist are refused: %s", async (stage) => {
    expect(() => renderFrame(compiled, 0, stage)).toThrow(FrameRangeError);
    expect(() => renderFrame(compiled, 0, stage)).toThrow(/there are cells_only, illumination_profile/);
    const scene = await plan(smallSpec());
    await expect(scene.frames(stage, 0, 1)).rejects.toThrow(FrameRangeError);
    if (stage !== "optics") expect(() => scene.stage(stage)).toThrow(FrameRangeError);
  });

  it.each([
    [-1, 1],
    [0, 11],
    [5, 4],
    [0.5, 1],
    [0, Number.NaN],
  ])("have no frames %d to %d", async (from, to) => {
    expect(() => renderFrames(compiled, "sensor", from, to)).toThrow(FrameRangeError);
    await expect((await plan(smallSpec())).frames("sensor", from, to)).rejects.toThrow(RangeError);
  });
});

describe("partial pipelines", () => {
  const subsets: StepInput[][] = Array.from({ length: 256 }, (_, bits) =>
    plainSteps.filter((__, i) => bits & (1 << i)),
  );

  it("of every subset of the steps compile and render", () => {
    for (const steps of subsets) {
      const small = { image_sensor: { n_px_height: 12, n_px_width: 15 }, duration_s: 0.2 };
      const partial = compile(
        smallSpec(
          steps.map((step) => (step.kind === "place_neurons" ? { ...step, soma_radius_um: 4 } : step)),
          small,
        ),
      );
      for (const { name } of partial.stages) {
        const { data } = renderFrames(partial, name, 0, 2);
        expect(data).toHaveLength(2 * 12 * 15);
        expect(data.every(Number.isFinite)).toBe(true);
      }
      const cellKinds = ["place_neurons", "cell_activity", "optics"];
      expect(partial.stages).toHaveLength(steps.filter(({ kind }) => !cellKinds.includes(kind)).length);
    }
  });

  it("draw planted footprints without optics", () => {
    const sharp = compile(smallSpec(withoutSteps("optics")));
    expect(sharp.cells.focus).toBeNull();
    const frame = renderFrame(sharp, 0, "cells_only");
    const { planted } = sharp.cells;
    const { C } = tracesOf(sharp);
    const expected = new Float64Array(PIXELS);
    for (let i = 0; i < planted!.count; i++) {
      const patch = patchAt(planted!, i);
      patch.data.forEach((value, k) => {
        expected[(patch.row + Math.floor(k / patch.width)) * WIDTH + patch.column + (k % patch.width)] +=
          value * C[i * 10];
      });
    }
    expect(largestDifference(frame, expected)).toBeLessThan(1e-5 * Math.max(...expected));
  });

  it("stay dark without traces, but for the leak", () => {
    const still = compile(smallSpec(withoutSteps("cell_activity", "leakage")));
    expect(new Set(renderFrame(still, 0, "vignette"))).toEqual(new Set([0]));
    const leaky = compile(smallSpec(withoutSteps("cell_activity")));
    expect(renderFrame(leaky, 0, "leakage")).toEqual(leaky.fields.leakage);
  });

  it("render an empty tissue", () => {
    for (const none of [{ positions_um: [] }, { density_per_mm3: 1e-6 }]) {
      const empty = compile(smallSpec(withStep("place_neurons", none)));
      expect(empty.cells.positions!.count).toBe(0);
      expect(empty.cells.focus!.depthUm).toBe(0);
      expect(renderFrame(empty, 0, "leakage")).toEqual(empty.fields.leakage);
    }
  });

  it("render a single pixel", () => {
    const pixel = compile(
      smallSpec(withStep("place_neurons", { soma_radius_um: 0.5 }), {
        image_sensor: { n_px_height: 1, n_px_width: 1 },
      }),
    );
    expect([...pixel.fields.vignette]).toEqual([1]);
    expect(renderFrames(pixel, "sensor", 0, 10).data).toHaveLength(10);
  });

  it("leave out a cell off the canvas and warn of it, also when it is remembered", async () => {
    const steps = withStep("place_neurons", {
      positions_um: [
        [50, 0, 0],
        [50, 5000, 0],
      ],
    });
    for (const _ of [1, 2]) {
      const scene = await plan(smallSpec(steps));
      expect(scene.warnings).toEqual([expect.stringMatching(/50, 5000, 0.*left out/)]);
      expect(scene.groundTruth.cellCount).toBe(1);
      expect([...scene.groundTruth.centersUm.data]).toEqual([50, 0, 0]);
    }
  });
});
