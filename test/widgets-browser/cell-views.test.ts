import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import type { FootprintView } from "../../src/widgets/footprint-view.js";
import type { SideView } from "../../src/widgets/side-view.js";
import { artefact } from "./browser.js";
import type { PageManager } from "./page-manager.js";
import { usePages } from "./pages.js";
import type { syntheticCells } from "./synthetic-cells.js";

declare global {
  interface Window {
    above: FootprintView;
    side: SideView;
    manager: PageManager;
  }
}

const openPage = usePages();
let page: Page;

beforeEach(async () => {
  page = await openPage({ height: 1800 });
});

async function showCells(count = 200, options: Parameters<typeof syntheticCells>[1] = {}): Promise<void> {
  await page.evaluate(
    async ([cells, given]) => {
      const { lab } = window;
      const source = lab.syntheticCells(cells, given);
      window.above = new lab.FootprintView(source);
      window.side = new lab.SideView(source, { slab_um: [-100, 100] });
      ({ manager: window.manager } = await lab.show(window.above, window.side));
    },
    [count, options] as const,
  );
  await page.waitForSelector(".ms-footprint-view[data-layout]");
}

/** Where a cell is on the page, in the view from above. */
const placeOf = (id: number) =>
  page.evaluate((cell) => {
    const canvas = document.querySelector(".ms-footprint-view canvas.ms-cells")!.getBoundingClientRect();
    const { centres, view } = window.above;
    const side = canvas.width - 56;
    const at = (um: number) => side / 2 + (um * side) / view.widthUm;
    return { x: canvas.x + 48 + at(centres[3 * cell + 2]), y: canvas.y + 6 + at(centres[3 * cell + 1]) };
  }, id);

/** A hash of what a canvas shows. */
const pictureOf = (selector: string) =>
  page.evaluate((name) => document.querySelector<HTMLCanvasElement>(name)!.toDataURL(), selector);

describe("FootprintView", () => {
  it("names the cell under the pointer, and selects it in the kernel and in the other view of its source", async () => {
    await showCells();
    const { x, y } = await placeOf(42);
    await page.mouse.move(x, y);
    await page.waitForSelector(".ms-footprint-view[data-hovered='42']");
    expect(await page.textContent(".ms-footprint-view .ms-line")).toMatch(/^#42.*µm deep · SNR .* · /);
    await page.mouse.click(x, y);
    await expect.poll(() => page.evaluate(() => [window.above.selected, window.side.selected])).toEqual([42, 42]);
    await page.waitForSelector(".ms-side-view[data-selected='42']");
    expect(await page.textContent(".ms-side-view .ms-details b")).toBe("#42");
    await page.mouse.click(x, y);
    await expect.poll(() => page.evaluate(() => window.above.selected)).toBeNull();
  });

  it("shares what is pointed at and selected, several with Shift, without a kernel too", async () => {
    await showCells();
    await page.evaluate(() => window.manager.disconnect());
    const [first, second] = [await placeOf(42), await placeOf(17)];
    await page.mouse.move(first.x, first.y);
    await page.waitForSelector(".ms-side-view[data-hovered='42']");
    await page.mouse.click(first.x, first.y);
    await page.keyboard.down("Shift");
    await page.mouse.click(second.x, second.y);
    await page.keyboard.up("Shift");
    await page.waitForSelector(".ms-side-view[data-selected='17 42']");
    expect(await page.evaluate(() => [window.above.selected, window.side.selected])).toEqual([null, null]);
    await page.mouse.click(second.x, second.y);
    await page.waitForSelector(".ms-side-view[data-selected='17']");
  });

  it("steps through the cells by keys", async () => {
    await showCells();
    const view = page.locator(".ms-footprint-view canvas.ms-cells");
    await view.press("ArrowRight");
    await page.waitForSelector(".ms-footprint-view[data-selected='0']");
    await view.press("ArrowLeft");
    await page.waitForSelector(".ms-footprint-view[data-selected='199']");
    await view.press("Shift+ArrowRight");
    await page.waitForSelector(".ms-footprint-view[data-selected='9']");
    await view.press("Escape");
    await page.waitForSelector(".ms-footprint-view[data-selected='']");
  });

  it("counts the cells by state", async () => {
    await showCells();
    const expected = await page.evaluate(() => {
      const states = [...window.above.states];
      return [0, 1, 2].map((state) => String(states.filter((value) => value === state).length));
    });
    expect(await page.locator(".ms-footprint-view .ms-count").allTextContents()).toEqual(expected);
    expect(await page.locator(".ms-side-view tr").count()).toBe(3);
  });

  it("fetches footprints when they are looked at, and colours each pixel after its cell", async () => {
    await showCells();
    await page.click("[data-footprints=observed]");
    await page.waitForFunction(() => document.querySelector<HTMLCanvasElement>("canvas.ms-footprints")?.width === 608);
    const colourAt = async (id: number) => {
      return page.evaluate((cell) => {
        const { centres, view, states } = window.above;
        const canvas = document.querySelector<HTMLCanvasElement>("canvas.ms-footprints")!;
        const at = (um: number) => Math.round((canvas.width - 1) / 2 + (um * canvas.width) / view.widthUm);
        const pixel = canvas.getContext("2d")!.getImageData(at(centres[3 * cell + 2]), at(centres[3 * cell + 1]), 1, 1);
        return { state: states[cell], colour: [...pixel.data.subarray(0, 3)] };
      }, id);
    };
    const palette = [
      [91, 184, 240],
      [240, 168, 24],
      [229, 143, 192],
    ];
    for (const id of [3, 17, 42, 101]) {
      const { state, colour } = await colourAt(id);
      expect(colour).toEqual(palette[state]);
    }
    await page.screenshot({ path: artefact("footprints-observed.png"), fullPage: true });
    await expect.poll(() => page.evaluate(() => window.above.footprints)).toBe("observed");
  });

  it("follows another source", async () => {
    await showCells();
    const before = await pictureOf(".ms-footprint-view canvas.ms-cells");
    await page.evaluate(() => {
      window.above.source = window.lab.syntheticCells(120, { focalDepthUm: 60 });
    });
    await page.waitForSelector(".ms-footprint-view[data-generation='1'][data-cells='120']");
    expect(await pictureOf(".ms-footprint-view canvas.ms-cells")).not.toBe(before);
  });

  it("keeps the picture of footprints until those of another source are here", async () => {
    await showCells();
    await page.click("[data-footprints=planted]");
    await page.waitForFunction(() => document.querySelector<HTMLCanvasElement>("canvas.ms-footprints")?.width === 608);
    const before = await pictureOf("canvas.ms-footprints");
    const during = await page.evaluate(async () => {
      window.above.source = window.lab.syntheticCells(120, { focalDepthUm: 60 });
      while (!document.querySelector(".ms-footprint-view[data-generation='1']")) {
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      return document.querySelector<HTMLCanvasElement>("canvas.ms-footprints")!.toDataURL();
    });
    expect(during).toBe(before);
    await expect.poll(() => pictureOf("canvas.ms-footprints")).not.toBe(before);
  });

  it("says so when nothing is observed yet", async () => {
    await page.evaluate(async () => {
      const { lab } = window;
      await lab.show(new lab.FootprintView(lab.syntheticCells(20, { observed: false }), { footprints: "observed" }));
    });
    await page.waitForSelector("text=the spec has no optics step");
  });

  it("redraws in the colours of another theme, and by depth", async () => {
    await showCells();
    const light = await pictureOf(".ms-side-view canvas.ms-cells");
    await page.evaluate(() => document.body.setAttribute("data-jp-theme-light", "false"));
    await expect.poll(() => pictureOf(".ms-side-view canvas.ms-cells")).not.toBe(light);
    const dark = await pictureOf(".ms-side-view canvas.ms-cells");
    await page.click('.ms-side-view >> text="Depth"');
    await page.waitForSelector(".ms-side-view[data-colour=depth]");
    expect(await pictureOf(".ms-side-view canvas.ms-cells")).not.toBe(dark);
  });

  it("says so when there are no cells", async () => {
    await showCells(0);
    expect(await page.textContent(".ms-footprint-view .ms-details")).toContain("No cells");
  });

  it("goes from planted to observed footprints, by slider, by key, and from the kernel", async () => {
    await showCells();
    const slider = page.locator(".ms-morph");
    expect(await slider.isVisible()).toBe(false);
    await page.click("[data-footprints=planted]");
    await page.waitForFunction(() => document.querySelector<HTMLCanvasElement>("canvas.ms-footprints")?.width === 608);
    const planted = await pictureOf("canvas.ms-footprints");
    await slider.fill("0.4");
    await expect.poll(() => pictureOf("canvas.ms-footprints")).not.toBe(planted);
    await expect
      .poll(() => page.evaluate(() => [window.above.morph, window.above.footprints]))
      .toEqual([0.4, "planted"]);
    const between = await pictureOf("canvas.ms-footprints");
    await page.evaluate(() => {
      window.above.footprints = "observed";
    });
    await expect.poll(() => slider.inputValue()).toBe("1");
    expect(await pictureOf("canvas.ms-footprints")).not.toBe(between);
    await page.locator(".ms-footprint-view canvas.ms-cells").press("m");
    await expect.poll(() => slider.inputValue()).toBe("0");
    await expect.poll(async () => (await pictureOf("canvas.ms-footprints")) === planted).toBe(true);
    await page.click("text=Dimmed");
    await expect.poll(() => page.evaluate(() => window.above.scale)).toBe("common");
  });

  it("shows the selected cell's own footprints and their peaks", async () => {
    await showCells();
    await page.evaluate(() => {
      window.above.selected = 42;
    });
    await page.waitForSelector(".ms-footprint-view .ms-cell-pictures canvas");
    const captions = await page.locator(".ms-footprint-view figcaption").allTextContents();
    expect(captions).toEqual(["planted peak 0.020", "observed peak 0.020"]);
  });

  it.each([1176, 800, 500])("fits %i px", async (width) => {
    await page.setViewportSize({ width: width + 16, height: 1800 });
    await showCells(777, { vessels: true });
    await page.evaluate(() => {
      window.above.selected = 5;
    });
    await page.waitForSelector(".ms-side-view[data-selected='5']");
    await page.screenshot({ path: artefact(`cells-light-${width}.png`), fullPage: true });
    expect(await page.evaluate(() => document.body.scrollWidth)).toBeLessThanOrEqual(width + 16);
  });
});

describe("SideView", () => {
  it("has a focal plane to drag, which the kernel hears of and cells in focus follow", async () => {
    await showCells();
    const handle = page.locator(".ms-focal-handle");
    const inFocus = () => page.locator(".ms-side-view .ms-count").first().textContent();
    const before = await inFocus();
    const { x, y } = (await handle.boundingBox())!;
    await page.mouse.move(x + 12, y + 12);
    await page.mouse.down();
    await page.mouse.move(x + 12, y + 40, { steps: 4 });
    const scale = await page.evaluate(() => {
      const canvas = document.querySelector(".ms-side-view canvas.ms-cells")!.getBoundingClientRect();
      return window.side.view.widthUm / (canvas.width - 56);
    });
    await page.mouse.up();
    await expect.poll(() => page.evaluate(() => window.side.focal_depth_um)).toBeGreaterThan(140 + 27 * scale);
    expect(await page.evaluate(() => window.side.focal_depth_um)).toBeLessThan(140 + 29 * scale);
    expect(await inFocus()).not.toBe(before);
    expect(await page.textContent(".ms-side-view .ms-line")).toContain("detection as computed for 140");
  });

  it("moves its plane by keys and by a number, and stays where another source has it", async () => {
    await showCells();
    const handle = page.locator(".ms-focal-handle");
    await handle.press("ArrowDown");
    await handle.press("Shift+ArrowUp");
    await expect.poll(() => page.evaluate(() => window.side.focal_depth_um)).toBe(131);
    expect(await handle.getAttribute("aria-valuenow")).toBe("131");
    expect(await page.evaluate(() => window.side.selected)).toBeNull();
    await page.fill("input[aria-label='focal depth in µm']", "90");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => window.side.focal_depth_um)).toBe(90);
    await page.waitForSelector(".ms-side-view[data-focal-depth='90']");
    await page.evaluate(() => {
      window.side.source = window.lab.syntheticCells(120, { focalDepthUm: 60 });
    });
    await page.waitForSelector(".ms-side-view[data-focal-depth='60']");
    expect(await page.evaluate(() => window.side.focal_depth_um)).toBe(60);
  });

  it("looks through a slab, or through the whole field", async () => {
    await showCells();
    await page.click('.ms-side-view >> text="Slab"');
    await expect.poll(() => page.evaluate(() => window.side.slab_um)).toBeNull();
    await page.click('.ms-side-view >> text="Slab"');
    await page.fill("input[aria-label='middle of the slab in µm']", "200");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => window.side.slab_um)).toEqual([140, 260]);
  });
});
