import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile, type Plan, specFromJson } from "miniscope-lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Browser, screenshot } from "./browser.js";
import { JupyterLab } from "./jupyter-lab.js";
import { Notebook } from "./notebook.js";
import { expectedHash, Player } from "./player.js";

const lesson = "01_anatomy.ipynb";
const marker = "spec of the recording: ";
let lab: JupyterLab;
let browser: Browser;
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

async function recordingPlan(): Promise<Plan> {
  const text = await notebook.page.locator(".jp-CodeCell .jp-OutputArea").last().innerText();
  return compile(specFromJson(text.slice(text.indexOf(marker) + marker.length).trim()));
}

const finishedPlayer = () => new Player(notebook.page, notebook.page.locator(".ms-player").last());

beforeAll(async () => {
  lab = await JupyterLab.start();
  appendSpecCell();
  browser = await Browser.start();
  const opened = await browser.page();
  errors = opened.errors;
  notebook = await Notebook.open(opened.page, lab, lesson);
});
afterAll(async () => {
  await browser?.stop();
  await lab?.stop();
});

it("every cell of the lesson runs, and no error stands in the page's console", async () => {
  await notebook.runAll();
  const widgets = notebook.page.locator(".ms-widget");
  expect(await widgets.count()).toBeGreaterThanOrEqual(7);
  for (let i = 0; i < (await widgets.count()); i++) {
    await widgets.nth(i).scrollIntoViewIfNeeded();
    await screenshot(notebook.page, `anatomy-widget-${i}`);
  }
  expect(errors).toEqual([]);
});

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
  await expect.poll(() => player.canvasHash(), { timeout: 10_000 }).not.toBe(picture);
  await screenshot(page, "anatomy-sandbox-moved");
  expect(errors).toEqual([]);
});

it("a click on a cell selects it and shows its numbers", async () => {
  const view = notebook.page.locator(".ms-footprint-view").last();
  await view.scrollIntoViewIfNeeded();
  await view.locator("canvas.ms-cells").click({ position: { x: 340, y: 300 } });
  await notebook.page.keyboard.press("ArrowRight");
  await expect.poll(() => view.getAttribute("data-selected")).toMatch(/^\d+$/);
  expect(await view.locator(".ms-facts").innerText()).toContain("peak SNR");
  await screenshot(notebook.page, "anatomy-selected");
});

it("a reloaded page has its widgets back, and they still answer", async () => {
  const plan = await recordingPlan();
  const before = await finishedPlayer().seek(123);
  await notebook.save();
  await notebook.page.reload();
  await notebook.ready();
  const player = finishedPlayer();
  await player.root.waitFor({ timeout: 30_000 });
  const shown = await player.waitFor({ frame: 123 });
  expect(shown).toMatchObject({ stage: before.stage, colormap: before.colormap, limits: before.limits });
  expect(await player.canvasHash()).toBe(expectedHash(plan, shown));
  const next = await player.seek(7);
  expect(await player.canvasHash()).toBe(expectedHash(plan, next));
  await player.root.scrollIntoViewIfNeeded();
  await screenshot(notebook.page, "anatomy-reloaded");
});
