import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { artefact, launch, openPage } from "./browser.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** A page with one player in it, at its first frame. */
async function withPlayer(frameCount = 60, side = 96): Promise<Page> {
  const page = await openPage(browser);
  await page.evaluate(
    async ([count, size]) => {
      const movie = new window.lab.SyntheticMovie(count, size);
      Object.assign(window, { movie, ...(await window.lab.showPlayer(movie)) });
    },
    [frameCount, side] as const,
  );
  await page.waitForSelector(".ms-player[data-frame='0'][data-state='ready']");
  return page;
}

describe("MoviePlayer", () => {
  it("plays", async () => {
    const page = await withPlayer(60, 608);
    await page.click(".ms-play");
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>(".ms-player")!.dataset.frame) > 20);
    await page.click(".ms-play");
    await page.screenshot({ path: artefact("player-light-1176.png") });
    await page.close();
  });
});
