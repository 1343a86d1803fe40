import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { displaySymbol, setKernelHost } from "../../src/kernel/host.js";
import { FootprintView } from "../../src/widgets/footprint-view.js";
import { MoviePlayer } from "../../src/widgets/movie-player.js";
import { SideView } from "../../src/widgets/side-view.js";
import { WidgetError } from "../../src/widgets/widget-error.js";
import { syntheticCells } from "../widgets-browser/synthetic-cells.js";
import { SyntheticMovie } from "../widgets-browser/synthetic-movie.js";
import { MemoryHost } from "./memory-host.js";

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => setKernelHost(undefined));

const pngSignature = [0x89, 0x50, 0x4e, 0x47];

async function pictureOf(widget: MoviePlayer | FootprintView | SideView): Promise<Buffer> {
  const bundle = await widget[displaySymbol]();
  expect(bundle["application/vnd.jupyter.widget-view+json"]).toMatchObject({ model_id: widget.modelId });
  return Buffer.from(String(bundle["image/png"]), "base64");
}

describe("MoviePlayer", () => {
  it("starts at the finished movie, or where it is told", () => {
    expect(new MoviePlayer(new SyntheticMovie(10, 8)).stage).toBe("sensor");
    const player = new MoviePlayer({ frameSource: new SyntheticMovie(10, 8) }, { stage: "cells_only", frame: 3 });
    expect([player.stage, player.frame, player.limits]).toEqual(["cells_only", 3, null]);
    expect(player.movie).toMatchObject({ frameCount: 10, fps: 20, pixelSizeUm: 1.655 });
  });

  it("says what it cannot play", () => {
    const movie = new SyntheticMovie(10, 8);
    expect(() => new MoviePlayer(movie, { stage: "optics" })).toThrow('"cells_only" | "sensor_16" | "sensor"');
    expect(() => new MoviePlayer(movie, { frame: 10 })).toThrow("from 0 to 9");
    expect(() => new MoviePlayer(movie, { limits: [5, 5] })).toThrow("black < white");
    expect(() => new MoviePlayer({} as SyntheticMovie)).toThrow(WidgetError);
    expect(() => new MoviePlayer(movie, { colormap: "jet" as "grey" })).toThrow(WidgetError);
  });

  it("shows another stage at its own contrast", () => {
    const player = new MoviePlayer(new SyntheticMovie(10, 8), { limits: [10, 20] });
    player.stage = "cells_only";
    expect(player.limits).toBeNull();
    player.set({ stage: "sensor", limits: [1, 2] });
    expect(player.limits).toEqual([1, 2]);
  });

  it("goes on with another source where it was", () => {
    const player = new MoviePlayer(new SyntheticMovie(100, 8), { frame: 60, limits: [10, 20] });
    host.take();
    player.source = new SyntheticMovie(50, 16);
    expect([player.frame, player.stage, player.limits, player.generation]).toEqual([49, "sensor", [10, 20], 1]);
    const updates = host.take();
    expect(updates).toHaveLength(1);
    expect(updates[0].data).toMatchObject({ method: "update", state: { generation: 1, frame: 49 } });
  });

  it("answers the page with the frames that it asks for", async () => {
    const player = new MoviePlayer(new SyntheticMovie(10, 8));
    host.take();
    const content = { type: "request", client: "p", generation: 0, stage: "sensor", received: 0, chunks: [[2, 4]] };
    host.deliver(player.modelId, { method: "custom", content });
    await expect.poll(() => host.sent.length).toBe(1);
    const [{ data, buffers }] = host.take();
    expect(data.content).toMatchObject({ type: "chunk", client: "p", from: 2, to: 4, dtype: "uint8" });
    expect(buffers).toEqual([(await new SyntheticMovie(10, 8).frames("sensor", 2, 4)).data]);
  });

  it("leaves a picture for readers without widgets", async () => {
    const picture = await pictureOf(new MoviePlayer(new SyntheticMovie(10, 200), { frame: 4 }));
    expect([...picture.subarray(0, 4)]).toEqual(pngSignature);
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([200, 200]);
  });

  it("leaves a picture with the walls of vessels, and the cells that are chosen, where they are shown", async () => {
    const movie = Object.assign(new SyntheticMovie(10, 200), syntheticCells(9, { side: 200, vessels: true }));
    const pictures = [{}, { vessels: true }, { cells: [3] }, { vessels: true, cells: [3] }].map((options) =>
      pictureOf(new MoviePlayer(movie, options)).then((picture) => picture.toString("base64")),
    );
    expect(new Set(await Promise.all(pictures)).size).toBe(4);
  });
});

describe("FootprintView and SideView", () => {
  it("describe the cells to the page in binary", () => {
    const view = new FootprintView(syntheticCells(50), { selected: 3 });
    const [open] = host.take().filter(({ data }) => JSON.stringify(data).includes("FootprintViewModel"));
    expect(open.data.buffer_paths).toEqual([["centres"], ["radii"], ["states"], ["snr"], ["blur"], ["vessels"]]);
    expect(open.buffers.map(({ byteLength }) => byteLength)).toEqual([600, 200, 50, 200, 200, 0]);
    expect(view.view).toMatchObject({ na: 0.3, focalDepthUm: 140, curvatureRadiusUm: 2500 });
  });

  it("say which cell cannot be selected, and what they cannot show", () => {
    const cells = syntheticCells(50);
    expect(() => new FootprintView(cells, { selected: 50 })).toThrow("below the 50 cells");
    expect(() => new SideView(cells, { slab_um: [10, -10] })).toThrow("from < to");
    expect(() => new SideView({} as typeof cells)).toThrow(WidgetError);
  });

  it("go on with other cells, and keep the selection while there is such a cell", () => {
    const view = new SideView(syntheticCells(50), { selected: 30 });
    view.source = syntheticCells(40);
    expect([view.selected, view.generation]).toEqual([30, 1]);
    view.source = syntheticCells(20);
    expect(view.selected).toBeNull();
  });

  it("send footprints when asked, each scaled to its own peak", async () => {
    const view = new FootprintView(syntheticCells(20, { side: 64 }));
    host.take();
    const ask = (kind: string, generation = 0) =>
      host.deliver(view.modelId, { method: "custom", content: { type: "footprints", client: "p", generation, kind } });
    ask("observed");
    const [{ data, buffers }] = host.take();
    expect(data.content).toMatchObject({ client: "p", kind: "observed", height: 64, width: 64, problem: null });
    const [offsets, shapes, values] = buffers as [Int32Array, Int32Array, Uint8Array];
    expect([offsets.length, shapes.length]).toEqual([40, 40]);
    expect(values.subarray(0, shapes[0] * shapes[1]).reduce((a, b) => Math.max(a, b))).toBe(255);
    ask("observed", 7);
    expect(host.take()).toEqual([]);
  });

  it("say that nothing is observed before optics", () => {
    const view = new FootprintView(syntheticCells(5, { side: 64, observed: false }));
    host.take();
    const content = { type: "footprints", client: "p", generation: 0, kind: "observed" };
    host.deliver(view.modelId, { method: "custom", content });
    expect(host.take()[0].data.content).toMatchObject({ problem: expect.stringContaining("optics") });
  });

  it("leave pictures for readers without widgets", async () => {
    const cells = syntheticCells(200);
    for (const widget of [
      new FootprintView(cells),
      new FootprintView(cells, { footprints: "observed", selected: 3 }),
      new SideView(cells, { slab_um: [-60, 60] }),
    ]) {
      expect([...(await pictureOf(widget)).subarray(0, 4)]).toEqual(pngSignature);
    }
  });
});
