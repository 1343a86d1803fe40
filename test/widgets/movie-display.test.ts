import { afterEach, beforeEach, expect, it } from "vitest";
import { toDisplayData } from "../../src/kernel/display.js";
import { setKernelHost } from "../../src/kernel/host.js";
import { simulate } from "../../src/recording/recording.js";
import { plan } from "../../src/simulation/scene.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import "../../src/widgets/movie-display.js";
import { MemoryHost } from "./memory-host.js";

beforeEach(() => void MemoryHost.install());
afterEach(() => setKernelHost(undefined));

const spec = makeRecordingSpec({ nCells: 3, nPx: 64, durationS: 0.5 });

it("a recording and a scene show their movie, and say what they are", async () => {
  for (const movie of [await simulate(spec), await plan(spec)]) {
    const { data } = await toDisplayData(movie);
    expect(data["application/vnd.jupyter.widget-view+json"]).toMatchObject({ version_major: 2 });
    expect(data["image/png"]).toBeTruthy();
    expect(data["text/plain"]).toMatch(/^(Recording|Scene) of 3 cells: 10 frames of 64 × 64 pixels at 20 fps, stages /);
  }
});

it("a scene without frames says so", async () => {
  const { data } = await toDisplayData(await plan({ ...spec, steps: spec.steps.slice(0, 2) }));
  expect(data).toEqual({ "text/plain": "Scene of 3 cells, without frames" });
});
