import { describe, expect, it } from "vitest";
import { denseFootprints } from "../../src/recording/dense-footprints.js";
import { detectableSubset, truthOfCells } from "../../src/recording/detectable-subset.js";
import { finalize } from "../../src/simulation/finalize.js";
import { compile } from "../../src/simulation/plan.js";
import { allSteps, smallSpec, withStep } from "../simulation/small-spec.js";

const truth = finalize(compile(smallSpec(withStep("sensor", { photons_per_unit: 30 }, allSteps))));
const found = [...truth.detectable.keys()].filter((i) => truth.detectable[i]);

describe("the detectable subset", () => {
  const subset = detectableSubset(truth);

  it("has the detectable cells, some but not all, in every field of cells", () => {
    expect(found.length).toBeGreaterThan(2);
    expect(found.length).toBeLessThan(truth.cellCount - 2);
    expect(subset.cellCount).toBe(found.length);
    expect(new Set(subset.detectable)).toEqual(new Set([1]));
    for (const [name, value] of Object.entries(subset)) {
      const whole = Reflect.get(truth, name);
      const perCell = value?.length === found.length && whole.length === truth.cellCount;
      if (perCell) expect([...value], name).toEqual(found.map((i) => whole[i]));
      else if (value?.shape?.[0] === found.length && whole.shape[0] === truth.cellCount) {
        const width = value.shape[1];
        found.forEach((cell, i) => {
          expect(value.data.slice(i * width, (i + 1) * width), name).toEqual(
            whole.data.slice(cell * width, (cell + 1) * width),
          );
        });
      }
    }
    for (const name of ["C", "S", "bleaching", "centersUm"] as const) expect(subset[name]!.shape[0]).toBe(found.length);
  });

  it("keeps each cell's own footprint", () => {
    for (const name of ["planted", "observed"] as const)
      expect(denseFootprints(subset[name]!).data).toEqual(denseFootprints(truth[name]!, found).data);
  });

  it("leaves what belongs to the recording", () => {
    expect(subset.shifts).toBe(truth.shifts);
    expect(subset.vasculatureMask).toBe(truth.vasculatureMask);
    expect(truthOfCells(truth, []).C!.shape).toEqual([0, 10]);
  });
});

describe("dense footprints", () => {
  it("are the patches, cropped to the field of view", () => {
    const { shape, data } = denseFootprints(truth.planted, [0, 3]);
    expect(shape).toEqual([2, 48, 64]);
    [0, 3].forEach((cell, image) => {
      const { offsets, shapes, starts, fovOffset } = truth.planted;
      for (let i = 0; i < 48 * 64; i++) {
        const y = Math.floor(i / 64) + fovOffset[0] - offsets[2 * cell];
        const x = (i % 64) + fovOffset[1] - offsets[2 * cell + 1];
        const within = y >= 0 && x >= 0 && y < shapes[2 * cell] && x < shapes[2 * cell + 1];
        const expected = within ? truth.planted.data[starts[cell] + y * shapes[2 * cell + 1] + x] : 0;
        expect(data[image * 48 * 64 + i]).toBe(expected);
      }
    });
  });
});
