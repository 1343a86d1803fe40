import type { Locator, Page } from "playwright-core";
import { Browser } from "../e2e/browser.js";
import { JupyterLab } from "../e2e/jupyter-lab.js";
import { keyToPictures } from "../e2e/key-to-pictures.js";
import { Notebook } from "../e2e/notebook.js";
import { median, type Row } from "./rows.js";

const lessons = ["01_anatomy", "02_sensor"];
const movesPerSlider = 3;
/** What follows the picture, such as the frames ahead, is there by then. */
const restMs = 400;

/** The heading that a sandbox stands under. */
function headingOf(sandbox: Locator): Promise<string> {
  return sandbox.evaluate((element) => {
    const isBefore = (heading: Element) => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
    const headings = [...document.querySelectorAll(".jp-MarkdownCell h2")].filter(isBefore);
    return headings.at(-1)?.textContent?.replace("¶", "").trim() ?? "";
  });
}

/** A slider of a sandbox: of each move, the milliseconds to the new picture of each view. */
export interface SliderTimes {
  readonly heading: string;
  readonly slider: string;
  readonly times: readonly (readonly number[])[];
}

/** Some moves of a slider: onwards, and back from its end. */
async function moves(page: Page, sandbox: Locator, handle: Locator): Promise<number[][]> {
  await handle.focus();
  await page.waitForTimeout(restMs);
  const times: number[][] = [];
  let key = "ArrowRight";
  for (let i = 0; i < movesPerSlider; i++) {
    const isAtEnd = await handle.evaluate(
      ({ ariaValueNow, ariaValueMax }) => Number(ariaValueNow) >= Number(ariaValueMax),
    );
    if (isAtEnd) key = "ArrowLeft";
    times.push(await keyToPictures(page, sandbox, key));
    await page.waitForTimeout(restMs);
  }
  return times;
}

/** Moves every slider of every sandbox of a notebook that has run; those that are folded away are left out. */
export async function sandboxTimes({ page }: Notebook): Promise<SliderTimes[]> {
  const found: SliderTimes[] = [];
  for (const panel of await page.locator(".ms-sandbox-panel").all()) {
    const sandbox = panel.locator("xpath=..");
    await panel.scrollIntoViewIfNeeded();
    const heading = await headingOf(sandbox);
    for (const handle of await panel.locator(".noUi-handle:visible").all()) {
      const slider = await handle.evaluate((element) => element.closest(".widget-slider")?.textContent ?? "");
      found.push({ heading, slider, times: await moves(page, sandbox, handle) });
    }
  }
  return found;
}

/** Of each sandbox, until its first view and until its last one shows what a slider says. */
function sandboxRows(lesson: string, sliders: readonly SliderTimes[]): Row[] {
  const headings = [...new Set(sliders.map(({ heading }) => heading))];
  return headings.flatMap((heading) => {
    const moved = sliders.filter((slider) => slider.heading === heading).flatMap(({ times }) => times);
    const value = (ofViews: (...times: number[]) => number) => median(moved.map((times) => ofViews(...times)));
    return [
      { name: `slider to picture, ${lesson}, ${heading}, median`, value: value(Math.min), unit: "ms" },
      { name: `slider to all views, ${lesson}, ${heading}, median`, value: value(Math.max), unit: "ms" },
    ];
  });
}

export async function rows(): Promise<Row[]> {
  const lab = await JupyterLab.start({ windowing: "contentVisibility" });
  const browser = await Browser.start();
  try {
    const found: Row[] = [];
    for (const lesson of lessons) {
      const { page } = await browser.page();
      const notebook = await Notebook.open(page, lab, `${lesson}.ipynb`);
      await notebook.runAll();
      found.push(...sandboxRows(lesson, await sandboxTimes(notebook)));
      await page.close();
    }
    return found;
  } finally {
    await browser.stop();
    await lab.stop();
  }
}
