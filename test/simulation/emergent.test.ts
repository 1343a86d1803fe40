import { describe, expect, it } from "vitest";
import { depthOfFieldUm } from "../../src/physics/optics.js";
import { simulate } from "../../src/recording/recording.js";
import { finalize } from "../../src/simulation/finalize.js";
import { compile } from "../../src/simulation/plan.js";
import { buildSpec } from "../../src/spec/build-spec.js";
import { ca1, miniscopeV4 } from "../../src/spec/presets.js";
import { parseSpec, type SpecInput } from "../../src/spec/spec.js";

const share = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0) / flags.length;

/** Truth of a layer of 400 cells under a V4-like scope with a field of view of 320 µm. */
function layer(
  depth_range_um: [number, number],
  changes: { na?: number; vignette?: number; photons?: number; focus?: number } = {},
) {
  const { na = 0.3, vignette = 1, photons = 1500, focus = "auto" } = changes;
  const thickness = Math.max(depth_range_um[1] - depth_range_um[0], 10);
  const spec: SpecInput = {
    acquisition: {
      optics: { na, magnification: 4 },
      image_sensor: { n_px_height: 128, n_px_width: 128, pixel_pitch_um: 10 },
      duration_s: 10,
      focal_depth_in_tissue_um: focus,
    },
    seed: 3,
    steps: [
      {
        kind: "place_neurons",
        density_per_mm3: 400e9 / (320 * 320 * thickness),
        soma_radius_um: 5,
        depth_range_um,
      },
      { kind: "cell_activity" },
      { kind: "optics" },
      { kind: "composite" },
      { kind: "vignette", falloff: vignette },
      { kind: "sensor", photons_per_unit: photons },
    ],
  };
  return finalize(compile(parseSpec(spec)));
}

describe("what follows from the model without being put in", () => {
  it("fewer cells are in focus the deeper the layer is spread", () => {
    const shares = [10, 40, 160].map((spread) => share(layer([50, 50 + spread]).inFocus));
    expect(shares[0]).toBe(1);
    expect(shares[1]).toBeLessThan(0.75 * shares[0]);
    expect(shares[2]).toBeLessThan(0.5 * shares[1]);
  });

  it("a larger aperture sees fewer cells of a volume in focus", () => {
    expect(share(layer([50, 130], { na: 0.6 }).inFocus)).toBeLessThan(0.5 * share(layer([50, 130]).inFocus));
  });

  it("the share in focus is the share of the tissue within the depth of field, for every aperture", () => {
    const range = 160;
    for (const na of [0.25, 0.35, 0.5]) {
      const halfDepth = depthOfFieldUm(parseSpec({ acquisition: { optics: { na } } }).acquisition.optics);
      const expected = (2 * halfDepth) / range;
      const found = share(layer([50, 50 + range], { na, focus: 130 }).inFocus);
      const deviation = Math.sqrt((expected * (1 - expected)) / 400);
      expect(Math.abs(found - expected)).toBeLessThan(4 * deviation);
    }
  });

  it("focusing deeper puts deeper cells in focus", () => {
    const depths = [80, 120, 160].map((focus) => {
      const { inFocus, centersUm } = layer([50, 200], { focus });
      const cells = [...inFocus.keys()].filter((i) => inFocus[i]);
      return cells.reduce((sum, i) => sum + centersUm.data[3 * i], 0) / cells.length;
    });
    depths.forEach((depth, i) => {
      expect(Math.abs(depth - [80, 120, 160][i])).toBeLessThan(4);
    });
  });

  it("deep cells are lost before shallow ones", () => {
    const shares = [30, 130, 230].map((z) => share(layer([z, z + 10], { photons: 100 }).detectable));
    expect(shares[0]).toBeGreaterThan(shares[1]);
    expect(shares[1]).toBeGreaterThan(shares[2]);
  });

  it("a strong vignette leaves the detectable cells in the centre", () => {
    const found = (vignette: number) => {
      const { centersUm, detectable } = layer([100, 110], { vignette, photons: 30 });
      const cells = [...detectable.keys()].filter((i) => detectable[i]);
      const radii = cells.map((i) => Math.hypot(centersUm.data[3 * i + 1], centersUm.data[3 * i + 2]));
      return { inner: radii.filter((r) => r < 110).length, outer: radii.filter((r) => r > 140).length };
    };
    const [even, vignetted] = [found(1), found(0.02)];
    const lost = (zone: "inner" | "outer") => 1 - vignetted[zone] / even[zone];
    expect(lost("outer")).toBeGreaterThan(0.25);
    expect(lost("outer")).toBeGreaterThan(2 * lost("inner"));
  });

  it("a Miniscope V4 over CA1 sees 880 to 940 cells, and its camera neither dark nor saturated", async () => {
    const spec = buildSpec(miniscopeV4(), ca1(), { includeNeuropil: false, includeVasculature: false, duration_s: 1 });
    const recording = await simulate(spec);
    const { cellCount, detectable, inFocus } = recording.groundTruth;
    expect(cellCount).toBeGreaterThan(880);
    expect(cellCount).toBeLessThan(940);
    expect(recording.observed.shape).toEqual([20, 608, 608]);
    expect(recording.observed.data).toBeInstanceOf(Uint8Array);
    expect(share(inFocus)).toBeGreaterThan(0.1);
    expect(share(detectable)).toBeGreaterThan(0.05);
    const data = Uint8Array.from(recording.observed.data);
    expect(data.reduce((a, b) => a + b, 0) / data.length).toBeGreaterThan(5);
    expect(data.filter((count) => count === 255).length / data.length).toBeLessThan(0.05);
  });
});
