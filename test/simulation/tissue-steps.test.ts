import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finalize } from "../../src/simulation/finalize.js";
import { compile, positionsOf } from "../../src/simulation/plan.js";
import { renderFrame, renderFrames } from "../../src/simulation/render.js";
import { plan } from "../../src/simulation/scene.js";
import type { StepInput } from "../../src/steps/index.js";
import { expectSameBits } from "../support/same-bits.js";
import { allSteps, plainSteps, smallSpec, tracesOf, withStep } from "./small-spec.js";

const compiled = compile(smallSpec(allSteps));
const { canvas, fov } = compiled;
const MARGIN = 4;
const frame = (stage: string, t = 4, without: string[] = []) => renderFrame(compiled, t, stage, { without });
const crop = (data: Float32Array) =>
  Float32Array.from(
    { length: 48 * 64 },
    (_, i) => data[(MARGIN + Math.floor(i / 64)) * canvas.width + MARGIN + (i % 64)],
  );
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe("motion", () => {
  it("widens the tissue by its reach and a pixel, and crops the field of view out of it", () => {
    expect(canvas).toEqual({ height: 48 + 2 * MARGIN, width: 64 + 2 * MARGIN, fovOffset: [MARGIN, MARGIN] });
    const sizes = Object.fromEntries(compiled.stages.map(({ name, height, width }) => [name, [height, width]]));
    const before = [canvas.height, canvas.width];
    expect(sizes).toMatchObject({ cells_only: before, neuropil: before, vasculature: before });
    expect(sizes).toMatchObject({ brain_motion: [48, 64], vignette: [48, 64], sensor: [48, 64] });
  });

  it("needs no margin when nothing moves", () => {
    const still = Array.from({ length: 10 }, (): [number, number] => [0, 0]);
    const plan = compile(smallSpec(withStep("brain_motion", { trajectory_um: still }, allSteps)));
    expect(plan.canvas).toEqual({ height: 48, width: 64, fovOffset: [0, 0] });
    expectSameBits(renderFrame(plan, 3, "brain_motion"), renderFrame(plan, 3, "vasculature"));
  });

  it("adds cells around the field of view, and moves and changes none within it", () => {
    const still = compile(smallSpec(allSteps.filter(({ kind }) => kind !== "brain_motion")));
    const count = still.cells.positions!.count;
    const { positions } = compiled.cells;
    expect(positions!.centersUm.slice(0, 3 * count)).toEqual(still.cells.positions!.centersUm);
    expect(tracesOf(compiled).C.slice(0, 10 * count)).toEqual(tracesOf(still).C);
    expect(positions!.count).toBeGreaterThan(count);
    for (let i = count; i < positions!.count; i++) {
      const [, y, x] = positions!.centersUm.subarray(3 * i, 3 * i + 3);
      const outside = Math.abs(y) > 48 || Math.abs(x) > 64;
      expect(outside && Math.abs(y) <= canvas.height && Math.abs(x) <= canvas.width).toBe(true);
    }
    expect(new Set(positions!.entity).size).toBe(positions!.count);
  });

  it("keeps the density and the spacing in the margin", () => {
    const dense = withStep("place_neurons", { density_per_mm3: 200000, min_distance_um: 6 }, allSteps);
    const wide = withStep("brain_motion", { max_shift_um: 60 }, dense);
    const { positions, planted } = compile(smallSpec(wide)).cells;
    const side = [48 + 62, 64 + 62].map((px) => 2 * px);
    const volume = side[0] * side[1] * 60 * 1e-9;
    expect(positions!.count / volume).toBeGreaterThan(0.97 * 200000);
    expect(planted!.count).toBe(positions!.count);
    const centers = Array.from({ length: positions!.count }, (_, i) => positions!.centersUm.subarray(3 * i, 3 * i + 3));
    centers.forEach((a, i) => {
      for (const b of centers.slice(0, i))
        if (Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < 6) expect.fail("two cells are too close");
    });
  });

  it("moves the tissue by the trajectory, in whole pixels exactly", () => {
    const trajectory_um = Array.from({ length: 10 }, (_, t): [number, number] => [2 * (t % 3), -4 * (t % 2)]);
    const plan = compile(smallSpec(withStep("brain_motion", { trajectory_um }, allSteps)));
    expect(plan.canvas.fovOffset).toEqual([3, 3]);
    const tissue = renderFrame(plan, 5, "vasculature");
    const moved = renderFrame(plan, 5, "brain_motion");
    const expected = Float32Array.from({ length: 48 * 64 }, (_, i) => {
      const [row, column] = [3 + Math.floor(i / 64) - 2, 3 + (i % 64) + 2];
      return tissue[row * plan.canvas.width + column];
    });
    expectSameBits(moved, expected);
    expect([...finalize(plan).shifts!.data.subarray(10, 12)]).toEqual([2, -2]);
  });

  it("leaves the scope's own fields where they are", () => {
    const light = frame("brain_motion");
    const lit = light.map((value, i) => value * compiled.fields.illumination[i]);
    expect(frame("illumination_profile")).toEqual(lit);
  });

  it("stays within the margin, begins at rest and is in the truth", () => {
    const { shifts } = finalize(compiled);
    expect(shifts!.shape).toEqual([10, 2]);
    expect([...shifts!.data.subarray(0, 2)]).toEqual([0, 0]);
    expect(Math.max(...shifts!.data.map(Math.abs))).toBeLessThanOrEqual(3);
    expect(Math.max(...shifts!.data.map(Math.abs))).toBeGreaterThan(0.5);
  });

  it("masked, shows the tissue at rest", () => {
    expectSameBits(frame("brain_motion", 4, ["brain_motion"]), crop(frame("vasculature") as Float32Array));
  });
});

describe("neuropil", () => {
  it("adds its maps, each times its course", () => {
    const { neuropilMaps: maps } = compiled.fields;
    const { data } = compiled.courses.neuropilCourse;
    const before = frame("cells_only");
    const after = frame("neuropil");
    const pixels = before.length;
    for (let i = 0; i < pixels; i += 7) {
      const haze = [0, 1, 2].reduce((sum, k) => sum + maps[k * pixels + i] * data[4 * 3 + k], 0);
      expect(after[i] - before[i]).toBeCloseTo(haze, 5);
    }
    expect(mean(after)).toBeGreaterThan(mean(before) + 0.05);
  });

  it("is on average its amplitude times its mean map", () => {
    const truth = finalize(compiled);
    const map = mean(truth.neuropilSpatial!.data);
    const envelope = mean(truth.neuropilTemporal!.data);
    const haze = mean(truth.neuropilTemporal!.data.map((_, i) => compiled.courses.neuropilCourse.data[i])) * 3 * map;
    expect(haze / (0.5 * map * envelope)).toBeCloseTo(1, 5);
    expect(truth.neuropilSpatial!.shape).toEqual([3, 48, 64]);
    expect(truth.neuropilTemporal!.shape).toEqual([3, 10]);
    expect(mean(truth.neuropilPopulation!)).toBeCloseTo(1, 10);
  });

  it("follows the population when it is coupled to it, and nothing else", () => {
    const { components, population } = compile(smallSpec(withStep("neuropil", { population_coupling: 1 }, allSteps)))
      .neuropil!;
    const bleached = compiled.cells.bleaching!.mean;
    for (let i = 0; i < components.length; i++)
      expect(components[i]).toBeCloseTo(population![i % 10] * bleached[i % 10]);
  });

  it("has no population without cells", () => {
    const empty = compile(smallSpec(withStep("place_neurons", { positions_um: [] }, allSteps)));
    expect(finalize(empty)).toMatchObject({ neuropilPopulation: null, bleaching: null, observedGain: null });
    expect(finalize(empty).vesselOverlapFraction).toHaveLength(0);
    expect(mean(renderFrame(empty, 0, "neuropil"))).toBeGreaterThan(0.05);
  });
});

describe("vessels", () => {
  it("take their share of the light from below", () => {
    const mask = compiled.fields.vesselMask;
    const expected = frame("neuropil").map((value, i) => value * mask[i]);
    expect(frame("vasculature")).toEqual(expected);
    expect(Math.min(...mask)).toBeGreaterThan(1 - 0.85);
    expect(Math.min(...mask)).toBeLessThan(0.9);
    expect(Math.max(...mask)).toBeLessThanOrEqual(1 + 1e-6);
  });

  it("leave a stage that changes nothing when they are off", () => {
    const off = compile(smallSpec(withStep("vasculature", { enabled: false }, allSteps)));
    expectSameBits(renderFrame(off, 2, "vasculature"), renderFrame(off, 2, "neuropil"));
    expect(finalize(off)).toMatchObject({ vasculatureMask: null, vesselOverlapFraction: null });
  });

  it("hide a share of each cell, and lower its signal", () => {
    const open = finalize(compile(smallSpec(withStep("vasculature", { enabled: false }, allSteps))));
    const { snr, vesselOverlapFraction, vasculatureMask, cellCount } = finalize(compiled);
    expect(vasculatureMask!.shape).toEqual([48, 64]);
    let hidden = 0;
    for (let i = 0; i < cellCount; i++) {
      const share = vesselOverlapFraction![i];
      expect(share).toBeGreaterThan(-1e-6);
      expect(share).toBeLessThan(0.85);
      if (share > 0.1) hidden++;
    }
    expect(hidden).toBeGreaterThan(2);
    // The focal plane is chosen without the vessels, so each cell's signal can only fall.
    for (let i = 0; i < cellCount; i++) expect(snr![i]).toBeLessThanOrEqual(open.snr![i] * (1 + 1e-6));
    expect(mean(snr!)).toBeLessThan(0.95 * mean(open.snr!));
  });
});

describe("bleaching", () => {
  it("dims later frames, from full strength on", () => {
    const light = (without: string[]) => [0, 9].map((t) => mean(frame("cells_only", t, without)));
    const [first, last] = light([]);
    const [freshFirst, freshLast] = light(["bleaching"]);
    expect(first).toBe(freshFirst);
    expect(last).toBeLessThan(0.999 * freshLast);
  });

  it("is one share per cell and frame", () => {
    const { bleaching } = finalize(compiled);
    const rows = bleaching!.shape[0];
    expect(bleaching!.shape).toEqual([rows, 10]);
    for (let i = 0; i < rows; i++) {
      expect(bleaching!.data[10 * i]).toBe(1);
      expect(bleaching!.data[10 * i + 9]).toBeLessThan(1);
    }
  });

  it("is stronger where more light falls in", () => {
    const positions_um: [number, number, number][] = [
      [40, 0, 0],
      [40, 40, 58],
    ];
    const steps = withStep(
      "illumination_profile",
      { falloff: 0.2 },
      withStep("place_neurons", { positions_um }, allSteps),
    );
    const even = withStep("cell_activity", { active_rate_hz: 1e-9, quiescent_rate_hz: 0, brightness_cv: 0 }, steps);
    const { bleaching, illumination } = finalize(compile(smallSpec(even)));
    const loss = [9, 19].map((i) => 1 - bleaching!.data[i]);
    // Half a pixel off the axis the nearest pixel is a tie, which goes to the even row and column.
    const light = [24 * 64 + 32, 44 * 64 + 60].map((i) => illumination!.data[i]);
    expect(loss[0] / loss[1]).toBeCloseTo(light[0] / light[1], 1);
    expect(light[0] / light[1]).toBeGreaterThan(2);
  });
});

describe("masks", () => {
  it("of the optics draw the planted footprints at full brightness", () => {
    const sharp = compile(smallSpec(allSteps.filter(({ kind }) => kind !== "optics")));
    expectSameBits(frame("cells_only", 4, ["optics"]), renderFrame(sharp, 4, "cells_only"));
  });

  it.each(["neuropil", "vasculature", "vignette", "leakage"])("of %s leave out its own work alone", (kind) => {
    const rest = compile(smallSpec(allSteps, { focal_depth_in_tissue_um: 50 }));
    const without = compile(
      smallSpec(
        allSteps.filter((step) => step.kind !== kind),
        { focal_depth_in_tissue_um: 50 },
      ),
    );
    expectSameBits(renderFrame(rest, 6, "sensor", { without: [kind] }), renderFrame(without, 6, "sensor"));
  });

  it("of a step that is not there are refused", () => {
    expect(() => frame("sensor", 0, ["Neuropil"])).toThrow(/No step "Neuropil".*neuropil, vasculature/);
  });
});

describe("courses", () => {
  const long = compile(smallSpec(allSteps, { fps: 20, duration_s: 15 }));

  it("come in chunks that any frame can be rendered from", () => {
    const whole = renderFrames(long, "vignette", 0, 300).data;
    fc.assert(
      fc.property(fc.nat(299), fc.integer({ min: 1, max: 140 }), (from, length) => {
        const to = Math.min(from + length, 300);
        const fresh = structuredClone(long);
        expectSameBits(renderFrames(fresh, "vignette", from, to).data, whole.slice(from * 3072, to * 3072));
      }),
      { numRuns: 12 },
    );
  });

  it("are the same however long the recording runs on", () => {
    const short = compile(smallSpec(allSteps, { fps: 20, duration_s: 10 }));
    const [a, b] = [tracesOf(short), tracesOf(long)];
    for (let i = 0; i < short.cells.positions!.count; i++) {
      expectSameBits(b.C.slice(300 * i, 300 * i + 200), a.C.slice(200 * i, 200 * (i + 1)));
      expect(b.S.slice(300 * i, 300 * i + 200)).toEqual(a.S.slice(200 * i, 200 * (i + 1)));
    }
  });

  it("of many frames take hardly more memory in a plan", () => {
    const bytes = (duration_s: number) => {
      const { traces, bleaching } = compile(smallSpec(allSteps, { fps: 20, duration_s })).cells;
      const { sums, active } = traces!.checkpoints;
      return sums.byteLength + active.byteLength + bleaching!.checkpoints.byteLength;
    };
    const perCell = bytes(640) / compiled.cells.positions!.count;
    expect(perCell).toBe(100 * (3 * 8 + 1));
  });
});

describe("positions", () => {
  it("can be drawn without painting a cell", () => {
    expect(positionsOf(smallSpec(allSteps))).toEqual(compiled.cells.positions);
    expect(positionsOf(smallSpec([]))).toBeNull();
  });
});

describe("any subset of the twelve steps", () => {
  const steps = allSteps.map(
    (step): StepInput => (step.kind === "place_neurons" ? { ...step, soma_radius_um: 4 } : step),
  );

  it("compiles and renders, at the size of its stage", () => {
    fc.assert(
      fc.property(fc.subarray(steps), (subset) => {
        const small = { image_sensor: { n_px_height: 12, n_px_width: 15 }, duration_s: 0.2 };
        const plan = compile(smallSpec(subset, small));
        for (const { name, height, width } of plan.stages) {
          const { data } = renderFrames(plan, name, 0, 2);
          expect(data).toHaveLength(2 * height * width);
          expect(data.every(Number.isFinite)).toBe(true);
        }
        expect(() => finalize(plan).detectableFootprint).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it("has the field of view of the spec", () => {
    expect(fov).toMatchObject({ height: 48, width: 64 });
    expect(plainSteps).toHaveLength(8);
  });
});

describe("one step alone", () => {
  const gradient = Float32Array.from({ length: 48 * 64 }, (_, i) => i / 3072);

  it("shows what it does to a picture of one's own", async () => {
    const alone = compile(smallSpec([{ kind: "vignette", falloff: 0.5 }]));
    const shaded = renderFrame(alone, 0, "vignette", { onto: gradient });
    expect(shaded).toEqual(gradient.map((value, i) => value * alone.fields.vignette[i]));
    const scene = await plan(smallSpec([{ kind: "vignette", falloff: 0.5 }]));
    expect((await scene.frames("vignette", 0, 1, { onto: gradient })).data).toEqual(shaded);
    gradient[5] = 9;
    expect(renderFrame(alone, 0, "vignette", { onto: gradient })[5]).toBeGreaterThan(4);
  });

  it("refuses a picture of another size", () => {
    expect(() => frame("vignette", 0)).not.toThrow();
    expect(() => renderFrame(compiled, 0, "vignette", { onto: gradient })).toThrow(/3072 pixels.*canvas, 56 × 72/);
  });
});
