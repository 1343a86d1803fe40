import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/recording/checksums.js";
import { loadRecording } from "../../src/recording/load-recording.js";

interface ExpectedArray {
  readonly shape?: number[];
  readonly dtype: string;
  readonly sha256_c_order_le: string;
}

interface Expected {
  readonly n_units: number;
  readonly root_attrs: { readonly snapshot_names: string[]; readonly gt_present: string[] };
  readonly arrays: Record<string, ExpectedArray>;
  readonly derived: Record<"A_planted_sum_per_unit" | "A_observed_sum_per_unit" | "A_observed_max_per_unit", number[]>;
}

const folder = new URL("../fixtures/python-recordings/", import.meta.url).pathname;
const fixtures: Record<string, Expected> = JSON.parse(readFileSync(`${folder}expected.json`, "utf8"));

describe.each(Object.entries(fixtures))("Python's recording %s", (name, expected) => {
  const load = () => loadRecording(`${folder}${name}.zarr`);

  it("has every array as Python wrote it", async () => {
    const recording = await load();
    for (const [path, { shape, dtype, sha256_c_order_le }] of Object.entries(expected.arrays)) {
      if (!shape) continue;
      const array = await recording.array(path);
      expect({ path, shape: array.shape, dtype: array.dtype }).toEqual({ path, shape, dtype });
      const { data } = await array.read();
      expect(await sha256(new Uint8Array(data.buffer)), path).toBe(sha256_c_order_le);
    }
  });
});
