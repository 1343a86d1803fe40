import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Download, Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import type { MoviePlayer } from "../../src/widgets/movie-player.js";
import { faultsOf } from "./axe.js";
import { artefact } from "./browser.js";
import { usePages } from "./pages.js";
import type { SyntheticMovie } from "./synthetic-movie.js";

const openPage = usePages();
let page: Page;

beforeEach(async () => {
  page = await openPage({ height: 1100 });
});

async function showCells({ frames = 120, side = 200, cells = 40, movies = 1, options = {} } = {}): Promise<void> {
  await page.evaluate(
    async ([count, size, number, many, given]) => {
      const { lab } = window;
      const all = Array.from({ length: many }, (_, i) => lab.movieOfCells(count, size, number, 0.2 * i));
      window.player = new lab.MoviePlayer(many > 1 ? all : all[0], given);
      ({ manager: window.manager } = await lab.show(window.player));
    },
    [frames, side, cells, movies, options] as const,
  );
  await page.waitForSelector(".ms-player[data-frame][data-state='ready']");
}

const press = (key: string) => page.locator(".ms-player").press(key);
const drawn = () => page.evaluate(() => ({ ...document.querySelector<HTMLElement>(".ms-player")!.dataset }));
const traits = <Name extends keyof MoviePlayer>(...names: Name[]) =>
  page.evaluate((all) => all.map((name) => Reflect.get(window.player, name)), names);
const outlined = () =>
  page.locator(".ms-outlines").evaluateAll((all) => all.map(({ dataset }) => Number(dataset.cells ?? 0)));
const hasTraces = (cell: number) => page.waitForSelector(`.ms-trace[aria-label^='traces of cell ${cell}: C spikes']`);
/** How many of a canvas's pixels are painted. */
const painted = (selector: string) =>
  page.evaluate((name) => {
    const canvas = document.querySelector<HTMLCanvasElement>(name)!;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) count += data[i] > 0 ? 1 : 0;
    return count;
  }, selector);

/** Where a cell stands in the page, in a frame without motion. */
const placeOf = (id: number) =>
  page.evaluate((cell) => {
    const { left, top } = document.querySelector(".ms-stack")!.getBoundingClientRect();
    const zoom = Number(document.querySelector<HTMLElement>(".ms-image")!.dataset.zoom);
    const { x, y } = window.player.truth!;
    return { x: left + x[cell] * zoom, y: top + y[cell] * zoom };
  }, id);

describe("cells of a movie", () => {
  it("are outlined all or by state and depth, and move with the tissue", async () => {
    await showCells();
    expect(await outlined()).toEqual([0]);
    await press("o");
    await expect.poll(outlined).toEqual([40]);
    const states = await page.evaluate(() => [...window.player.truth!.state]);
    const count = (state: number) => states.filter((other) => other === state).length;
    expect(await page.locator(".ms-filter .ms-segments button").allTextContents()).toEqual(
      ["in focus", "out of focus", "lost"].map((name, state) => `${name} ${count(state)}`),
    );
    const all = await painted(".ms-outlines");
    await page.locator(".ms-filter button", { hasText: "out of focus" }).click();
    await expect.poll(outlined).toEqual([40 - count(1)]);
    expect(await painted(".ms-outlines")).toBeLessThan(all);
    await page.fill("[aria-label='greatest depth']", "60");
    await page.press("[aria-label='greatest depth']", "Enter");
    const shallow = await page.evaluate(() =>
      [...window.player.truth!.depth].filter((depth, i) => depth <= 60 && window.player.truth!.state[i] !== 1),
    );
    await expect.poll(outlined).toEqual([shallow.length]);
    await expect.poll(() => traits("outlines", "states", "depth_um")).toEqual(["all", [0, 2, 3], [20, 60]]);
    const at = () =>
      page
        .locator(".ms-outlines")
        .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).toFloat64Array());
    const zoom = Number(await page.getAttribute(".ms-image", "data-zoom"));
    const still = await at();
    await press(".");
    await page.waitForSelector(".ms-player[data-frame='1']");
    const moved = await at();
    expect([moved[12] - still[12], moved[13] - still[13]]).toEqual([2 * zoom, zoom]);
  });

  it("show the walls of the vessels above them, by a tick or a key", async () => {
    await showCells();
    const walls = () => page.locator(".ms-outlines").getAttribute("data-vessels").then(Number);
    const isTicked = () => page.getByLabel("vessels", { exact: true }).isChecked();
    expect([await walls(), await isTicked(), await painted(".ms-outlines")]).toEqual([0, false, 0]);
    await page.getByLabel("vessels", { exact: true }).check();
    await expect.poll(walls).toBeGreaterThan(0);
    expect(await painted(".ms-outlines")).toBeGreaterThan(200);
    await expect.poll(() => traits("vessels")).toEqual([true]);
    await page.screenshot({ path: artefact("player-vessels.png"), fullPage: true });
    // A box that is ticked leaves the player its keys, and JupyterLab none that the list of keys has.
    for (const key of ["v", "1"]) {
      await page.keyboard.press(key);
      expect(await page.evaluate(() => document.activeElement?.matches("input[data-lm-suppress-shortcuts]"))).toBe(
        true,
      );
    }
    await expect.poll(walls).toBe(0);
    expect([await isTicked(), await painted(".ms-outlines")]).toEqual([false, 0]);
  });

  it("are selected by a click, and show their traces with a cursor at the frame; a click on a trace seeks", async () => {
    await showCells();
    const { x, y } = await placeOf(7);
    await page.mouse.click(x, y);
    await expect.poll(() => traits("selected", "also_selected")).toEqual([7, []]);
    await hasTraces(7);
    expect((await drawn()).chosen).toBe("7");
    await page.waitForSelector(".ms-trace[data-has='C spikes regions']");
    const [trace] = await Promise.all([page.locator(".ms-trace").boundingBox()]);
    const cursor = () => page.locator(".ms-trace-cursor").evaluate((element) => element.getBoundingClientRect().x);
    const start = await cursor();
    await page.mouse.click(trace!.x + trace!.width / 2, trace!.y + 20);
    await expect.poll(async () => Number((await drawn()).frame)).toBeGreaterThan(55);
    expect(Number((await drawn()).frame)).toBeLessThan(65);
    expect((await cursor()) - start).toBeCloseTo((Number((await drawn()).frame) / 119) * (trace!.width - 88), -1);
    await press("ArrowDown");
    await expect.poll(() => traits("selected")).toEqual([8]);
    await press("Escape");
    await expect.poll(() => traits("selected")).toEqual([null]);
    await page.evaluate(() => window.player.set({ cells: [3, 4, 5] }));
    for (const cell of [3, 4, 5]) await hasTraces(cell);
    expect(await page.locator(".ms-trace-name").count()).toBe(3);
    await page.screenshot({ path: artefact("player-traces.png"), fullPage: true });
  });

  it("measures regions of interest exactly as the frames are", async () => {
    await showCells({ frames: 20, options: { cells: [2] } });
    await page.waitForSelector(".ms-trace[data-has='C spikes regions']");
    const answer = await page.evaluate(async () => {
      const model = (await window.manager.get_model(window.player.modelId!)) as unknown as {
        truth: { traces(id: number): { C: Float32Array; regions: Float32Array[] } };
      };
      const { C, regions } = model.truth.traces(2);
      const movie = window.player.source as ReturnType<typeof window.lab.movieOfCells>;
      const pixels = window.lab.regionOfInterest(movie.groundTruth, 2);
      const means = Array.from({ length: 20 }, (_, t) => {
        const frame = movie.frame("sensor", t);
        return Math.fround(pixels.reduce((sum, pixel) => sum + frame[pixel], 0) / pixels.length);
      });
      return { C: [...C], regions: regions.map((region) => [...region]), means };
    });
    expect(answer.C).toEqual(Array.from({ length: 20 }, (_, t) => 200 + t));
    expect(answer.regions).toEqual([answer.means]);
  });
});

describe("a player", () => {
  it("zooms in whole steps under the pointer, pans, and keeps its box", async () => {
    await showCells({ side: 304 });
    const box = () => page.locator(".ms-stack").boundingBox();
    const shown = () => page.locator("canvas.ms-frame").boundingBox();
    const before = (await box())!;
    expect(before.width).toBe(608);
    for (const zoom of ["3", "4"]) {
      await press("+");
      await page.waitForSelector(`.ms-image[data-zoom='${zoom}']`);
    }
    expect(await box()).toEqual(before);
    expect((await shown())!.width).toBe(4 * 304);
    const from = (await shown())!;
    await page.mouse.move(before.x + 300, before.y + 300);
    await page.mouse.down();
    await page.mouse.move(before.x + 250, before.y + 280, { steps: 4 });
    await page.mouse.up();
    const to = (await shown())!;
    expect([to.x - from.x, to.y - from.y]).toEqual([-50, -20]);
    await expect.poll(() => traits("zoom", "selected")).toEqual([4, null]);
    await press("f");
    await page.waitForSelector(".ms-image[data-zoom='2']");
    await expect.poll(() => traits("zoom")).toEqual([null]);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -100);
    await page.keyboard.up("Control");
    await page.waitForSelector(".ms-image[data-zoom='3']");
    expect(await page.textContent(".ms-zoom-now")).toBe("3 : 1");
  });

  it("shows two movies in step, the one, the other, or their difference around zero", async () => {
    await showCells({ movies: 2, options: { labels: ["raw", "corrected"] } });
    expect(await page.locator("canvas.ms-frame").count()).toBe(2);
    await page.click("[data-compare=difference]");
    await page.waitForSelector(".ms-player[data-compare=difference][data-colormap=signed]");
    const [low, high] = JSON.parse((await drawn()).limits!);
    expect(low).toBe(-high);
    expect(await page.locator(".ms-panel").allTextContents()).toEqual(["corrected − raw"]);
    expect(await page.isDisabled("[data-colormap=magma]")).toBe(true);
    const signs = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>("canvas.ms-frame")!;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      let [warm, cold] = [0, 0];
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] > data[i + 2] + 20) warm++;
        if (data[i + 2] > data[i] + 20) cold++;
      }
      return [warm, cold];
    });
    expect(Math.min(...signs)).toBeGreaterThan(100);
    for (const [key, labels] of [
      ["1", ["raw"]],
      ["3", ["corrected"]],
      ["0", ["raw", "corrected"]],
    ] as const) {
      await press(key);
      await expect.poll(() => page.locator(".ms-panel").allTextContents()).toEqual(labels);
    }
    expect((await drawn()).colormap).toBe("gcamp");
  });

  it("plays the chosen frames over and over", async () => {
    await showCells({ options: { frame: 10 } });
    await press("i");
    await page.evaluate(() => window.player.set({ frame: 15 }));
    await page.waitForSelector(".ms-player[data-frame='15']");
    await press("k");
    await expect.poll(() => traits("range")).toEqual([[10, 16]]);
    const seen = await page.evaluateHandle(() => {
      const shown: number[] = [];
      const root = document.querySelector<HTMLElement>(".ms-player")!;
      const observer = new MutationObserver(() => shown.push(Number(root.dataset.frame)));
      observer.observe(root, { attributeFilter: ["data-frame"] });
      return shown;
    });
    await press(" ");
    // However many a busy page leaves out, it begins anew again and again.
    await page.waitForFunction((shown) => shown.length > 20 && new Set(shown).size >= 6, seen);
    await press(" ");
    const shown = new Set(await seen.jsonValue());
    expect([...shown].sort((a, b) => a - b)).toEqual([10, 11, 12, 13, 14, 15]);
    await press("u");
    await expect.poll(() => traits("range")).toEqual([null]);
    const line = (await page.locator(".ms-scrubber").boundingBox())!;
    await page.keyboard.down("Shift");
    await page.mouse.move(line.x + line.width / 4, line.y + 8);
    await page.mouse.down();
    await page.mouse.move(line.x + line.width / 2, line.y + 8, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await expect.poll(() => traits("range")).toEqual([[30, 61]]);
  });

  it("shows means and maxima of the last frames, and the maximum of all", async () => {
    await showCells({
      frames: 30,
      side: 60,
      options: { frame: 20, colormap: "grey", limits: [0, 255], window_frames: 4 },
    });
    const greys = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>("canvas.ms-frame")!;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);
      });
    const of = (from: number, to: number, reduce: "mean" | "max") =>
      page.evaluate(
        ([first, end, how]) => {
          const movie = window.player.source as SyntheticMovie;
          const frames = Array.from({ length: end - first }, (_, i) => movie.frame("sensor", first + i));
          return Array.from(frames[0], (_, pixel) => {
            const values = frames.map((frame) => frame[pixel]);
            return how === "max" ? Math.max(...values) : values.reduce((a, b) => a + b) / values.length;
          });
        },
        [from, to, reduce] as const,
      );
    await press("p");
    await page.waitForSelector(".ms-player[data-projection=mean]");
    const mean = await of(17, 21, "mean");
    await expect.poll(async () => (await greys()).every((grey, i) => Math.abs(grey - mean[i]) <= 1)).toBe(true);
    await press("p");
    await page.waitForSelector(".ms-player[data-projection=max]");
    await expect.poll(greys).toEqual(await of(17, 21, "max"));
    await press("p");
    await page.waitForSelector(".ms-player[data-projection=max_of_all]");
    await expect.poll(greys).toEqual(await of(0, 30, "max"));
    await press("p");
    expect((await drawn()).projection).toBe("none");
  });

  it("is worked by the keyboard alone, in the order of what is seen", async () => {
    await showCells({ options: { cells: [1] } });
    await page.locator(".ms-player").focus();
    const visited: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element?.closest(".ms-player")) return null;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        const isSeen = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
        const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
        return `${isSeen ? "" : "unseen "}${element.closest(".ms-header, .ms-transport, .ms-scrub, .ms-rail")?.classList[0]} ${name}`;
      });
      if (!at) break;
      visited.push(at);
    }
    expect(visited.filter((name) => name.startsWith("unseen"))).toEqual([]);
    const areas = visited.map((name) => name.split(" ")[0]);
    expect(areas.filter((area, i) => area !== areas[i - 1])).toEqual([
      "ms-header",
      "ms-transport",
      "ms-scrub",
      "ms-rail",
    ]);
    expect(visited.length).toBeGreaterThan(24);
    await page.focus(".ms-black");
    const black = JSON.parse((await drawn()).limits!)[0];
    await page.keyboard.press("ArrowRight");
    expect(JSON.parse((await drawn()).limits!)[0]).toBe(black + 1);
    await press("?");
    expect(await page.isVisible(".ms-keys")).toBe(true);
    await press("Escape");
    expect(await page.isVisible(".ms-keys")).toBe(false);
    // What was opened by a key gives the focus back when it is closed.
    await page.focus(".ms-play");
    for (const key of ["s", "Escape"]) await page.keyboard.press(key);
    expect(await page.evaluate(() => document.activeElement?.matches(".ms-play"))).toBe(true);
  });

  it("has no fault that axe-core knows", async () => {
    await showCells({ movies: 2, options: { cells: [1, 2], outlines: "all" } });
    await press("?");
    await press("s");
    for (const theme of ["light", "dark"]) {
      await page.evaluate((name) => document.body.setAttribute("data-jp-theme-light", String(name === "light")), theme);
      expect(await faultsOf(page, ".ms-player", [null, "minor", "moderate", "serious", "critical"])).toEqual([]);
    }
  });

  it("stays still for those who want less motion, until they play it", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await showCells({ options: { playing: true } });
    await expect.poll(() => traits("playing")).toEqual([false]);
    await press(" ");
    await expect.poll(async () => Number((await drawn()).frame)).toBeGreaterThan(3);
  });
});

describe("what is saved", () => {
  const save = async (button: string): Promise<Download> => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`.ms-save >> text=${button}`)]);
    return download;
  };

  it("is the frame as it is shown, and the chosen frames as a movie of the same size and rate", async () => {
    await showCells({
      side: 201,
      options: { frame: 40, range: [30, 55], colormap: "grey", limits: [0, 255], cells: [4] },
    });
    await expect.poll(outlined).toEqual([1]);
    await press("s");
    const picture = await save("as PNG");
    expect(picture.suggestedFilename()).toBe("sensor-frame-40.png");
    const png = readFileSync(await picture.path());
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([201, 201]);
    const movie = await save("as MP4");
    expect(movie.suggestedFilename()).toBe("sensor-30-54.mp4");
    expect(await page.textContent(".ms-save [role=status]")).toMatch(/^Saved 25 frames, (H\.264|VP9|AV1)\.$/);
    const path = await movie.path();
    const probe = ["-v", "error", "-count_frames", "-select_streams", "v", "-of", "json", "-show_streams", path];
    const [stream] = JSON.parse(execFileSync("ffprobe", probe, { encoding: "utf8" })).streams;
    expect(stream).toMatchObject({ width: 202, height: 202, nb_read_frames: "25", r_frame_rate: "20/1" });
    const grey = ["-v", "error", "-i", path, "-pix_fmt", "gray", "-f", "rawvideo", "-"];
    const decoded = execFileSync("ffmpeg", grey, { maxBuffer: 2 ** 28 });
    const shown = await page.evaluate(() => [...(window.player.source as SyntheticMovie).frame("sensor", 42)]);
    const error = shown.map((value, i) => {
      const at = 12 * 202 * 202 + Math.floor(i / 201) * 202 + (i % 201);
      return Math.abs(value - decoded[at]);
    });
    expect(error.filter((off) => off > 12).length / error.length).toBeLessThan(0.03);
    expect((await drawn()).frame).toBe("40");
  });

  it("can be stopped, and says why a browser cannot encode", async () => {
    await showCells({ frames: 2000 });
    await press("s");
    await page.click(".ms-save >> text=as MP4");
    await page.click(".ms-save >> text=Stop");
    await expect.poll(() => page.textContent(".ms-save [role=status]")).toBe("Stopped.");
    await page.evaluate(() => Reflect.deleteProperty(window, "VideoEncoder"));
    await page.click(".ms-save >> text=as MP4");
    await expect.poll(() => page.textContent(".ms-save [role=status]")).toContain("writeVideo(…)");
  });
});
