import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { faultsOf } from "./axe.js";
import { usePages } from "./pages.js";

const openPage = usePages();

/** Every view of cells and every plot, one below the other, with something selected. */
async function showAll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { lab } = window;
    const cells = lab.syntheticCells(30);
    const x = { title: "time (s)", step: 0.05 };
    const wave = (i: number) => Float32Array.from({ length: 200 }, (_, t) => Math.sin(t / (5 + i)));
    const panels = (count: number) =>
      Array.from({ length: count }, (_, cell) => ({ cell, y: "F (a.u.)", lines: wave(cell), events: [1, 2] }));
    const values = Float32Array.from({ length: 900 }, (_, i) => i);
    await lab.show(
      new lab.FootprintView(cells, { selected: 3 }),
      new lab.SideView(cells),
      new lab.TraceView(cells, () => ({ x, panels: panels(2) }), { frame: 20 }),
      new lab.TraceView(cells, () => ({ title: "Many", x, panels: panels(30) })),
      new lab.SpectrumView({ quantity: "F", unit: "a.u.", rateHz: 20, signals: [{ label: "F", values: wave(1) }] }),
      new lab.HistogramView({ x: { title: "SNR", log: true }, y: "cells", values: { a: [1, 2, 3], b: [2, 30] } }),
      new lab.FieldView({ quantity: "light (a.u.)", shape: [30, 30], values, pixelSizeUm: 2, radial: true }),
    );
  });
  await page.waitForSelector(".ms-field-view[data-generation='0']");
}

/** Whether something is wider than the page, or than the widget that it is in. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const wide = [...document.querySelectorAll<HTMLElement>(".ms-widget")].filter(
      ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1,
    );
    return wide.map(({ className }) => className);
  });

it.each([
  ["light", 1280, 1],
  ["dark", 500, 1],
  ["light", 1280, 2],
] as const)(
  "axe-core finds no serious fault in the %s theme at %i px, zoomed %i times, and nothing is cut off",
  async (theme, width, zoom) => {
    // A browser's zoom leaves fewer CSS pixels, each of more pixels of the screen.
    const page = await openPage({ width: width / zoom, height: 2400, theme });
    await showAll(page);
    expect(await faultsOf(page, ".output")).toEqual([]);
    expect(await overflow(page)).toEqual([]);
  },
);

it("every view is reached and worked by keyboard alone", async () => {
  const page = await openPage({ height: 2400 });
  await showAll(page);
  const reached = new Set<string>();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement?.tagName !== "CANVAS") return null;
      const { outlineStyle } = getComputedStyle(activeElement);
      const view = activeElement.closest(".ms-widget");
      return outlineStyle === "none" ? null : String([...document.querySelectorAll(".ms-widget")].indexOf(view!));
    });
    if (found) reached.add(found);
  }
  expect([...reached].sort()).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
  await page.locator(".ms-trace-view canvas").nth(1).focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector(".ms-side-view[data-selected='4']");
});
