import { describe, expect, it } from "vitest";
import { blurFieldPlain } from "../../src/compute/field-blur.js";
import { growTree, vesselBlurSigmaUm, vesselTransmission } from "../../src/physics/vessels.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";
import { cropMaps, finalize } from "../../src/simulation/finalize.js";
import { compile, type Plan } from "../../src/simulation/plan.js";
import { findStep, parseSpec } from "../../src/spec/spec.js";
import reference from "../fixtures/program-statistics.json" with { type: "json" };
import { compare, comparisonTable, overallDifference, type Spread, spreads } from "./compare.js";
import { cellSummaries, motionSummaries, tissueSummaries, vesselSummaries } from "./summaries.js";

const SEEDS = 12;

/**
 * The vessels' mask with every capsule's blood counted, also where capsules of one branch overlap, which is how Python
 * minisim counts; ours counts it once.
 */
function beadedMask(plan: Plan): Float32Array {
  const { canvas, fov, spec } = plan;
  const { optics, tissue } = spec.acquisition;
  const size = { ...canvas, pixelSizeUm: fov.pixelSizeUm };
  const mask = new Float32Array(canvas.height * canvas.width).fill(1);
  findStep(spec, "vasculature")!.layers.forEach((layer, index) => {
    const key = streamKey(spec.seed, "vasculature", `layer ${index}`);
    const path = new Float64Array(mask.length);
    for (let root = 0; root < layer.n_roots; root++) {
      for (const { from, to, radius } of growTree(layer, size, new RandomStream(key, root))) {
        const [dy, dx] = [to[0] - from[0], to[1] - from[1]];
        const top = Math.max(0, Math.floor(Math.min(from[0], to[0]) - radius));
        const bottom = Math.min(canvas.height - 1, Math.max(from[0], to[0]) + radius);
        const left = Math.max(0, Math.floor(Math.min(from[1], to[1]) - radius));
        const right = Math.min(canvas.width - 1, Math.max(from[1], to[1]) + radius);
        for (let row = top; row <= bottom; row++) {
          for (let column = left; column <= right; column++) {
            const [y, x] = [row - from[0], column - from[1]];
            const along = Math.min(Math.max((y * dy + x * dx) / (dy * dy + dx * dx), 0), 1);
            const square = radius ** 2 - (y - along * dy) ** 2 - (x - along * dx) ** 2;
            if (square > 0) path[row * canvas.width + column] += 2 * fov.pixelSizeUm * Math.sqrt(square);
          }
        }
      }
    }
    const light = Float32Array.from(path, (um) => vesselTransmission(um, layer));
    const sigma = vesselBlurSigmaUm(layer.depth_um, plan.cells.focus!.depthUm, optics, tissue) / fov.pixelSizeUm;
    blurFieldPlain(light, canvas.height, canvas.width, sigma).forEach((value, i) => {
      mask[i] *= value;
    });
  });
  return cropMaps(mask, plan);
}

describe.each(["small", "volumetric"] as const)("over seeds, the %s reference spec", (name) => {
  const { spec, summary } = reference[name];
  const plans = Array.from({ length: SEEDS }, (_, k) => compile(parseSpec({ ...spec, seed: 100 + k })));
  const runs = plans.map((plan) => {
    const truth = finalize(plan);
    return {
      ...cellSummaries(truth, plan.spec),
      ...tissueSummaries(truth, plan.spec),
      ...motionSummaries(truth, plan.spec),
    };
  });
  const comparisons = compare(spreads(runs), summary as unknown as Record<string, Spread>);
  const vessels = comparisons.filter((row) => row.name.startsWith("vessel"));
  const others = comparisons.filter((row) => !vessels.includes(row));

  it("is as Python minisim makes it, within the spread that the seeds of both show", () => {
    console.log(`${name}\n${comparisonTable(comparisons)}`);
    expect(others.length).toBeGreaterThan(140);
    expect(others.filter(({ t }) => Math.abs(t) > 4.5)).toEqual([]);
    expect(overallDifference(others)).toBeLessThan(1.6);
  });

  it("differs in its vessels by what is counted twice where a vessel's pieces overlap, and by nothing else", () => {
    const beaded = spreads(plans.map((plan) => vesselSummaries(beadedMask(plan))));
    const asThere = compare(beaded, summary as unknown as Record<string, Spread>);
    expect(asThere).toHaveLength(7);
    expect(asThere.filter(({ t }) => Math.abs(t) > 4.5)).toEqual([]);
    const mask = vessels.find((row) => row.name === "vessel/mean")!;
    expect(mask.ours[0]).toBeGreaterThan(beaded["vessel/mean"][0]);
  });
});
