import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile, type Plan, pixelBreakdown, renderFrame, specFromJson } from "miniscope-lab";
import { beforeAll, describe, expect, it } from "vitest";
import { screenshot } from "./browser.js";
import { labAndBrowser } from "./lab-and-browser.js";
import { Notebook } from "./notebook.js";
import { expectedHash, Player } from "./player.js";

const lesson = "01_anatomy.ipynb";
const marker = "spec of the recording: ";
let notebook: Notebook;
let errors: string[];

/** A last cell that tells which spec the lesson's recording has. */
function appendSpecCell(): void {
  const path = join(lab.folder, "notebooks", lesson);
  const content = JSON.parse(readFileSync(path, "utf8"));
  content.cells.push({
    cell_type: "code",
    id: "spec-of-the-recording",
    metadata: {},
    execution_count: null,
    outputs: [],
    source: `import { canonicalJson } from "miniscope-lab";\nconsole.log("${marker}" + canonicalJson(recording.spec))`,
  });
  writeFileSync(path, JSON.stringify(content));
}

let planned: Plan | undefined;
async function recordingPlan(): Promise<Plan> {
  if (planned) return planned;
  const text = await notebook.page.locator(".jp-CodeCell .jp-OutputArea").last().innerText();
  planned = compile(specFromJson(text.slice(text.indexOf(marker) + marker.length).trim()));
  return planned;
}

/** Resident memory of the kernels that the server has started, their threads included. */
function kernelMegabytes(): number {
  const rows = execFileSync("ps", ["-eo", "ppid=,rss="], { encoding: "utf8" }).trim().split("\n");
  const kernels = rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([parent]) => parent === lab.process.pid);
  return Math.round(kernels.reduce((sum, [, kilobytes]) => sum + kilobytes, 0) / 1024);
}

/** A pixel's recorded value, and whether the parts that it is taken into add up to it. */
function pixelOf(plan: Plan, place: string): { readonly isExact: boolean; readonly value: number } {
  const [row, column, frame] = place.split(" ").map(Number);
  const { parts, value } = pixelBreakdown(plan, { row, column, frame }).stages.at(-1)!;
  const recorded = renderFrame(plan, frame, "sensor")[row * plan.fov.width + column];
  const sum = parts.reduce((total, part) => total + part.value, 0);
  return { isExact: value === recorded && Math.abs(sum - value) < 1e-9, value };
}

const finishedPlayer = () => new Player(notebook.page, notebook.page.locator(".ms-player").last());

const { lab, browser } = await labAndBrowser();

beforeAll(async () => {
  appendSpecCell();
  const opened = await browser.page();
  errors = opened.errors;
  notebook = await Notebook.open(opened.page, lab, lesson);
});

it("every cell of the lesson runs, and no error stands in the page's console", async () => {
  const began = performance.now();
  await notebook.runAll(400_000);
  const seconds = (performance.now() - began) / 1000;
  console.log(`${lesson}: all cells in ${seconds.toFixed(1)} s, kernel and workers ${kernelMegabytes()} MB`);
  const widgets = notebook.page.locator(".ms-widget");
  await expect.poll(() => widgets.count()).toBeGreaterThanOrEqual(28);
  for (let i = 0; i < (await widgets.count()); i++) {
    await widgets.nth(i).scrollIntoViewIfNeeded();
    await screenshot(notebook.page, `anatomy-widget-${i}`);
  }
  expect(errors).toEqual([]);
}, 500_000);

it("the canvas shows exactly the counts through the colour map, at ten random frames of two stages", async () => {
  const plan = await recordingPlan();
  const player = finishedPlayer();
  for (const stage of ["sensor", "cells_only"]) {
    await player.chooseStage(stage);
    for (let i = 0; i < 10; i++) {
      const shown = await player.seek(Math.floor(Math.random() * plan.frameCount));
      expect(await player.canvasHash(), JSON.stringify(shown)).toBe(expectedHash(plan, shown));
    }
  }
});

it("another colour map and other limits change the picture without a new frame", async () => {
  const plan = await recordingPlan();
  const player = finishedPlayer();
  await player.root.locator('[data-colormap="magma"]').click();
  const shown = await player.waitFor({ colormap: "magma" });
  expect(await player.canvasHash()).toBe(expectedHash(plan, shown));
});

it("the movie plays", async () => {
  const player = finishedPlayer();
  const start = await player.seek(0);
  await player.root.locator(".ms-play").click();
  await player.waitFor((shown) => shown.frame > start.frame + 5);
  await screenshot(notebook.page, "anatomy-playing");
  await player.root.locator(".ms-play").click();
});

it("a slider of the sandbox changes the picture", async () => {
  const { page } = notebook;
  const player = new Player(page, page.locator(".ms-player").first());
  const before = await player.shown();
  const picture = await player.canvasHash();
  const handle = page.locator(".widget-slider .noUi-handle").first();
  await handle.scrollIntoViewIfNeeded();
  const box = (await handle.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 30, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await player.waitFor((shown) => shown.generation > before.generation);
  await expect.poll(() => player.canvasHash()).not.toBe(picture);
  await screenshot(page, "anatomy-sandbox-moved");
  expect(errors).toEqual([]);
});

/** The elements of a class after a section's heading, by its number; one path, as a page has tens of thousands. */
const inSection = (number: number, name: string) =>
  notebook.page.locator(
    `xpath=//h2[starts-with(normalize-space(.), "${number} ")]/following::*[contains(concat(" ", @class, " "), " ${name} ")]`,
  );

/** Moves a slider of the sandbox after a section's heading by some steps. */
async function slide(section: number, label: string, steps: number): Promise<void> {
  const { page } = notebook;
  const handle = inSection(section, "widget-slider").filter({ hasText: label }).first().locator(".noUi-handle");
  await handle.scrollIntoViewIfNeeded();
  await handle.focus();
  for (let i = 0; i < Math.abs(steps); i++) await page.keyboard.press(steps > 0 ? "ArrowRight" : "ArrowLeft");
}

describe("the sandbox of section", () => {
  it.each([
    [4, "width at half height", "ms-trace-view"],
    [6, "amplitude", "ms-player"],
    [7, "radius at the root", "ms-field-view"],
    [8, "excitation light", "ms-trace-view"],
    [9, "amplitude", "ms-trace-view"],
    [10, "vignette", "ms-field-view"],
  ])("%i shows another picture when %s moves", async (section, label, name) => {
    const view = inSection(section, name).first();
    const picture = () =>
      view.evaluate((element) => [...element.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()).join());
    const generation = async () => Number(await view.getAttribute("data-generation"));
    const [before, drawn] = [await generation(), await picture()];
    await slide(section, label, 4);
    await expect.poll(generation).toBeGreaterThan(before);
    await expect.poll(picture).not.toBe(drawn);
    await view.scrollIntoViewIfNeeded();
    await screenshot(notebook.page, `anatomy-section-${section}`);
    expect(errors).toEqual([]);
  });
});

it("a click on a trace seeks the movie above it", async () => {
  const { page } = notebook;
  const traces = inSection(5, "ms-trace-view").first();
  const canvas = traces.locator("canvas");
  await canvas.scrollIntoViewIfNeeded();
  const { width } = (await canvas.boundingBox())!;
  await canvas.click({ position: { x: 52 + (width - 64) / 2, y: 40 } });
  const player = new Player(page, inSection(5, "ms-player").first());
  const shown = await player.waitFor(({ frame }) => Math.abs(frame - 200) < 3);
  await expect.poll(() => traces.getAttribute("data-frame")).toBe(String(shown.frame));
});

it("a cell that is pointed at or chosen at its trace is marked in the movie of the same cells", async () => {
  const { page } = notebook;
  const traces = inSection(5, "ms-trace-view").first();
  const outlines = inSection(5, "ms-player").first().locator(".ms-outlines");
  const marks = () => outlines.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const canvas = traces.locator("canvas");
  await page.mouse.move(0, 0);
  await expect.poll(() => traces.getAttribute("data-hovered")).toBe("");
  const plain = await marks();
  await canvas.hover({ position: { x: 200, y: 40 } });
  await expect.poll(() => traces.getAttribute("data-hovered")).toMatch(/^\d+$/);
  await expect.poll(marks).not.toBe(plain);
  const pointedAt = await traces.getAttribute("data-hovered");
  await canvas.click({ position: { x: 62, y: 8 } });
  await expect.poll(() => traces.getAttribute("data-selected")).toBe(pointedAt);
  await page.mouse.move(0, 0);
  await expect.poll(() => traces.getAttribute("data-hovered")).toBe("");
  await expect.poll(marks).not.toBe(plain);
  await screenshot(page, "anatomy-linked");
});

it("a movie beside itself without haze has the same frame twice, one of them hazy, and five cells outlined in each", async () => {
  const hazy = notebook.page.locator(".ms-player", { hasText: "with neuropil" }).last();
  await hazy.scrollIntoViewIfNeeded();
  expect(await hazy.locator(".ms-panel").allTextContents()).toEqual(["without neuropil", "with neuropil"]);
  const outlined = () => hazy.locator(".ms-outlines").evaluateAll((all) => all.map(({ dataset }) => dataset.cells));
  await expect.poll(outlined).toEqual(["5", "5"]);
  await new Player(notebook.page, hazy).waitFor({ coding: "raw" });
  const [left, right] = await hazy.locator("canvas.ms-frame").evaluateAll((elements) =>
    elements.map((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      let light = 0;
      for (let i = 0; i < data.length / 4; i++) light += data[4 * i + 1];
      return light;
    }),
  );
  expect(right).toBeGreaterThan(3 * left);
});

it("a stage with a margin stands in the same box as the finished movie", async () => {
  const player = finishedPlayer();
  const box = () => player.root.locator(".ms-stack").evaluate((element) => element.getBoundingClientRect().width);
  await player.chooseStage("sensor");
  const width = await box();
  await player.chooseStage("neuropil");
  expect(await box()).toBe(width);
  expect(await player.root.locator("canvas.ms-frame").evaluate((canvas) => (canvas as HTMLCanvasElement).width)).toBe(
    630,
  );
  await player.chooseStage("sensor");
});

it("a click on a pixel of the finished recording takes it apart, beside what took a lost cell's signal", async () => {
  const { page } = notebook;
  const asked = page.locator(".ms-why");
  await asked.scrollIntoViewIfNeeded();
  await page.waitForSelector(".ms-why[data-state='ready']");
  await expect.poll(() => asked.getAttribute("data-answered")).toBe("304 304 100");
  await expect.poll(() => asked.locator(".ms-why-card").last().innerText()).toMatch(/Lost to|Lost from the start/);
  const lost = await asked.getAttribute("data-cell");
  await expect.poll(() => page.locator(".ms-footprint-view").last().getAttribute("data-selected")).toBe(lost);
  await asked.locator(".ms-stack").click({ position: { x: 200, y: 150 } });
  await expect.poll(() => asked.getAttribute("data-answered")).toMatch(/^1\d\d \d+ 100$/);
  const { isExact, value } = pixelOf(await recordingPlan(), (await asked.getAttribute("data-answered"))!);
  expect(isExact).toBe(true);
  expect(await asked.locator(".ms-total .ms-number:not(.ms-hint)").innerText()).toBe(String(value));
  await screenshot(page, "anatomy-why");
});

it("a click on a cell selects it and shows its numbers", async () => {
  const view = notebook.page.locator(".ms-footprint-view").last();
  await view.scrollIntoViewIfNeeded();
  await view.locator("canvas.ms-cells").click({ position: { x: 340, y: 300 } });
  await notebook.page.keyboard.press("ArrowRight");
  await expect.poll(() => view.getAttribute("data-selected")).toMatch(/^\d+$/);
  await expect.poll(() => view.locator(".ms-facts").innerText()).toContain("peak SNR");
  await screenshot(notebook.page, "anatomy-selected");
});

it("what was predicted in section 5 stands beside the answer in section 11", async () => {
  const guess = notebook.page.locator(".ms-question", { hasText: "Which of these five cells will the sensor lose?" });
  const answer = notebook.page.locator(".ms-callout:not(.ms-question)", { hasText: "leaves less than 3" });
  const [lost] = /The answer: (#\d+)/.exec(await answer.innerText())!.slice(1);
  await guess.scrollIntoViewIfNeeded();
  await guess.getByText(lost, { exact: true }).click();
  await expect.poll(() => answer.innerText()).toContain(`✓ You predicted it: ${lost}`);
  await answer.scrollIntoViewIfNeeded();
  await screenshot(notebook.page, "anatomy-predicted");
});

it("a reloaded page has its widgets back, and they still answer", async () => {
  const plan = await recordingPlan();
  const before = await finishedPlayer().seek(123);
  const players = notebook.page.locator(".ms-player");
  const count = await players.count();
  await notebook.save();
  const reload = async () => {
    await notebook.page.reload();
    await notebook.ready();
    await expect.poll(() => players.count(), { timeout: 45_000 }).toBe(count);
  };
  // Where the page is busy for two seconds while widgets come back, JupyterLab's widget manager gives some views up
  // (get_model of @jupyter-widgets/base-manager does not look again after that time); loaded again, it has them.
  await reload().catch(reload);
  const player = finishedPlayer();
  await player.root.waitFor();
  const shown = await player.waitFor({ frame: 123 });
  expect(shown).toMatchObject({ stage: before.stage, colormap: before.colormap, limits: before.limits });
  expect(await player.canvasHash()).toBe(expectedHash(plan, shown));
  const next = await player.seek(7);
  expect(await player.canvasHash()).toBe(expectedHash(plan, next));
  await player.root.scrollIntoViewIfNeeded();
  await screenshot(notebook.page, "anatomy-reloaded");
}, 400_000);
