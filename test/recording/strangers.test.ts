import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { isRecordingError, RecordingError, type RecordingProblem } from "../../src/recording/errors.js";
import { loadRecording } from "../../src/recording/load-recording.js";
import { simulate } from "../../src/recording/recording.js";
import { smallSpec } from "../simulation/small-spec.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const good = join(folder, "good.zarr");
let copies = 0;

beforeAll(async () => (await simulate(smallSpec())).save(good, { snapshots: ["vignette"] }));

/** A copy of the good recording, without its checksums unless they are kept. */
function copy(keepChecksums = false): string {
  const path = join(folder, `copy${copies++}.zarr`);
  cpSync(good, path, { recursive: true });
  if (!keepChecksums) rmSync(join(path, "checksums.sha256"));
  return path;
}

/** A copy in which fields of a JSON file have other values. */
function withJson(name: string, changes: object): string {
  const path = copy();
  const file = join(path, name);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...changes }));
  return path;
}

function withFile(name: string, content: string | Uint8Array): string {
  const path = copy();
  writeFileSync(join(path, name), content);
  return path;
}

async function problemOf(work: Promise<unknown>): Promise<RecordingError> {
  const error = await work.then(
    () => new Error("it was accepted"),
    (reason: unknown) => reason,
  );
  if (isRecordingError(error)) return error;
  throw error;
}

const everything = async (path: string) => {
  const recording = await loadRecording(path);
  for (const { name } of recording.stages) await recording.frames(name, 0, recording.frameCount);
  await recording.groundTruth.all();
};

describe("a recording is refused at the door", () => {
  const cases: [string, RecordingProblem, RegExp, () => string][] = [
    ["that is not there", "not-found", /check the path/, () => join(folder, "nowhere.zarr")],
    ["that is a file", "not-a-recording", /a recording is a folder/, () => join(good, "spec.json")],
    ["that is another folder", "not-a-recording", /no recording/, () => folder],
    [
      "of another format version",
      "format-version",
      /version 3, .* version 2/,
      () => withJson(".zattrs", { format_version: 3 }),
    ],
    ["whose version is a word", "format-version", /"two"/, () => withJson(".zattrs", { format_version: "two" })],
    ["with attributes that are no JSON", "malformed-json", /\.zattrs is no JSON/, () => withFile(".zattrs", "{")],
    ["with a spec that is no JSON", "malformed-json", /spec\.json is no JSON/, () => withFile("spec.json", "spec")],
    ["with a spec that is none", "wrong-metadata", /seed/, () => withFile("spec.json", '{"seed": "seven"}')],
    [
      "with a name that leads out",
      "unsafe-name",
      /snapshot_names/,
      () => withJson(".zattrs", { snapshot_names: ["../../x"] }),
    ],
    ["with an effect that leads out", "unsafe-name", /gt_present/, () => withJson(".zattrs", { gt_present: ["/etc"] })],
    [
      "with a stage that its spec has not",
      "wrong-metadata",
      /rain/,
      () => withJson(".zattrs", { snapshot_names: ["rain"] }),
    ],
    [
      "with an effect that is not there",
      "missing-array",
      /shifts/,
      () => withJson(".zattrs", { gt_present: ["shifts"] }),
    ],
    ["of a giant shape", "wrong-shape", /observed/, () => withJson("observed/.zarray", { shape: [1e15, 48, 64] })],
    ["with giant chunks", "too-large", /chunk/, () => withJson("observed/.zarray", { chunks: [1e9, 1e4, 64] })],
    ["with chunks of other axes", "wrong-metadata", /axes/, () => withJson("observed/.zarray", { chunks: [10, 48] })],
    ["with traces of other cells", "wrong-shape", /C is/, () => withJson("ground_truth/C/.zarray", { shape: [1, 10] })],
    ["with text in an array", "unsupported", /\|S8/, () => withJson("ground_truth/C/.zarray", { dtype: "|S8" })],
    ["with a pickle in an array", "unsupported", /\|O/, () => withJson("ground_truth/C/.zarray", { dtype: "|O" })],
    [
      "with a filter",
      "unsupported",
      /filter/,
      () => withJson("ground_truth/C/.zarray", { filters: [{ id: "delta" }] }),
    ],
    [
      "with a compressor not read here",
      "unsupported",
      /zlib/,
      () => withJson("observed/.zarray", { compressor: { id: "zlib" } }),
    ],
    [
      "with a field of view off its canvas",
      "wrong-shape",
      /canvas/,
      () => withJson("ground_truth/planted/.zattrs", { canvas_shape: [10, 10] }),
    ],
  ];
  it.each(cases)("%s: %s", async (_, problem, message, make) => {
    const path = make();
    const error = await problemOf(loadRecording(path));
    expect(error).toMatchObject({ problem, message: expect.stringMatching(message) });
    expect(error.message).toContain(path.startsWith(good) ? good : path);
  });

  it.each(["observed", "ground_truth/C", "ground_truth/planted/data", "snapshots/vignette"])(
    "without %s",
    async (name) => {
      const path = copy();
      rmSync(join(path, name), { recursive: true });
      expect(await problemOf(loadRecording(path))).toMatchObject({ problem: "missing-array" });
    },
  );
});

describe("what a recording holds is refused when it is read", () => {
  const chunk = "observed/0.0.0";
  const bytes = () => readFileSync(join(good, chunk));
  const swap = (header: (view: DataView) => void) => {
    const data = Uint8Array.from(bytes());
    header(new DataView(data.buffer));
    return withFile(chunk, data);
  };
  const linked = (name: string, target: string) => {
    const path = copy();
    rmSync(join(path, name), { recursive: true });
    symlinkSync(target, join(path, name));
    return path;
  };
  const cases: [string, RecordingProblem, RegExp, () => string][] = [
    ["a chunk cut off", "damaged-chunk", /cut off/, () => withFile(chunk, bytes().subarray(0, 999))],
    ["an empty chunk", "damaged-chunk", /cut off/, () => withFile(chunk, "")],
    ["a bomb", "damaged-chunk", /holds 4294967295 bytes/, () => swap((view) => view.setUint32(4, 0xffffffff, true))],
    [
      "a chunk of another array",
      "damaged-chunk",
      /holds/,
      () => withFile(chunk, readFileSync(join(good, "ground_truth/C/0.0"))),
    ],
    ["garbage behind a right header", "damaged-chunk", /damaged/, () => withFile(chunk, bytes().fill(255, 16))],
    ["garbage in the middle", "damaged-chunk", /damaged/, () => withFile(chunk, bytes().fill(255, 2000, 2100))],
    ["a chunk that cannot be so large", "too-large", /larger/, () => withFile(chunk, new Uint8Array(1e6))],
    [
      "an uncompressed chunk of another size",
      "damaged-chunk",
      /declares/,
      () => withJson("observed/.zarray", { compressor: null }),
    ],
    ["a link out of the folder", "unsafe-link", /leads out/, () => linked(chunk, join(good, chunk))],
    [
      "a folder linked out of the folder",
      "unsafe-link",
      /leads out/,
      () => linked("ground_truth/S", join(good, "ground_truth/S")),
    ],
    [
      "a pipe",
      "unsafe-link",
      /no file/,
      () => {
        const path = copy();
        rmSync(join(path, chunk));
        execFileSync("mkfifo", [join(path, chunk)]);
        return path;
      },
    ],
  ];
  it.each(cases)("%s: %s", async (_, problem, message, make) => {
    expect(await problemOf(everything(make()))).toMatchObject({ problem, message: expect.stringMatching(message) });
  });

  it("counts that are none", async () => {
    const path = copy();
    rmSync(join(path, "observed"), { recursive: true });
    cpSync(join(path, "snapshots/vignette"), join(path, "observed"), { recursive: true });
    const recording = await loadRecording(path);
    expect(await problemOf(recording.frames("sensor", 0, 1))).toMatchObject({ problem: "wrong-metadata" });
    expect((await recording.observed.read(0, 1)).data).toBeInstanceOf(Float64Array);
  });

  it("footprints off their canvas", async () => {
    const path = copy();
    cpSync(join(path, "ground_truth/planted/offsets"), join(path, "ground_truth/planted/shapes"), { recursive: true });
    const { groundTruth } = await loadRecording(path);
    expect(await problemOf(groundTruth.planted)).toBeInstanceOf(RecordingError);
  });

  it("a blur wider than any", async () => {
    const path = withJson("ground_truth/observed_sigma_px/.zarray", { fill_value: 1e12 });
    rmSync(join(path, "ground_truth/observed_sigma_px/0"));
    expect(await problemOf(everything(path))).toMatchObject({ problem: "wrong-metadata" });
  });

  it("more than fits into memory, of a recording that is as large as its spec says", async () => {
    const path = withJson("spec.json", {});
    const text = readFileSync(join(path, "spec.json"), "utf8");
    writeFileSync(join(path, "spec.json"), text.replace(/"duration_s":[\d.]+/, '"duration_s":1e11'));
    for (const array of ["observed", "snapshots/vignette", "ground_truth/C", "ground_truth/S"]) {
      const file = join(path, array, ".zarray");
      const metadata = JSON.parse(readFileSync(file, "utf8"));
      const shape = metadata.shape.map((length: number) => (length === 10 ? 1e12 : length));
      writeFileSync(file, JSON.stringify({ ...metadata, shape }));
    }
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const recording = await loadRecording(path);
    warn.mockRestore();
    expect(recording.frameCount).toBe(1e12);
    for (const work of [recording.frames("sensor", 0, 1e12), recording.groundTruth.C])
      expect(await problemOf(work)).toMatchObject({ problem: "too-large" });
  });
});

describe("checksums", () => {
  const corrupt = (path: string, name: string) => {
    const data = readFileSync(join(path, name));
    data[data.length - 1] ^= 1;
    writeFileSync(join(path, name), data);
  };

  it("show a changed file when it is read, or at once when asked, or never", async () => {
    const path = copy(true);
    corrupt(path, "observed/0.0.0");
    const recording = await loadRecording(path);
    await recording.frames("vignette", 0, 10);
    expect(await problemOf(recording.frames("sensor", 0, 10))).toMatchObject({ problem: "checksum" });
    expect(await problemOf(loadRecording(path, { verify: true }))).toMatchObject({ problem: "checksum" });
    await loadRecording(path, { verify: false });
  });

  it("show a changed spec and a missing chunk", async () => {
    const path = copy(true);
    corrupt(path, "spec.json");
    expect(await problemOf(loadRecording(path))).toMatchObject({ problem: "checksum" });
    const other = copy(true);
    rmSync(join(other, "observed/0.0.0"));
    expect(await problemOf(everything(other))).toMatchObject({ problem: "checksum" });
  });

  it("lead out of no folder", async () => {
    const path = copy(true);
    writeFileSync(join(path, "checksums.sha256"), `${"0".repeat(64)}  ../good.zarr/spec.json\n`);
    expect(await problemOf(loadRecording(path, { verify: true }))).toMatchObject({ problem: "unsafe-name" });
    truncateSync(join(path, "checksums.sha256"), 20);
    expect(await problemOf(loadRecording(path))).toMatchObject({ problem: "checksum" });
  });
});

describe("other recordings", () => {
  it("a changed spec is only warned of", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { warnings } = await loadRecording(withJson(".zattrs", { spec_cache_key: "0000000000000000" }));
    expect(warnings).toEqual([expect.stringContaining("0000000000000000")]);
    expect(warn).toHaveBeenCalledWith(warnings[0]);
    warn.mockRestore();
  });

  it("a missing chunk is its array's fill value", async () => {
    const path = withJson("observed/.zarray", { fill_value: 7 });
    rmSync(join(path, "observed/0.0.0"));
    const { data } = await (await loadRecording(path)).frames("sensor", 0, 10);
    expect(data.every((count) => count === 7)).toBe(true);
  });

  it("whatever byte is changed, a recording is read or refused, never more", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const files = readdirSync(good, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "checksums.sha256")
      .map((entry) => join(entry.parentPath, entry.name).slice(good.length + 1));
    const path = copy();
    const change = fc.record({
      file: fc.constantFrom(...files),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      value: fc.nat(255),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ file, at, value }) => {
        const original = readFileSync(join(good, file));
        const data = Uint8Array.from(original);
        data[Math.floor(at * data.length)] = value;
        writeFileSync(join(path, file), data);
        const error = await everything(path).catch((reason: unknown) => reason);
        writeFileSync(join(path, file), original);
        expect(error === undefined || isRecordingError(error), String(error)).toBe(true);
      }),
      { numRuns: 60 },
    );
    warn.mockRestore();
  });
});
