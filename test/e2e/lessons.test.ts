import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { screenshot } from "./browser.js";
import { keyToPictures } from "./key-to-pictures.js";
import { labAndBrowser } from "./lab-and-browser.js";
import { Notebook } from "./notebook.js";

// The anatomy lesson has a test of its own.
const lessons = readdirSync(fileURLToPath(new URL("../../notebooks/", import.meta.url))).filter(
  (name) => name.endsWith(".ipynb") && name !== "01_anatomy.ipynb",
);

const { lab, browser } = await labAndBrowser();

/** What a reader does in a notebook whose cells have all run. */
const readers: Readonly<Record<string, (notebook: Notebook) => Promise<void>>> = {
  "02_sensor.ipynb": readSensor,
  "studio.ipynb": useStudio,
};

describe.each(lessons)("%s", (lesson) => {
  it("runs from top to bottom, answers its reader, and leaves no error in the page's console", async () => {
    const { page, errors } = await browser.page();
    const notebook = await Notebook.open(page, lab, lesson);
    const began = performance.now();
    await notebook.runAll(240_000);
    console.log(`${lesson}: all cells in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    await readers[lesson]?.(notebook);
    expect(errors).toEqual([]);
    await page.close();
  }, 400_000);
});

const question = ({ page }: Notebook, text: string): Locator => page.locator(".ms-question", { hasText: text });

async function readSensor(notebook: Notebook): Promise<void> {
  const { page } = notebook;
  const guess = question(notebook, "How large is its variance");
  const answer = page.locator(".ms-callout:not(.ms-question)", { hasText: "variance is their number" });
  await guess.scrollIntoViewIfNeeded();
  await guess.getByText("four times").click();
  await expect.poll(() => answer.innerText()).toContain("You predicted “four times”");
  await guess.getByText("twice", { exact: true }).click();
  await expect.poll(() => answer.innerText()).toContain("✓ You predicted it: twice");
  await screenshot(page, "sensor-prediction");

  const task = question(notebook, "outweigh its shot noise");
  const field = task.locator("input");
  const result = task.locator(".ms-callout");
  await field.fill("7.5");
  await field.press("Enter");
  await task.getByRole("button", { name: "Check" }).click();
  await expect.poll(() => result.innerText()).toContain("That is the noise itself");
  await field.fill("56");
  await field.press("Enter");
  await task.getByRole("button", { name: "Check" }).click();
  await expect.poll(() => result.innerText()).toContain("✓ λ = 7.5²");
  await screenshot(page, "sensor-exercise");

  const screws = page.locator(".jp-Cell", { hasText: "Fitted: gain" }).last();
  const curve = screws.locator(".ms-curve-view");
  const picture = () => curve.locator("canvas").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const drawn = await picture();
  await screws.locator(".noUi-handle").first().focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(picture).not.toBe(drawn);
  await expect.poll(() => screws.innerText()).toContain("(planted 1.250)");
  await curve.locator("canvas").focus();
  await page.keyboard.press("ArrowRight");
  expect(await curve.locator(".ms-plot-line").innerText()).toMatch(/^measured · mean .* counts · variance /);
  await screenshot(page, "sensor-screws");
  await screenshotOfEach(notebook, "sensor");
}

/** Turns knobs of two steps: the frame on show follows. */
async function shapeRecording({ page }: Notebook): Promise<void> {
  const explorer = page.locator(".ms-explorer");
  await page.waitForSelector(".ms-explorer[data-state='ready'][data-effect='0 sensor 100']");
  const frame = explorer.locator("canvas.ms-frame");
  const picture = () => frame.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const slide = (path: string) => explorer.locator(`[data-path='${path}'] .ms-slide`);
  const before = await picture();
  await slide("steps.sensor.photons_per_unit").focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(picture).not.toBe(before);
  await frame.focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("2");
  await page.waitForSelector(".ms-explorer[data-state='ready'][data-stage='neuropil/difference']");
  const haze = await picture();
  await slide("steps.neuropil.amplitude").focus();
  const [ms] = await keyToPictures(page, explorer, "ArrowLeft");
  console.log(`studio: slider to new picture ${ms.toFixed(0)} ms`);
  await expect.poll(picture, { interval: 10 }).not.toBe(haze);
  await page.waitForSelector(".ms-explorer[data-changed='2'][data-busy='false'][data-strip='stale']");
  await frame.press("u");
  await page.waitForSelector(".ms-explorer[data-strip='fresh']");
  await frame.press("o");
  await explorer.locator(".ms-outlines[data-cells]:not([data-cells='0'])").waitFor();
  await screenshot(page, "studio-explored");
}

async function useStudio(notebook: Notebook): Promise<void> {
  const { page } = notebook;
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const says = (text: RegExp) => page.locator(".widget-label", { hasText: text }).first().waitFor({ timeout: 120_000 });
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-studio-"));
  await shapeRecording(notebook);
  await press("Export");
  await says(/^Generate a recording first/);
  const explorer = page.locator(".ms-explorer");
  const duration = explorer.locator("[data-path='acquisition.duration_s'] .ms-input");
  const last = async (seconds: string, changed: number) => {
    await duration.fill(seconds);
    await duration.press("Enter");
    await page.waitForSelector(`.ms-explorer[data-state='ready'][data-changed='${changed}'][data-busy='false']`);
  };
  // So long that a busy page, too, is asked to stop it long before the last frame.
  await explorer.locator(".ms-step", { hasText: "sensor" }).click();
  await last("200", 3);
  await press("Generate");
  const player = page.locator(".ms-player");
  await player.getByRole("button", { name: "Stop" }).click();
  await says(/^Stopped/);
  await player.locator(".ms-growth", { hasText: /stopped at \d+ of 4000/ }).waitFor();
  await screenshot(page, "studio-stopped");
  await last("20", 2);
  await press("Generate");
  await says(/400 frames in /);
  await player.locator(".ms-growth").waitFor({ state: "hidden" });
  await page.locator(".widget-text input").last().fill(folder);
  await page.keyboard.press("Tab");
  await page.getByLabel("export").selectOption("truth");
  await press("Export");
  await says(/^The truth is in /);
  const [head, ...cells] = readFileSync(join(folder, "cells.csv"), "utf8").trim().split("\n");
  expect(head).toBe("cell,z_um,y_um,x_um,in_focus,detectable,snr");
  expect(readFileSync(join(folder, "traces.csv"), "utf8").split("\n")[0].split(",")).toHaveLength(cells.length + 1);
  await page.getByLabel("export").selectOption("AVI");
  await press("Export");
  await says(/^The AVI is in /);
  expect(existsSync(join(folder, "recording.avi"))).toBe(true);
  rmSync(folder, { recursive: true });
  await screenshotOfEach(notebook, "studio");
}

/** A picture of every widget, for people to look at. */
async function screenshotOfEach({ page }: Notebook, name: string): Promise<void> {
  const widgets = page.locator(".jp-OutputArea-output > .ms-widget, .jp-OutputArea-output > .widget-box");
  for (let i = 0; i < (await widgets.count()); i++) {
    await widgets.nth(i).scrollIntoViewIfNeeded();
    await screenshot(page, `${name}-widget-${i}`);
  }
}
