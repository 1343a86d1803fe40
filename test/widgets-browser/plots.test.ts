import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import type { FieldView } from "../../src/widgets/field-view.js";
import type { MoviePlayer } from "../../src/widgets/movie-player.js";
import type { SideView } from "../../src/widgets/side-view.js";
import type { Traces, TraceView } from "../../src/widgets/trace-view.js";
import { artefact } from "./browser.js";
import { usePages } from "./pages.js";

declare global {
  interface Window {
    traces: TraceView<unknown>;
    side: SideView;
    fieldView: FieldView;
    pair: MoviePlayer;
  }
}

const openPage = usePages();
let page: Page;

beforeEach(async () => {
  page = await openPage({ height: 1400 });
});

const pictureOf = (selector: string) =>
  page.evaluate((name) => document.querySelector<HTMLCanvasElement>(`${name} canvas`)!.toDataURL(), selector);

describe("TraceView", () => {
  beforeEach(async () => {
    await page.evaluate(async () => {
      const { lab } = window;
      const wave = (i: number) => Float32Array.from({ length: 400 }, (_, t) => Math.sin(t / (10 + 5 * i)) + 1);
      window.traces = new lab.TraceView({
        title: "Two cells",
        x: { title: "time (s)", step: 0.05 },
        panels: [0, 1].map((i) => ({ label: `#${i}`, y: "F (a.u.)", lines: wave(i), events: [2, 3, 9] })),
      });
      await lab.show(window.traces);
    });
    await page.waitForSelector(".ms-trace-view[data-generation='0']");
  });

  it("reads the values under the pointer, and a click moves the cursor here and in the kernel", async () => {
    const before = await pictureOf(".ms-trace-view");
    const canvas = page.locator(".ms-trace-view canvas");
    const { width } = (await canvas.boundingBox())!;
    const middle = { x: 52 + (width - 64) / 2, y: 60 };
    await canvas.hover({ position: middle });
    expect(await page.textContent(".ms-trace-view .ms-plot-line")).toMatch(/^time (9\.95|10\.00) s · #0 .* · #1 /);
    await canvas.click({ position: middle });
    await expect.poll(() => page.evaluate(() => window.traces.frame)).toBeGreaterThan(198);
    expect(await page.evaluate(() => window.traces.frame)).toBeLessThan(201);
    expect(await pictureOf(".ms-trace-view")).not.toBe(before);
    await canvas.press("ArrowRight");
    const frame = await page.evaluate(() => document.querySelector<HTMLElement>(".ms-trace-view")!.dataset.frame);
    await expect.poll(() => page.evaluate(() => String(window.traces.frame))).toBe(frame);
  });

  it("follows the kernel's cursor and another source", async () => {
    await page.evaluate(() => {
      window.traces.frame = 7;
    });
    await page.waitForSelector(".ms-trace-view[data-frame='7']");
    const before = await pictureOf(".ms-trace-view");
    await page.evaluate(() => {
      const source = window.traces.source as Traces;
      window.traces.source = { ...source, panels: source.panels.slice(0, 1) };
    });
    await page.waitForSelector(".ms-trace-view[data-generation='1']");
    expect(await pictureOf(".ms-trace-view")).not.toBe(before);
  });

  it("scrolls through a thousand traces, whose labels select their cells in all views of the same cells", async () => {
    await page.evaluate(async () => {
      const { lab } = window;
      const cells = lab.syntheticCells(1000);
      const time = Float32Array.from({ length: 3000 }, (_, t) => t);
      const panels = Array.from({ length: 1000 }, (_, cell) => {
        return { cell, y: "F (a.u.)", lines: time.map((t) => Math.sin(t / (10 + cell))), events: [cell / 10] };
      });
      window.traces = new lab.TraceView(cells, () => ({ x: { title: "time (s)", step: 0.05 }, panels }));
      window.side = new lab.SideView(cells);
      await lab.show(window.traces, window.side);
    });
    const view = page.locator(".ms-trace-view[data-panels='1000']");
    const canvas = view.locator("canvas");
    await canvas.waitFor();
    expect((await canvas.boundingBox())!.height).toBeLessThan(600);
    await canvas.hover();
    await page.mouse.wheel(0, 28 * 500);
    await expect.poll(() => view.locator(".ms-trace-scroll").evaluate(({ scrollTop }) => scrollTop)).toBe(28 * 500);
    await canvas.hover({ position: { x: 300, y: 10 } });
    await expect.poll(() => view.locator(".ms-plot-line").textContent()).toMatch(/^time .* s · #499 /);
    await canvas.click({ position: { x: 20, y: 10 } });
    await expect.poll(() => page.evaluate(() => [window.traces.selected, window.side.selected])).toEqual([499, 499]);
    await page.screenshot({ path: artefact("traces-thousand.png") });
    await page.mouse.move(0, 0);
    await page.waitForSelector(".ms-trace-view[data-panels='1000'][data-hovered='']");
    const pixels = () =>
      canvas.evaluateHandle(async (element) => {
        for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
        const { width, height } = element as HTMLCanvasElement;
        return (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height).data;
      });
    type Pixels = Awaited<ReturnType<typeof pixels>>;
    const mostDifference = (a: Pixels, b: Pixels) =>
      page.evaluate(([one, other]) => one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0), [
        a,
        b,
      ] as const);
    for (const by of [37, 11, -90]) {
      const before = await pixels();
      await view.locator(".ms-trace-scroll").evaluate((element, step) => element.scrollBy(0, step), by);
      expect(await mostDifference(await pixels(), before)).toBeGreaterThan(100);
    }
    const scrolled = await pixels();
    // A cursor that comes and goes has all of it drawn anew, at most a shade otherwise where the parts met.
    for (const frame of [3, null]) {
      await page.evaluate((sample) => {
        window.traces.frame = sample;
      }, frame);
      await page.waitForSelector(`.ms-trace-view[data-panels='1000'][data-frame='${frame ?? ""}']`);
    }
    expect(await mostDifference(await pixels(), scrolled)).toBeLessThan(20);
    await canvas.press("ArrowDown");
    await page.waitForSelector(".ms-side-view[data-selected='500']");
    await page.evaluate(() => {
      window.side.selected = 12;
    });
    await expect
      .poll(() => view.locator(".ms-trace-scroll").evaluate(({ scrollTop }) => Math.round(scrollTop / 28)))
      .toBe(12);
    expect(await page.evaluate(() => window.traces.frame)).toBeNull();
    await canvas.click({ position: { x: 300, y: 100 } });
    await expect
      .poll(() =>
        page.evaluate(() => window.traces.time_s === 0.05 * Number(window.traces.frame) && window.traces.time_s > 0),
      )
      .toBe(true);
  });

  it("redraws in the colours of another theme", async () => {
    const light = await pictureOf(".ms-trace-view");
    await page.screenshot({ path: artefact("traces-light.png") });
    await page.evaluate(() => document.body.setAttribute("data-jp-theme-light", "false"));
    await expect.poll(() => pictureOf(".ms-trace-view")).not.toBe(light);
  });
});

describe("FieldView", () => {
  it("draws each value's colour, and a click moves the cross here and in the kernel", async () => {
    await page.evaluate(async () => {
      const { lab } = window;
      const values = Float32Array.from({ length: 100 * 100 }, (_, i) => i % 100);
      const shape = [100, 100];
      window.fieldView = new lab.FieldView({ quantity: "x (px)", shape, values, pixelSizeUm: 1, colormap: "grey" });
      await lab.show(window.fieldView);
    });
    await page.waitForSelector(".ms-field-view[data-generation='0'][data-place='50 50']");
    const at = (x: number, y: number) =>
      page.evaluate(
        ([left, top]) => {
          const canvas = document.querySelector<HTMLCanvasElement>(".ms-field-view canvas")!;
          return [...canvas.getContext("2d")!.getImageData(left, top, 1, 1).data.subarray(0, 3)];
        },
        [x, y],
      );
    // The map stands at (48, 20), four pixels a value.
    for (const column of [3, 30, 97]) {
      const grey = Math.floor((255 * column) / 99 + 0.5);
      expect(await at(48 + 4 * column + 1, 20 + 4 * 20 + 1)).toEqual([grey, grey, grey]);
    }
    await page.locator(".ms-field-view canvas").click({ position: { x: 48 + 4 * 30 + 2, y: 20 + 4 * 70 + 2 } });
    await expect.poll(() => page.evaluate(() => window.fieldView.place)).toEqual([70, 30]);
    expect(await page.textContent(".ms-field-view .ms-plot-line")).toContain("x 30.0 px");
    await page.screenshot({ path: artefact("field.png") });
  });
});

describe("HistogramView", () => {
  it("says how many values each series has", async () => {
    await page.evaluate(async () => {
      const { lab } = window;
      const values = { before: [1, 2, 2, 3, 8], after: [2, 3, 3, 4] };
      await lab.show(new lab.HistogramView({ x: { title: "light (a.u.)" }, y: "pixels", values, bins: 8 }));
    });
    await page.waitForSelector(".ms-histogram-view[data-generation='0']");
    expect(await page.textContent(".ms-histogram-view .ms-plot-line")).toBe("before: 5 · after: 4");
  });
});

describe("MoviePlayer", () => {
  it("shows every stage in the box of the finished movie, a larger one around its middle", async () => {
    await page.evaluate(async () => {
      const { lab } = window;
      const movie = new lab.SyntheticMovie(10, 120);
      const larger = { ...movie.stages[0], height: 140, width: 140 };
      const wide = new lab.SyntheticMovie(10, 140);
      const source = {
        frameCount: 10,
        fps: 20,
        pixelSizeUm: 1.6,
        stages: [larger, ...movie.stages.slice(1)],
        frames: (stage: string, from: number, to: number) =>
          (stage === larger.name ? wide : movie).frames(stage, from, to),
      };
      window.pair = new lab.MoviePlayer(source);
      await lab.show(window.pair);
    });
    await page.waitForSelector(".ms-player[data-stage='sensor']");
    const boxOf = (selector: string) => page.locator(selector).boundingBox();
    const before = (await boxOf(".ms-stack"))!;
    await page.evaluate(() => {
      window.pair.stage = "cells_only";
    });
    await page.waitForSelector(".ms-player[data-stage='cells_only']");
    expect(await boxOf(".ms-stack")).toEqual(before);
    const frame = (await boxOf("canvas.ms-frame"))!;
    const zoom = before.width / 120;
    expect(frame.width).toBe(140 * zoom);
    expect([frame.x, frame.y]).toEqual([before.x - 10 * zoom, before.y - 10 * zoom]);
  });

  it("names the movies side by side and outlines cells in each", async () => {
    await page.evaluate(async () => {
      const { lab } = window;
      const movie = new lab.SyntheticMovie(10, 200);
      const { spec, groundTruth } = lab.syntheticCells(30, { side: 200 });
      const steps = [{ kind: "neuropil" }];
      const source = Object.assign(movie, { spec: { ...spec, steps }, groundTruth });
      window.pair = new lab.MoviePlayer(source, { without: ["neuropil"], cells: [3, 8] });
      await lab.show(window.pair);
    });
    await page.waitForSelector(".ms-player[data-stage='sensor']");
    expect(await page.locator(".ms-panel").allTextContents()).toEqual(["without neuropil", "with neuropil"]);
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLElement>(".ms-outlines")].every(({ dataset }) => dataset.cells === "2"),
    );
    expect(await page.locator("canvas.ms-frame").count()).toBe(2);
    expect(await page.textContent(".ms-player .ms-summary")).toContain("200 × 200 px");
    await page.screenshot({ path: artefact("side-by-side.png") });
  });
});
