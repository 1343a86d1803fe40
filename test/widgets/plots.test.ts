import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { displaySymbol, setKernelHost } from "../../src/kernel/host.js";
import type { FrameData } from "../../src/simulation/frame-source.js";
import { plan } from "../../src/simulation/scene.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { parseSpec } from "../../src/spec/spec.js";
import { brainMotion } from "../../src/steps/brain-motion.js";
import { neuropil } from "../../src/steps/neuropil.js";
import { FieldView } from "../../src/widgets/field-view.js";
import { HistogramView } from "../../src/widgets/histogram-view.js";
import { MoviePlayer } from "../../src/widgets/movie-player.js";
import { SideView } from "../../src/widgets/side-view.js";
import { SpectrumView } from "../../src/widgets/spectrum-view.js";
import { TraceView } from "../../src/widgets/trace-view.js";
import type { Widget } from "../../src/widgets/widget.js";
import { WidgetError } from "../../src/widgets/widget-error.js";
import { syntheticCells } from "../widgets-browser/synthetic-cells.js";
import { SyntheticMovie } from "../widgets-browser/synthetic-movie.js";
import { MemoryHost } from "./memory-host.js";

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => setKernelHost(undefined));

async function pictureSize(widget: Widget): Promise<[number, number]> {
  const { "image/png": picture } = await widget[displaySymbol]();
  const bytes = Buffer.from(String(picture), "base64");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe("TraceView", () => {
  const traces = (n: number) => ({
    x: { title: "time (s)", step: 0.1 },
    panels: [{ y: "F (a.u.)", lines: Float64Array.from({ length: n }, (_, i) => i), events: [0.5] }],
  });

  it("takes numbers of any kind, and sends them to the page in binary", () => {
    const view = new TraceView(traces(5));
    expect([...view.figure.values]).toEqual([0, 1, 2, 3, 4]);
    expect(view.figure.panels[0].lines[0].span).toEqual([0, 5]);
    const [open] = host.take().filter(({ data }) => JSON.stringify(data).includes("TraceViewModel"));
    expect(open.data.buffer_paths).toEqual([
      ["figure", "values"],
      ["figure", "events"],
    ]);
  });

  it("follows its source, and keeps the cursor within it", () => {
    const view = new TraceView(50 as number, traces, { frame: 40 });
    view.source = 30;
    expect([view.figure.values.length, view.frame, view.generation]).toEqual([30, 29, 1]);
  });

  it("has one cursor, as a sample and on the axis", () => {
    const view = new TraceView(traces(50), { frame: 10 });
    expect(view.time_s).toBe(1);
    view.time_s = 2.52;
    expect(view.frame).toBe(25);
    view.frame = null;
    expect(view.time_s).toBeNull();
  });

  it("shares the selection of the cells that its traces are of", () => {
    const cells = syntheticCells(10);
    const panels = [3, 7].map((cell) => ({ cell, y: "F", lines: [1, 2, 3] }));
    const view = new TraceView(cells, () => ({ x: { title: "time (s)", step: 1 }, panels }));
    const side = new SideView(cells);
    side.selected = 7;
    expect([view.selected, view.figure.panels.map(({ label }) => label)]).toEqual([7, ["#3", "#7"]]);
  });

  it("says what it cannot draw", () => {
    expect(() => new TraceView({ ...traces(5), x: { title: "t", step: 0 } })).toThrow(WidgetError);
    expect(() => new TraceView(traces(5), { frame: -1 })).toThrow("frame");
  });

  it("leaves a picture for readers without widgets", async () => {
    expect((await pictureSize(new TraceView(traces(50))))[0]).toBe(640);
  });
});

describe("HistogramView", () => {
  it("counts each value in its bin, the largest in the last", () => {
    const view = new HistogramView({
      x: { title: "x" },
      y: "n",
      values: { x: [0, 1, 2.5, 9, 10, Number.NaN] },
      bins: 5,
    });
    expect([...view.figure.series[0].counts]).toEqual([2, 1, 0, 0, 2]);
    expect(view.figure.x).toEqual({ title: "x", from: 0, to: 10, log: false });
  });

  it("has bins of equal factors on a log axis, which has no place for 0 and below", () => {
    const values = { x: [-1, 0, 1, 5, 20, 100], y: [100, 100, 9.9] };
    const { figure } = new HistogramView({ x: { title: "x", log: true }, y: "n", values, bins: 2 });
    expect(figure.series.map(({ counts }) => [...counts])).toEqual([
      [2, 2],
      [1, 2],
    ]);
    expect(() => new HistogramView({ x: { title: "x", log: true, from: 0 }, y: "n", values })).toThrow("> 0");
  });

  it("leaves out what is outside a range that it was given, and leaves a picture", async () => {
    const view = new HistogramView(
      { x: { title: "x", from: 0, to: 4 }, y: "n", values: { x: [-1, 1, 3, 9] }, bins: 2 },
      { layout: { width: "300px" } },
    );
    expect([...view.figure.series[0].counts]).toEqual([1, 1]);
    expect((await pictureSize(view))[0]).toBe(480);
  });
});

describe("SpectrumView", () => {
  const spectra = (hz: number) => ({
    quantity: "shift",
    unit: "µm",
    rateHz: 20,
    signals: [{ label: "y", values: Array.from({ length: 600 }, (_, t) => Math.sin((2 * Math.PI * hz * t) / 20)) }],
  });

  it("has its highest point at the frequency of a signal, and follows its source", async () => {
    const peakOf = ({ figure }: SpectrumView<number>) => {
      const [{ x, y }] = figure.curves;
      return x[y.indexOf(y.reduce((a, b) => Math.max(a, b)))];
    };
    const view = new SpectrumView<number>(5, spectra);
    expect(peakOf(view)).toBeCloseTo(5, 0);
    view.source = 2.5;
    expect(peakOf(view)).toBeCloseTo(2.5, 0);
    expect(view.figure.y.title).toBe("power density of shift (µm²/Hz)");
    expect(view.figure.y.range[1] / view.figure.y.range[0]).toBeLessThanOrEqual(1e9);
    expect((await pictureSize(view))[0]).toBe(560);
  });

  it("refuses signals that are too short to have one", () => {
    expect(() => new SpectrumView({ ...spectra(1), signals: [{ values: [1, 2, 3] }] })).toThrow("8 values or more");
  });
});

describe("FieldView", () => {
  const field = (side: number) => ({
    quantity: "light (a.u.)",
    shape: [3, side, side],
    values: Float64Array.from({ length: 3 * side * side }, (_, i) => i),
    pixelSizeUm: 2,
  });

  it("shows one map of a stack, from its smallest to its largest value", () => {
    const { figure } = new FieldView(field(4));
    expect([figure.height, figure.width, figure.values.length, figure.limits]).toEqual([4, 4, 16, [0, 15]]);
  });

  it("says where its cross cannot stand, and forgets a place that another map does not have", async () => {
    expect(() => new FieldView(field(4), { place: [4, 0] })).toThrow("within 4 × 4 pixels");
    const view = new FieldView(8 as number, field, { place: [6, 6] });
    view.source = 7;
    expect(view.place).toEqual([6, 6]);
    view.source = 4;
    expect(view.place).toBeNull();
    expect((await pictureSize(new FieldView(field(100))))[0]).toBe(800);
  });
});

describe("a MoviePlayer that compares", () => {
  const spec = parseSpec(makeRecordingSpec({ nCells: 4, nPx: 64, durationS: 0.5 }));
  const moving = () =>
    plan({ ...spec, steps: [...spec.steps, neuropil(), brainMotion({ max_shift_um: 5, motion_amplitude_um: 2 })] });

  async function frames(player: MoviePlayer, stage: string, range: [number, number]): Promise<FrameData> {
    host.take();
    const chunks = [range];
    const content = { type: "request", client: "p", generation: player.generation, stage, received: 0, chunks };
    host.deliver(player.modelId, { method: "custom", content });
    await expect.poll(() => host.sent.length).toBeGreaterThan(0);
    return host.take()[0].buffers[0] as FrameData;
  }

  it("has the movie without a step first and with it second, in one message", async () => {
    const scene = await moving();
    const player = new MoviePlayer(scene, { stage: "neuropil", without: ["neuropil"] });
    expect(player.movie.labels).toEqual(["without neuropil", "with neuropil"]);
    const shown = await frames(player, "neuropil", [3, 4]);
    expect(shown).toHaveLength(2 * 64 * 64);
    const margin = (scene.plan.canvas.width - 64) / 2;
    const [bare, hazy] = [
      scene.stage("neuropil").frame(3, { without: ["neuropil"] }),
      scene.stage("neuropil").frame(3),
    ];
    for (const [y, x] of [
      [0, 0],
      [10, 50],
      [63, 63],
    ]) {
      const at = (margin + y) * scene.plan.canvas.width + margin + x;
      expect([shown[y * 64 + x], shown[(64 + y) * 64 + x]]).toEqual([bare[at], hazy[at]]);
    }
  });

  it("plays several movies of one field of view in step, as far as the shortest goes", async () => {
    const [long, short] = [new SyntheticMovie(9, 16), new SyntheticMovie(5, 16, 0.3)];
    const player = new MoviePlayer([long, short], { labels: ["raw", "corrected"] });
    expect(player.movie).toMatchObject({ frameCount: 5, labels: ["raw", "corrected"] });
    const shown = await frames(player, "sensor", [4, 5]);
    expect([...shown]).toEqual([...long.frame("sensor", 4), ...short.frame("sensor", 4)]);
    expect(() => new MoviePlayer([long, new SyntheticMovie(5, 8)])).toThrow("one size");
    expect(() => new MoviePlayer([])).toThrow("one movie at least");
  });

  it("shows a part of the field of view", async () => {
    const movie = new SyntheticMovie(4, 32);
    const player = new MoviePlayer(movie, { crop: { row: 5, column: 9, height: 8, width: 4 } });
    const shown = await frames(player, "sensor", [2, 3]);
    expect(shown).toHaveLength(32);
    expect([shown[0], shown[31]]).toEqual([
      movie.frame("sensor", 2)[5 * 32 + 9],
      movie.frame("sensor", 2)[12 * 32 + 12],
    ]);
    expect(() => new MoviePlayer(movie, { crop: { row: 30, column: 0, height: 8, width: 4 } })).toThrow("32 × 32");
  });

  it("knows where cells are, and moves them with the tissue but in the movie that is still", async () => {
    const scene = await moving();
    const { truth } = new MoviePlayer(scene, { without: ["brain_motion"], cells: [2, 0] });
    const { centersUm, shifts } = scene.groundTruth;
    expect(truth!.x[2]).toBeCloseTo(centersUm.data[8] / scene.pixelSizeUm + 32, 4);
    expect(truth!.depth[2]).toBeCloseTo(centersUm.data[6], 3);
    expect(truth!.motion?.stages).toEqual(["brain_motion", "sensor"]);
    expect(truth!.motion?.still).toEqual([true, false]);
    expect([...truth!.motion!.shifts]).toEqual([...Float32Array.from(shifts!.data)]);
  });

  it("says which cell or which step is not there", async () => {
    const scene = await plan(spec);
    expect(() => new MoviePlayer(scene, { cells: [9] })).toThrow("from 0 to 3");
    expect(() => new MoviePlayer(new SyntheticMovie(4, 8), { cells: [0] })).toThrow("without ground truth");
    expect(() => new MoviePlayer(scene, { without: ["neuropil"] })).toThrow('"neuropil"');
  });
});
