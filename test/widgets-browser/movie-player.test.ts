import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import type { MovieProgress } from "../../src/simulation/frame-source.js";
import type { MoviePlayer } from "../../src/widgets/movie-player.js";
import { artefact } from "./browser.js";
import type { PageManager } from "./page-manager.js";
import { usePages } from "./pages.js";
import type { GrowingSyntheticMovie, SyntheticMovie } from "./synthetic-movie.js";

interface Shown {
  growing: GrowingSyntheticMovie;
  movie: SyntheticMovie;
  openGate(value?: unknown): void;
  player: MoviePlayer;
  manager: PageManager;
}
declare global {
  interface Window extends Shown {}
}

const openPage = usePages();
let page: Page;

beforeEach(async () => {
  page = await openPage();
});

async function showPlayer({ frameCount = 60, side = 96, outputs = 1, options = {} } = {}): Promise<void> {
  await page.evaluate(
    async ([count, size, views, given]) => {
      const movie = new window.lab.SyntheticMovie(count, size);
      Object.assign(window, { movie, ...(await window.lab.showPlayer(movie, given, views)) });
    },
    [frameCount, side, outputs, options] as const,
  );
  await page.waitForSelector(".ms-player[data-frame][data-state='ready']");
}

const drawn = (index = 0) =>
  page.evaluate((i) => ({ ...document.querySelectorAll<HTMLElement>(".ms-player")[i].dataset }), index);
const showsFrame = (frame: number, index = 0) =>
  page.waitForFunction(
    ([f, i]) => {
      const { dataset } = document.querySelectorAll<HTMLElement>(".ms-player")[i];
      return dataset.frame === String(f) && dataset.state === "ready";
    },
    [frame, index] as const,
  );
/** Pixels that differ from the values through limits and colour map; the movie may be another than the first. */
const wrongPixels = () =>
  page.evaluate(() =>
    window.lab.wrongPixels(document.querySelector<HTMLElement>(".ms-player")!, window.player.source as SyntheticMovie),
  );
const press = (key: string) => page.locator(".ms-player").first().press(key);
const kernelFrame = () => page.evaluate(() => window.player.frame);

describe("MoviePlayer", () => {
  it("shows the values through limits and colour map, pixel for pixel, in every stage", async () => {
    await showPlayer({ frameCount: 100 });
    for (const [stage, frame, colormap] of [
      ["sensor", 0, "gcamp"],
      ["sensor_16", 37, "viridis"],
      ["cells_only", 99, "magma"],
      ["sensor", 64, "grey"],
    ] as const) {
      await page.selectOption(".ms-player select[aria-label=stage]", stage);
      await page.fill(".ms-frame-input", String(frame));
      await press("Enter");
      await page.click(`.ms-player [data-colormap=${colormap}]`);
      await showsFrame(frame);
      await page.waitForSelector(`.ms-player[data-stage=${stage}][data-colormap=${colormap}]`);
      expect(await wrongPixels()).toBe(0);
    }
    await expect
      .poll(() => page.evaluate(() => [window.player.stage, window.player.colormap]))
      .toEqual(["sensor", "grey"]);
  });

  it("plays at its rate with a bounded number of chunks, and stops", async () => {
    await showPlayer({ frameCount: 2000, side: 608 });
    const started = Date.now();
    await page.click(".ms-play");
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>(".ms-player")!.dataset.frame) >= 30);
    expect(Date.now() - started).toBeGreaterThan(1300);
    await page.click(".ms-play");
    expect((await drawn()).playing).toBe("false");
    await expect.poll(async () => (await drawn()).frame === String(await kernelFrame())).toBe(true);
    expect(await wrongPixels()).toBe(0);
    const { frame } = await drawn();
    const asked = await page.evaluate(() => window.movie.asked.map(([, from, to]) => to - from));
    expect(Math.max(...asked)).toBe(8);
    expect(asked.reduce((sum, count) => sum + count, 0)).toBeLessThan(Number(frame) + 60);
  });

  it("changes contrast and colour without asking the kernel", async () => {
    await showPlayer();
    await page.fill("input[aria-label='black level']", "40");
    await page.press("input[aria-label='black level']", "Enter");
    expect(JSON.parse((await drawn()).limits!)[0]).toBe(40);
    expect(await wrongPixels()).toBe(0);
    const white = await page.locator(".ms-white").boundingBox();
    await page.mouse.move(white!.x + 12, white!.y + 30);
    await page.mouse.down();
    await page.mouse.move(white!.x + 62, white!.y + 30);
    await page.mouse.up();
    expect(await wrongPixels()).toBe(0);
    await expect.poll(() => page.evaluate(() => window.player.limits![0])).toBe(40);
    await press("a");
    await press("c");
    expect((await drawn()).colormap).toBe("viridis");
    expect(await wrongPixels()).toBe(0);
    // Nothing is asked for twice.
    const asked = await page.evaluate(() => window.movie.asked.map(String));
    expect(asked).toEqual([...new Set(asked)]);
  });

  it("steps, scrubs and jumps by keys, buttons and the time line", async () => {
    await showPlayer();
    await press(".");
    await showsFrame(1);
    await press("End");
    await showsFrame(59);
    await page.click("[aria-label^='Back one frame']");
    await showsFrame(58);
    await press("Shift+ArrowLeft");
    await showsFrame(48);
    const line = await page.locator(".ms-scrubber").boundingBox();
    await page.mouse.move(line!.x + 5, line!.y + 8);
    await page.mouse.down();
    await page.mouse.move(line!.x + line!.width / 2, line!.y + 8, { steps: 5 });
    await page.mouse.up();
    await expect.poll(kernelFrame).toBeGreaterThan(27);
    await expect.poll(kernelFrame).toBeLessThan(32);
    await showsFrame(await kernelFrame());
    expect(await wrongPixels()).toBe(0);
    await press("Home");
    await showsFrame(0);
  });

  it("obeys the kernel", async () => {
    await showPlayer();
    await page.evaluate(() => {
      window.player.frame = 12;
    });
    await showsFrame(12);
    await page.evaluate(() => {
      window.player.set({ stage: "cells_only", colormap: "magma", limits: [0, 2] });
    });
    await page.waitForSelector("[data-stage=cells_only][data-colormap=magma][data-limits='[0,2]']");
    expect(await wrongPixels()).toBe(0);
    await page.evaluate(() => window.player.play());
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>(".ms-player")!.dataset.frame) >= 20);
    await page.evaluate(() => window.player.pause());
    await page.waitForSelector("[data-playing=false]");
  });

  it("keeps the picture, frame and limits while another source takes over", async () => {
    await showPlayer({ options: { frame: 20 } });
    const { limits } = await drawn();
    for (let i = 1; i <= 5; i++) {
      await page.evaluate((offset) => {
        const next = new window.lab.SyntheticMovie(60, 96, offset / 10);
        next.delayMs = 20;
        window.player.source = next;
      }, i);
    }
    expect((await drawn()).frame).toBe("20");
    await page.waitForSelector(".ms-player[data-generation='5'][data-state=ready]");
    expect(await drawn()).toMatchObject({ frame: "20", limits });
    expect(await wrongPixels()).toBe(0);
  });

  it("shows one frame in all its outputs and windows, and plays in step", async () => {
    await showPlayer({ outputs: 2 });
    await page.evaluate(async () => {
      const second = new window.lab.PageManager(window.lab.kernel);
      await second.show(window.player.modelId!, window.lab.output());
    });
    await showsFrame(0, 2);
    await page.locator("[aria-label^='Forward one frame']").last().click();
    for (const index of [0, 1, 2]) await showsFrame(1, index);
    await page.locator(".ms-play").first().click();
    await page.waitForFunction(() => Number(document.querySelectorAll<HTMLElement>(".ms-player")[2].dataset.frame) > 8);
    await page.locator(".ms-play").first().click();
    await expect.poll(async () => (await drawn(2)).playing).toBe("false");
    const { frame } = await drawn(0);
    for (const index of [1, 2]) await showsFrame(Number(frame), index);
  });

  it("scrubs a slow movie without a queue of what is no longer wanted", async () => {
    await showPlayer({ frameCount: 1000 });
    await page.evaluate(() => {
      window.movie.gate = new Promise((resolve) => {
        window.openGate = resolve;
      });
    });
    for (let frame = 100; frame < 900; frame += 40) {
      await page.fill(".ms-frame-input", String(frame));
      await page.press(".ms-frame-input", "Enter");
    }
    await page.fill(".ms-frame-input", "950");
    await page.press(".ms-frame-input", "Enter");
    await expect.poll(kernelFrame).toBe(950);
    const known = await page.evaluate(() => window.movie.asked.length);
    await page.evaluate(() => window.openGate());
    await showsFrame(950);
    const asked = await page.evaluate(() => window.movie.asked);
    // At most what was on its way.
    expect(asked.slice(known).findIndex(([, from, to]) => from <= 950 && 950 < to)).toBeLessThan(4);
    expect(await wrongPixels()).toBe(0);
  });

  it("says what is wrong with the source, and tries again", async () => {
    await showPlayer({ frameCount: 400 });
    await page.evaluate(() => {
      window.movie.failure = "the <b>disk</b> is gone";
    });
    await press("End");
    await page.waitForSelector(".ms-player[data-state=error]");
    expect(await page.textContent(".ms-message p")).toBe("the <b>disk</b> is gone");
    expect((await drawn()).frame).toBe("0");
    await page.evaluate(() => {
      window.movie.failure = null;
    });
    await page.click("text=Try again");
    await showsFrame(399);
    expect(await page.textContent(".ms-message")).toBe("");
  });

  it("keeps the last frame, its contrast and its colours when the kernel is gone", async () => {
    await showPlayer({ options: { frame: 7 } });
    await page.evaluate(() => window.manager.disconnect());
    await page.waitForSelector(".ms-player[data-state=gone]");
    expect(await page.isDisabled(".ms-play")).toBe(true);
    await page.click("[data-colormap=magma]");
    expect(await drawn()).toMatchObject({ frame: "7", colormap: "magma" });
    expect(await wrongPixels()).toBe(0);
  });

  it("says that a movie without frames is empty", async () => {
    await page.evaluate(async () => {
      const movie = new window.lab.SyntheticMovie(0, 96);
      Object.assign(window, { movie, ...(await window.lab.showPlayer(movie)) });
    });
    await page.waitForSelector(".ms-player[data-state=empty]");
  });

  it("plays a movie that is being made as far as it is, shows how far that is, and stops it", async () => {
    await page.evaluate(async () => {
      const growing = new window.lab.GrowingSyntheticMovie(200, 96);
      growing.grow({ framesDone: 20, remaining_s: 8.2 });
      Object.assign(window, { growing, ...(await window.lab.showPlayer(growing)) });
    });
    const grow = (progress: Partial<MovieProgress>) => page.evaluate((how) => window.growing.grow(how), progress);
    await showsFrame(0);
    expect(await page.textContent(".ms-grown")).toBe("20 of 200 frames · 9\u202fs left");
    const there = () => page.locator(".ms-there").evaluate((bar) => Number(bar.getAttribute("width")));
    const track = Number(await page.getAttribute(".ms-track", "width"));
    expect(await there()).toBeCloseTo((19 / 199) * track, 0);
    await press(" ");
    await showsFrame(19);
    await page.waitForTimeout(300);
    expect((await drawn()).frame).toBe("19");
    await grow({ framesDone: 80 });
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>(".ms-player")!.dataset.frame) > 24);
    await press(" ");
    await page.fill(".ms-frame-input", "120");
    await page.press(".ms-frame-input", "Enter");
    await page.waitForSelector(".ms-message >> text=Frame 120 is being made");
    await grow({ framesDone: 130 });
    await showsFrame(120);
    expect(await page.textContent(".ms-message")).toBe("");
    await page.click(".ms-growth >> text=Stop");
    await expect.poll(() => page.textContent(".ms-grown")).toBe("stopped at 130 of 200 frames");
    await press("End");
    await page.waitForSelector(".ms-player[data-state=missing]");
    expect(await page.textContent(".ms-message p")).toBe("Frame 199 was not made: the run ended before");
    await grow({ framesDone: 200, state: "done" });
    await showsFrame(199);
    expect(await page.isVisible(".ms-growth")).toBe(false);
    expect(await there()).toBe(0);
  });

  it("gives its memory back: 200 displays leave no more than a few did", async () => {
    await showPlayer({ side: 200 });
    const session = await page.context().newCDPSession(page);
    const displays = async (count: number): Promise<{ bytes: number; nodes: number }> => {
      for (let i = 0; i < count; i++) {
        await page.evaluate(async () => {
          const view = await window.manager.show(window.player.modelId!, window.lab.output());
          await new Promise(requestAnimationFrame);
          view.luminoWidget.dispose();
          document.querySelector(".output:last-child")?.remove();
        });
      }
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      return { bytes: usedSize, nodes: (await session.send("Memory.getDOMCounters")).nodes };
    };
    const few = await displays(20);
    const many = await displays(200);
    expect(many.nodes - few.nodes).toBeLessThan(1000);
    expect((many.bytes - few.bytes) / 1e6).toBeLessThan(3);
    expect(await page.locator(".ms-player").count()).toBe(1);
    expect(await wrongPixels()).toBe(0);
  });

  it("starts over at the end when it loops, and stops there when it does not", async () => {
    await showPlayer({ frameCount: 12, options: { frame: 6 } });
    await press(" ");
    await showsFrame(2);
    await press("l");
    await page.waitForSelector(".ms-player[data-playing=false][data-frame='11']");
  });

  it("keeps its own keys from JupyterLab's shortcuts, and no others", async () => {
    await showPlayer();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const hear = ({ key, target }: KeyboardEvent) => {
        if (!(target as Element).hasAttribute("data-lm-suppress-shortcuts")) heard.push(key);
      };
      document.addEventListener("keydown", hear, true);
    });
    for (const key of ["a", "b", "l", ".", "Control+s", "m", " "]) await page.press(".ms-play", key);
    await page.press(".ms-frame-input", "5");
    expect(await page.evaluate(() => Reflect.get(window, "heard"))).toEqual(["b", "Control", "s", "m", "5"]);
  });

  it("shows what a movie is drawn with when asked for, where there is little room", async () => {
    await page.setViewportSize({ width: 340, height: 1100 });
    await showPlayer({ frameCount: 20, side: 200 });
    const fold = page.getByRole("button", { name: "Contrast, colours, overlay" });
    const isOpen = async () => [await fold.getAttribute("aria-expanded"), await page.isVisible(".ms-contrast")];
    expect(await isOpen()).toEqual(["false", false]);
    await fold.click();
    expect(await isOpen()).toEqual(["true", true]);
    await page.setViewportSize({ width: 800, height: 1100 });
    await fold.waitFor({ state: "hidden" });
    expect(await page.isVisible(".ms-contrast")).toBe(true);
    expect(await page.evaluate(() => document.body.scrollWidth)).toBeLessThanOrEqual(800);
  });

  it.each([1176, 800, 500])("fits %i px in both themes", async (width) => {
    await page.setViewportSize({ width: width + 16, height: 1100 });
    await showPlayer({ frameCount: 600, side: 608, options: { frame: 100 } });
    for (const theme of ["light", "dark"]) {
      await page.evaluate((name) => document.body.setAttribute("data-jp-theme-light", String(name === "light")), theme);
      await page.screenshot({ path: artefact(`player-${theme}-${width}.png`), fullPage: true });
    }
    const boxes = await page.evaluate(() => {
      const rect = (selector: string) => document.querySelector(selector)!.getBoundingClientRect();
      return { root: rect(".ms-player"), canvas: rect("canvas.ms-frame"), scroll: document.body.scrollWidth };
    });
    expect([304, 608]).toContain(boxes.canvas.width);
    expect(boxes.canvas.width).toBe(width >= 800 ? 608 : 304);
    expect(boxes.scroll).toBeLessThanOrEqual(width + 16);
    expect(await wrongPixels()).toBe(0);
  });
});
