import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { StageExplorer, StageExplorerOptions } from "../../src/widgets/stage-explorer.js";
import { allSteps, smallSpec } from "../simulation/small-spec.js";
import { faultsOf } from "./axe.js";
import { artefact } from "./browser.js";
import type { PageManager } from "./page-manager.js";
import { usePages } from "./pages.js";

declare global {
  interface Window {
    explorer: StageExplorer;
    explorerManager: PageManager;
  }
}

const spec = smallSpec(allSteps, { image_sensor: { n_px_height: 120, n_px_width: 160 } });
const depth = ".ms-parameter[data-path='steps.vasculature.layers[0].depth_um']";
const opacity = ".ms-parameter[data-path='steps.vasculature.layers[0].opacity']";
const openPage = usePages();
let page: Page;

async function explore(options: StageExplorerOptions = {}, look: Parameters<typeof openPage>[0] = {}): Promise<void> {
  page = await openPage({ height: 1200, ...look });
  await page.evaluate(
    async ([input, given]) => {
      const { lab } = window;
      window.explorer = new lab.StageExplorer(input, given);
      ({ manager: window.explorerManager } = await lab.show(window.explorer));
      await window.explorer.settled();
    },
    [spec, { step: "vasculature", frame: 3, ...options }] as const,
  );
  await page.waitForSelector(".ms-explorer[data-state='ready']");
}

const picture = () => page.evaluate(() => document.querySelector<HTMLCanvasElement>("canvas.ms-frame")!.toDataURL());
const shown = (attributes: string) => page.waitForSelector(`.ms-explorer[data-state='ready']${attributes}`);
const opacityOf = () =>
  page.evaluate(() => {
    const step = window.explorer.spec.steps.find(({ kind }) => kind === "vasculature");
    return step && "layers" in step ? step.layers[0].opacity : null;
  });

describe("StageExplorer", () => {
  it("has every step in small, and a click goes to one: its frame, what it changed, its parameters", async () => {
    await explore();
    await page.waitForFunction(() => document.querySelectorAll(".ms-step .ms-hint:not(:empty)").length === 12);
    const seen = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLCanvasElement>(".ms-step canvas")].map((canvas) => canvas.toDataURL()),
    );
    expect(new Set(seen).size).toBeGreaterThanOrEqual(10);
    const before = await picture();
    await page.locator(".ms-step", { hasText: "leakage" }).click();
    await shown("[data-stage='leakage/with'][data-effect='0 leakage 3']");
    expect(await picture()).not.toBe(before);
    expect(await page.getAttribute(".ms-step[data-on]", "aria-current")).toBe("step");
    expect(await page.textContent(".ms-parameters b")).toBe("leakage");
    const mean = await page.textContent(".ms-effect-rows tr:first-child .ms-number");
    expect(Number(mean)).toBeGreaterThan(0);
  });

  it("renders the frame anew while a slider moves, with the same contrast, and the rest after it", async () => {
    await explore();
    const [before, limits] = [await picture(), await page.evaluate(() => window.explorer.limits)];
    await page.focus(`${opacity} .ms-slide`);
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowLeft");
    await expect.poll(opacityOf).toBeCloseTo(0.8);
    await page.evaluate(() => window.explorer.settled());
    await expect.poll(picture).not.toBe(before);
    expect(await page.evaluate(() => window.explorer.limits)).toEqual(limits);
    expect(await page.locator(opacity).getAttribute("data-changed")).toBe("");
    await page.keyboard.press("Shift+ArrowLeft");
    await expect.poll(opacityOf).toBeCloseTo(0.7);
    const slide = page.locator(`${opacity} .ms-slide`);
    expect(await slide.getAttribute("data-lm-suppress-shortcuts"), "JupyterLab has other uses for arrows").toBe("");
    await slide.press("d");
    expect(await slide.getAttribute("data-lm-suppress-shortcuts")).toBeNull();
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.poll(opacityOf).toBe(0.85);
    await expect.poll(picture).toBe(before);
  });

  it("keeps the last good frame when a value is wrong, says why beside it, and mends it", async () => {
    await explore();
    const before = await picture();
    const field = page.locator(`${opacity} .ms-input`);
    await field.fill("1.7");
    await field.press("Enter");
    await page.waitForSelector(".ms-explorer[data-problem$='opacity']");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await page.textContent(`:has(> ${opacity}) .ms-parameter-problem`)).toMatch(/1\.7/);
    expect(await picture()).toBe(before);
    await page.getByRole("button", { name: "Use 1", exact: true }).click();
    await expect.poll(opacityOf).toBe(1);
    await page.waitForSelector(".ms-explorer[data-problem='']");
    await expect.poll(picture).not.toBe(before);
    expect(await field.inputValue()).toBe("1.00");
  });

  it("shows with, difference and without on one contrast, and needs no mouse for it", async () => {
    await explore();
    await page.focus("canvas.ms-frame");
    const [after, limits] = [await picture(), await page.evaluate(() => window.explorer.limits)];
    await page.keyboard.press("1");
    await shown("[data-stage='vasculature/without']");
    expect(await picture()).not.toBe(after);
    expect(await page.evaluate(() => window.explorer.limits)).toEqual(limits);
    await page.keyboard.press("2");
    await shown("[data-stage='vasculature/difference']");
    await expect.poll(() => page.evaluate(() => window.explorer.limits![0] + window.explorer.limits![1])).toBe(0);
    const colours = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>("canvas.ms-frame")!;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      const pixels = Array.from({ length: data.length / 4 }, (_, i) => [data[4 * i], data[4 * i + 2]]);
      return [pixels.some(([red, blue]) => blue > red + 40), pixels.some(([red, blue]) => red > blue + 40)];
    });
    expect(colours, "vessels only take light").toEqual([true, false]);
    for (const key of ["3", ".", "ArrowRight", "o"]) await page.keyboard.press(key);
    await shown("[data-stage='brain_motion/with'][data-frame='4']");
    const cells = await page.evaluate(() => window.explorer.states.length);
    await page.waitForSelector(`.ms-outlines[data-cells='${cells}']`);
    const shift = await page.evaluate(() => [...window.explorer.shifts.subarray(8, 10)]);
    expect((await page.getAttribute(".ms-outlines", "data-shift"))!.split(" ").map(Number)).toEqual(shift);
    await expect
      .poll(() => page.evaluate(() => [window.explorer.step, window.explorer.outlines]))
      .toEqual(["brain_motion", true]);
    await page.keyboard.press("?");
    expect(await page.isVisible(".ms-keys")).toBe(true);
  });

  it("pales pictures of an earlier scene, and renders them anew when asked", async () => {
    await explore();
    await shown("[data-strip='fresh']");
    const button = page.getByRole("button", { name: "Update pictures" });
    const pale = () => page.locator(".ms-step[data-stale]").count();
    expect([await button.isDisabled(), await pale()]).toEqual([true, 0]);
    await page.locator(`${opacity} .ms-slide`).press("Shift+ArrowLeft");
    await shown("[data-strip='stale'][data-effect='1 vasculature 3']");
    await expect.poll(pale).toBe(11);
    await button.click();
    await shown("[data-strip='fresh']");
    await page.focus("canvas.ms-frame");
    await page.keyboard.press(".");
    await shown("[data-strip='stale'][data-frame='4']");
    await page.keyboard.press("u");
    await shown("[data-strip='fresh']");
    expect(await pale()).toBe(0);
  });

  it("selects a cell with a click or with keys, in all views of the scene", async () => {
    await explore();
    await page.evaluate(async () => {
      const { lab, explorer } = window;
      await lab.show(new lab.Why(await explorer.scene));
    });
    await page.waitForSelector(".ms-why[data-state='ready']");
    const place = await page.evaluate(() => {
      const [row, column] = window.explorer.places.subarray(6, 8);
      const { width } = document.querySelector(".ms-explorer canvas.ms-frame")!.getBoundingClientRect();
      const zoom = width / document.querySelector<HTMLCanvasElement>(".ms-explorer canvas.ms-frame")!.width;
      return { x: Math.round((column + 0.5) * zoom), y: Math.round((row + 0.5) * zoom) };
    });
    await page.locator(".ms-explorer .ms-stack").click({ position: place });
    await page.waitForSelector(".ms-explorer[data-cell='2'] .ms-outlines[data-cells='1']");
    await page.waitForSelector(".ms-why[data-cell='2']");
    await page.focus(".ms-explorer canvas.ms-frame");
    await page.keyboard.press("ArrowDown");
    await page.waitForSelector(".ms-why[data-cell='3']");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".ms-explorer[data-cell='']");
  });

  it("keeps its frame when the kernel is gone, and says so", async () => {
    await explore();
    await page.evaluate(() => window.explorerManager.disconnect());
    await page.waitForSelector(".ms-explorer[data-state='gone']");
    expect(await page.textContent(".ms-parameter-foot")).toContain("Kernel stopped");
    expect(await page.isDisabled(`${depth} .ms-slide`)).toBe(true);
  });

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 560],
    ["dark", 400],
  ] as const)("has no serious fault of accessibility, and nothing sticks out: %s, %i px", async (theme, width) => {
    await explore({ outlines: true }, { theme, width });
    expect(await faultsOf(page, ".ms-explorer")).toEqual([]);
    const wide = await page.evaluate(() => {
      const root = document.querySelector(".ms-explorer")!.getBoundingClientRect();
      return [...document.querySelectorAll(".ms-explorer :not(.ms-strip *, .ms-outlines)")]
        .filter((element) => element.getBoundingClientRect().right > root.right + 0.5)
        .map((element) => element.className);
    });
    expect(wide).toEqual([]);
    await page.screenshot({ path: artefact(`explorer-${theme}-${width}.png`), fullPage: true });
  });
});
