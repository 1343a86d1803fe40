import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { screenshot } from "./browser.js";
import { labAndBrowser } from "./lab-and-browser.js";
import { Notebook } from "./notebook.js";

const { lab, browser } = await labAndBrowser();
afterEach(() => browser.closePages());

async function run(
  name: string,
  cells: readonly string[],
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Notebook> {
  lab.writeNotebook(`${name}.ipynb`, cells);
  const { page } = await browser.page();
  await prepare?.(page);
  const notebook = await Notebook.open(page, lab, `${name}.ipynb`);
  await notebook.runAll();
  return notebook;
}

it("200 widgets are back after a reload, and answer", async () => {
  const notebook = await run("many", [
    `import { IntSlider, Label, VBox } from "miniscope-lab";
const sliders = Array.from({ length: 199 }, (_, i) => new IntSlider({ value: i, max: 200 }));
new VBox({ children: sliders })`,
    'new Label({ value: "sum" })',
    "sliders.reduce((sum, { value }) => sum + value, 0)",
  ]);
  const { page } = notebook;
  await notebook.save();
  await page.reload();
  await notebook.ready();
  const readouts = page.locator(".widget-readout");
  await expect.poll(() => readouts.count()).toBe(199);
  await expect.poll(() => readouts.last().innerText()).toBe("198");
  await page.locator(".noUi-handle").first().press("ArrowRight");
  await expect.poll(() => readouts.first().innerText()).toBe("1");
});

it("20 MB of pictures are back after a reload", async () => {
  const notebook = await run("heavy", [
    `import { HBox, Image } from "miniscope-lab";
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';
const value = new TextEncoder().encode(svg.replace("><", "><!--" + "x".repeat(1e6) + "--><"));
new HBox({ children: Array.from({ length: 20 }, () => new Image({ value, format: "svg+xml", width: "8" })) })`,
  ]);
  const { page } = notebook;
  await notebook.save();
  await page.reload();
  await notebook.ready();
  const drawn = () =>
    page.evaluate(
      () => [...document.querySelectorAll<HTMLImageElement>(".widget-image")].filter((i) => i.naturalWidth > 0).length,
    );
  await expect.poll(drawn).toBe(20);
});

it("the buttons of a game controller, which the page makes, are widgets of the kernel", async () => {
  const cell = `import { Controller, ControllerButton, Output, VBox } from "miniscope-lab";
const pad = new Controller(), seen = new Output();
const print = (...words: unknown[]) => void seen.capture(() => console.log(...words));
pad.observe("connected", () => {
  print(pad.name, pad.buttons.length);
  const [button] = pad.buttons;
  if (button instanceof ControllerButton) button.observe("value", (value) => print("pressed by", value));
});
new VBox({ children: [pad, seen] })`;
  const notebook = await run("controller", [cell], (page) =>
    page.addInitScript(() => {
      const buttons = [0, 0].map((value) => ({ pressed: false, value }));
      const pad = { id: "pad", index: 0, connected: true, mapping: "standard", axes: [0], buttons };
      const press = (value: number) => buttons.splice(0, 1, { pressed: true, value });
      const getGamepads = () => [{ ...pad, timestamp: performance.now() }];
      Object.assign(window, { press });
      Object.defineProperty(navigator, "getGamepads", { value: getGamepads });
    }),
  );
  const printed = () => notebook.page.locator(".jp-CodeCell .widget-output").innerText();
  await expect.poll(printed).toContain("pad 2");
  await notebook.page.evaluate(() => (window as unknown as { press(value: number): void }).press(0.75));
  await expect.poll(printed).toContain("pressed by 0.75");
});

it("views keep their picture when the kernel restarts, when their notebook is opened anew, and in HTML", async () => {
  const name = "kept";
  const notebook = await run(name, [
    `import { SideView, TraceView, makeRecordingSpec, plan, rowOf, simulate } from "miniscope-lab";
const scene = await plan(makeRecordingSpec({ nCells: 5, nPx: 64, durationS: 2 }));
new SideView(scene)`,
    `new TraceView(scene, ({ fps, groundTruth: { C } }) => ({
  x: { title: "time (s)", step: 1 / fps }, panels: [{ cell: 0, y: "C (a.u.)", lines: rowOf(C!, 0) }],
}))`,
    "await simulate(scene.spec)",
    "scene.spec",
  ]);
  const { page } = notebook;
  const traces = page.locator(".ms-trace-view");
  const picture = () => traces.locator("canvas").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await page.locator(".ms-player[data-state=ready]").waitFor();
  const press = (words: string) => page.locator(".ms-movie-card button", { hasText: words }).first().click();
  await press("Play");
  await page.locator(".ms-player[data-playing=true]").waitFor();
  await press("Pause");
  await page.locator(".ms-player[data-playing=false]").waitFor();
  await press("Cells");
  await page.locator(".ms-movie-card .ms-footprint-view").waitFor();
  await press("Cells");
  await page.locator(".ms-movie-card .ms-footprint-view").waitFor({ state: "detached" });
  await press("Save…");
  await page.locator(".ms-card-row input[type=text]").fill("kept.zarr");
  await page.locator(".ms-card-row button").click();
  await page.locator(".ms-card-said", { hasText: 'loadRecording("kept.zarr")' }).waitFor();
  expect(existsSync(join(lab.folder, "notebooks", "kept.zarr"))).toBe(true);
  await notebook.save();
  const before = await picture();
  await notebook.kernel("restart");
  await page.locator(".ms-trace-view[data-kernel=gone]").waitFor();
  await expect.poll(() => traces.locator(".ms-plot-line").textContent()).toContain("run the cell again");
  await expect.poll(() => page.locator(".ms-side-view .ms-line").textContent()).toContain("run the cell again");
  expect((await picture()) === before).toBe(true);

  await notebook.kernel("shutdown");
  await page.goto("about:blank");
  await page.goto(lab.notebookUrl(`${name}.ipynb`));
  const kept = page.locator("img.ms-kept");
  await expect.poll(() => kept.count()).toBe(3);
  const widths = () => kept.evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
  await expect.poll(widths).toEqual([expect.any(Number), 640, expect.any(Number)]);
  expect(await page.locator(".ms-kept-words").first().textContent()).toContain("run the cell again");
  await expect.poll(() => page.locator(".ms-card summary").count()).toBeGreaterThan(5);
  await screenshot(page, "kept-pictures");

  const path = join(lab.folder, "notebooks", `${name}.ipynb`);
  execFileSync(fileURLToPath(new URL("../../.venv/bin/jupyter-nbconvert", import.meta.url)), ["--to", "html", path], {
    stdio: "ignore",
  });
  await page.route(/^https?:/, (route) => route.abort());
  await page.goto(pathToFileURL(path.replace(".ipynb", ".html")).href);
  const drawn = () => page.evaluate(() => [...document.images].filter(({ naturalWidth }) => naturalWidth >= 64).length);
  await expect.poll(drawn).toBe(3);
  expect(await page.locator(".ms-card").count()).toBe(2);
  await screenshot(page, "kept-in-html");
});
