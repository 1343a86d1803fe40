import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/spec/canonical.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { main, start, useFolder, venv } from "./command-line.js";

const folder = useFolder();
const script = fileURLToPath(new URL("terminal.py", import.meta.url));

/** How the command line ends on a terminal when it is sent a signal at something that it writes. */
function onTerminal(args: readonly string[], at = "", signal = "") {
  const program = [process.execPath, main, ...args];
  const { out, err } = start(path.join(venv, "bin/python"), [script, at, signal, ...program], folder.environment());
  expect(err).toBe("");
  return JSON.parse(out) as { code: number; written: string; sent: boolean };
}

const recording = (durationS: number) =>
  folder.write("spec.json", canonicalJson(makeRecordingSpec({ nCells: 3, nPx: 256, durationS })));

describe("on a terminal", () => {
  it("simulate shows progress, its rate and the time left on one line and takes it away", () => {
    const { code, written } = onTerminal(["simulate", recording(150)]);
    expect(code).toBe(0);
    expect(written).toMatch(/\r\S*spec\.json: \d+ of 3000 frames, \d+ %, \d+ frames\/s, \d+ s left/);
    expect(written).toMatch(/\r\S{4}3000 frames of 256 × 256 pixels, 3 cells, \d detectable, [0-9.]+ s\r\n$/);
  });

  it("simulate --quiet shows what came out alone", () => {
    const { code, written } = onTerminal(["simulate", recording(2), "--quiet"]);
    expect(code).toBe(0);
    expect(written).toMatch(/^40 frames of 256 × 256 pixels, 3 cells, \d detectable, [0-9.]+ s\r\n$/);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("%s stops a simulation", (signal, exitCode) => {
    const { code, written, sent } = onTerminal(["simulate", recording(600), "--json"], "of 12000 frames", signal);
    expect([code, sent]).toEqual([exitCode, true]);
    expect(written).toContain(`miniscope-lab: stopped by ${signal}`);
    expect(JSON.parse(written.slice(written.indexOf("{")))).toMatchObject({
      ok: false,
      error: { name: "Interrupted" },
    });
  });

  it("a signal while a recording is saved leaves nothing of it behind", () => {
    const args = ["simulate", recording(30), "--recording", folder.path("out.zarr")];
    const { code, sent } = onTerminal(args, "saving \\S*out.zarr: \\d+ of 600 frames", "SIGINT");
    expect([code, sent]).toEqual([130, true]);
    expect(readdirSync(folder.path())).toEqual(["spec.json"]);
  });
});
