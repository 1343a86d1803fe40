import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sha256 } from "../../src/recording/checksums.js";
import type { Footprints } from "../../src/recording/footprints.js";
import { loadRecording } from "../../src/recording/load-recording.js";
import { type Recording, simulate } from "../../src/recording/recording.js";
import type { StoredRecording } from "../../src/recording/stored-recording.js";
import { canonicalJson } from "../../src/spec/canonical.js";
import { parseSpec, type Spec } from "../../src/spec/spec.js";
import { allSteps, smallSpec } from "../simulation/small-spec.js";
import { load, make, type PythonContents, relayout, use } from "./minisim-recordings.js";

const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-interop-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, `${name}.zarr`);

const stored = (spec: Spec, output: Spec["output"]) => parseSpec({ ...spec, output });

const stepsUpTo = (kind: string) => allSteps.findIndex((step) => step.kind === kind) + 1;

const specs = {
  counts: smallSpec(),
  everything: smallSpec(allSteps),
  stages: stored(smallSpec(allSteps), { save_intermediates: true, store_dtype: "float64" }),
  light: smallSpec(allSteps.slice(0, stepsUpTo("composite"))),
  cells: smallSpec(allSteps.slice(0, stepsUpTo("cell_activity"))),
  positions: smallSpec(allSteps.slice(0, stepsUpTo("place_neurons"))),
  noCells: smallSpec([{ kind: "leakage" }, { kind: "sensor" }]),
  nobody: smallSpec([{ kind: "place_neurons", positions_um: [] }, ...allSteps.slice(1)]),
  nothing: smallSpec([]),
};

/** Footprints as Python gives them: (unit, height, width) of the field of view. */
function dense({ count, fovShape, fovOffset, offsets, shapes, starts, data }: Footprints): Float32Array {
  const [height, width] = fovShape;
  const out = new Float32Array(count * height * width);
  for (let i = 0; i < count; i++) {
    for (let y = 0; y < shapes[2 * i]; y++) {
      for (let x = 0; x < shapes[2 * i + 1]; x++) {
        const row = offsets[2 * i] + y - fovOffset[0];
        const column = offsets[2 * i + 1] + x - fovOffset[1];
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        out[(i * height + row) * width + column] = data[starts[i] + y * shapes[2 * i + 1] + x];
      }
    }
  }
  return out;
}

const hash = (data: ArrayBufferView) => sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));

/** Holds what we read of a recording, bit for bit, against what Python says it holds. */
async function expectSame(recording: StoredRecording, python: PythonContents): Promise<void> {
  for (const [name, { shape, dtype, sha256 }] of Object.entries(python.arrays)) {
    const array = await recording.array(name);
    const { data } = await array.read();
    expect({ name, shape: array.shape, dtype: array.dtype, sha256: await hash(data) }).toEqual({
      name,
      shape,
      dtype,
      sha256,
    });
  }
  expect(await recording.groundTruth.focalDepthUm).toBe(python.focal_depth_um);
  const truth = await recording.groundTruth.all();
  expect(await hash(dense(truth.planted))).toBe(python.planted.sha256);
  const seen = truth.observed ?? truth.planted;
  const image = dense(seen);
  const pixels = seen.fovShape[0] * seen.fovShape[1];
  python.observed_sums.forEach((sum, i) => {
    const cell = image.subarray(i * pixels, (i + 1) * pixels);
    expect(Math.abs(cell.reduce((total, value) => total + value, 0) - sum)).toBeLessThan(1e-5 * sum + 1e-12);
    expect(Math.abs(Math.max(...cell) - python.observed_peaks[i])).toBeLessThan(
      1e-5 * python.observed_peaks[i] + 1e-12,
    );
  });
}

describe("recordings saved here", () => {
  const recordings: Record<string, Recording> = {};
  let python: Record<string, PythonContents>;

  beforeAll(async () => {
    for (const [name, spec] of Object.entries(specs)) {
      recordings[name] = await simulate(spec);
      await recordings[name].save(at(name));
    }
    python = await load(Object.keys(specs).map(at));
  });

  it.each(Object.keys(specs))("%s is loaded by Python without a warning, every array as we have it", async (name) => {
    const recording = recordings[name];
    const contents = python[at(name)];
    await expectSame(await loadRecording(at(name)), contents);
    const type = recording.spec.output.store_dtype === "float64" ? Float64Array : Float32Array;
    expect(contents.arrays.observed).toMatchObject({
      shape: recording.observed.shape,
      sha256: await hash(type.from(recording.observed.data)),
    });
    const { C, detectable, centersUm } = recording.groundTruth;
    const truth = (array: string) => contents.arrays[`ground_truth/${array}`].sha256;
    if (C) expect(truth("C")).toBe(await hash(C.data));
    expect(truth("detectable")).toBe(await hash(detectable));
    expect(truth("centers_um")).toBe(await hash(centersUm.data));
    const saved = Object.keys(contents.arrays).filter((array) => array.startsWith("snapshots/"));
    expect(saved.length).toBe(recording.spec.output.save_intermediates ? recording.stages.length : 0);
  });

  it("Python's metrics and video work on them", async () => {
    const used = (await use([at("counts")]))[at("counts")];
    const { cellCount, detectable } = recordings.counts.groundTruth;
    expect(used).toMatchObject({ cells: cellCount, recall: 1, detectable: detectable.filter(Boolean).length });
    expect(used.traces).toBeCloseTo(1, 12);
    expect(used.video_bytes).toBeGreaterThan(10 * 48 * 64);
  });
});

describe("recordings laid out otherwise", () => {
  it("are read whatever their order, chunks, separator, element type and blosc codec", async () => {
    const recording = await simulate(specs.counts);
    await recording.save(at("layouts"));
    const names = await relayout(at("layouts"), folder);
    expect(names.length).toBe(7);
    for (const name of names) {
      const { data } = await (await loadRecording(at(name))).frames("sensor", 1, 9);
      expect(data, name).toEqual((await recording.frames("sensor", 1, 9)).data);
    }
  });
});

describe("recordings made by Python", () => {
  const wide = smallSpec(allSteps, { image_sensor: { bit_depth: 12 } });
  const made = { ...specs, wide };
  let python: Record<string, PythonContents>;

  beforeAll(async () => {
    const jobs = Object.entries(made).map(([name, spec]) => {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, canonicalJson(spec));
      return [file, at(`python_${name}`)] as const;
    });
    python = await make(jobs);
  });

  it.each(Object.keys(made) as (keyof typeof made)[])(
    "%s is loaded here, every array as Python has it",
    async (name) => {
      const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
      const path = at(`python_${name}`);
      const recording = await loadRecording(path);
      expect(recording.spec).toEqual(made[name]);
      await expectSame(recording, python[path]);
      for (const { name: stage, dtype, unit } of recording.stages) {
        const { data } = await recording.frames(stage, 0, recording.frameCount);
        const array = await recording.array(
          stage === recording.stages.at(-1)!.name ? "observed" : `snapshots/${stage}`,
        );
        const values = (await array.read()).data;
        expect(data).toEqual(
          unit === "counts"
            ? data
                .slice()
                .fill(0)
                .map((_, i) => values[i])
            : Float32Array.from(values),
        );
        expect(dtype).toBe(unit !== "counts" ? "float32" : name === "wide" ? "uint16" : "uint8");
      }
      warn.mockRestore();
    },
  );
});
