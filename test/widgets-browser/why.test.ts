import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { SideView } from "../../src/widgets/side-view.js";
import type { Why, WhyOptions } from "../../src/widgets/why.js";
import { allSteps, smallSpec, withStep } from "../simulation/small-spec.js";
import { faultsOf } from "./axe.js";
import { artefact } from "./browser.js";
import type { PageManager } from "./page-manager.js";
import { usePages } from "./pages.js";

declare global {
  interface Window {
    asked: Why;
    beside: SideView;
    whyManager: PageManager;
  }
}

const spec = smallSpec(withStep("sensor", { photons_per_unit: 60 }, allSteps), {
  image_sensor: { n_px_height: 120, n_px_width: 160 },
});
const openPage = usePages();
let page: Page;

async function ask(options: WhyOptions = {}, look: Parameters<typeof openPage>[0] = {}): Promise<void> {
  page = await openPage({ height: 1200, ...look });
  await page.evaluate(
    async ([input, given]) => {
      const { lab } = window;
      const source = lab.compiledSource(input);
      window.asked = new lab.Why(source, given);
      window.beside = new lab.SideView(source);
      ({ manager: window.whyManager } = await lab.show(window.asked, window.beside));
    },
    [spec, options] as const,
  );
  await page.waitForSelector(".ms-why[data-state='ready']");
}

/** The numbers of the table of parts, by the words beside them. */
const parts = () =>
  page.evaluate(() =>
    [...document.querySelectorAll(".ms-why-table:not(.ms-why-stages) tr")].map((row) => ({
      label: row.querySelector("th")!.textContent ?? "",
      value: Number(row.querySelector(".ms-number")!.textContent!.replace("−", "-").replace("+", "")),
    })),
  );

describe("Why", () => {
  it("takes the pixel that is clicked apart: its parts sum to what the sensor recorded there", async () => {
    await ask({ frame: 3 });
    await page.locator("canvas.ms-frame").click({ position: { x: 301, y: 203 } });
    await page.waitForSelector(".ms-why[data-answered$=' 3']");
    const [row, column] = (await page.getAttribute(".ms-why", "data-pixel"))!.split(" ").map(Number);
    const rows = await parts();
    const named = (words: string) => rows.find(({ label }) => label.includes(words))!.value;
    const shares = rows.filter(({ label }) => !/expected|recorded/.test(label));
    expect(shares.length).toBeGreaterThanOrEqual(4);
    const recorded = await page.evaluate(
      ([y, x]) => {
        const { data, width } = window.lab.renderedFrame(window.asked.source, "sensor", 3);
        return data[y * width + x];
      },
      [row, column] as const,
    );
    expect(named("recorded")).toBe(recorded);
    // Each part is written with one decimal.
    expect(Math.abs(shares.reduce((sum, { value }) => sum + value, 0) - recorded)).toBeLessThanOrEqual(
      0.05 * shares.length + 1e-9,
    );
    // A line leads from the pixel's mark over the image to the answer beside it, also after the page was not laid out.
    const leads = () =>
      page.evaluate(() => {
        const boxes = [".ms-stack rect", ".ms-stack", ".ms-why-card", ".ms-leader-on-image", ".ms-leader"].map((name) =>
          document.querySelector(`.ms-why ${name}`)?.getBoundingClientRect(),
        );
        if (boxes.includes(undefined)) return "no line";
        const [mark, image, card, line, beside] = boxes as DOMRect[];
        const middle = ({ top, bottom }: DOMRect) => (top + bottom) / 2;
        const off = line.left - mark.right;
        return {
          startsAtTheMark: off >= 0 && off < 3 && Math.abs(middle(line) - middle(mark)) < 1,
          leavesTheImage: Math.abs(line.right - image.right) < 1,
          reachesTheCard: beside.right > card.left,
        };
      });
    const whole = { startsAtTheMark: true, leavesTheImage: true, reachesTheCard: true };
    await expect.poll(leads).toEqual(whole);
    await page.evaluate(() => {
      document.body.style.display = "none";
      document.body.dataset.jpThemeName = "another";
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
    await page.evaluate(() => document.body.style.removeProperty("display"));
    await expect.poll(leads).toEqual(whole);
    await page.getByRole("button", { name: "leakage", exact: true }).click();
    await page.waitForSelector(".ms-why[data-stage='leakage']");
  });

  it("names the step that lost the cell that is clicked, and the other view of its cells has it selected", async () => {
    await ask();
    const lost = await page.evaluate(() => {
      const { detectable, snr, centersUm } = window.asked.source.groundTruth;
      const inside = (id: number) => Math.abs(centersUm.data[3 * id + 1]) < 100;
      const id = [...detectable.keys()].find((cell) => detectable[cell] === 0 && snr![cell] > 0.5 && inside(cell))!;
      const canvas = document.querySelector(".ms-stack")!.getBoundingClientRect();
      const [row, column] = window.asked.places.subarray(3 * id, 3 * id + 2);
      const [dy, dx] = window.asked.shifts;
      const zoom = canvas.width / 160;
      return { id, x: canvas.x + (column + dx + 0.5) * zoom, y: canvas.y + (row + dy + 0.5) * zoom };
    });
    await page.getByRole("button", { name: "Cell", exact: true }).click();
    await page.mouse.move(lost.x, lost.y);
    await page.waitForSelector(`.ms-side-view[data-hovered='${lost.id}']`);
    await page.mouse.click(lost.x, lost.y);
    await expect.poll(() => page.evaluate(() => window.asked.cellAnswer?.cell)).toBe(lost.id);
    const answer = await page.evaluate(() => window.asked.cellAnswer!);
    const named = { signal: "too weak a signal", aperture: "the aperture", vessels: "a vessel" };
    const step = answer.lostAt! in named ? named[answer.lostAt as keyof typeof named] : answer.lostAt;
    await expect.poll(() => page.textContent(".ms-why-card:last-child .ms-why-answer")).toMatch(/^Lost/);
    if (answer.lostAt !== "signal")
      expect(await page.textContent(".ms-why-card:last-child .ms-why-answer")).toContain(`Lost to ${step}:`);
    expect(await page.getAttribute("canvas.ms-why-waterfall", "aria-label")).toContain("NA 0.30 times");
    expect(await page.getAttribute(".ms-side-view", "data-selected")).toBe(`${lost.id}`);
    const said = await page.textContent(".ms-why-card:last-child .ms-why-answer");
    await expect.poll(() => page.textContent(".ms-side-view .ms-verdict")).toBe(said);
    await expect.poll(() => page.locator(".ms-why .ms-leader-on-image").count()).toBe(1);
    // A view of cells says it step by step when it is asked why, by the button or by a key.
    const waterfalls = page.locator(".ms-side-view .ms-details canvas.ms-why-waterfall");
    await page.locator(".ms-side-view").getByRole("button", { name: "Why?" }).click();
    expect(await waterfalls.getAttribute("aria-label")).toBe(
      await page.getAttribute(".ms-why canvas.ms-why-waterfall", "aria-label"),
    );
    await page.locator(".ms-side-view").press("w");
    expect(await waterfalls.count()).toBe(0);
    await page.focus("canvas.ms-frame");
    // All cells have their true outlines while cells are picked, the selected one else; they move with the tissue.
    const outlined = () => page.locator(".ms-why .ms-outlines").evaluate(({ dataset }) => Number(dataset.cells));
    await expect.poll(outlined).toBeGreaterThan(5);
    expect((await page.getAttribute(".ms-why .ms-outlines", "data-shift"))!.split(" ").map(Number)).toEqual(
      await page.evaluate(() => [...window.asked.shifts.subarray(0, 2)]),
    );
    await page.mouse.move(0, 0);
    await page.keyboard.press("w");
    await expect.poll(outlined).toBe(1);
  });

  it("needs no mouse", async () => {
    await ask({ pixel: [40, 60] });
    await page.focus("canvas.ms-frame");
    for (const key of ["ArrowDown", "Shift+ArrowRight", ".", "."]) await page.keyboard.press(key);
    await page.waitForSelector(".ms-why[data-answered='41 70 2']");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".ms-why[data-pixel='']");
    await page.keyboard.press("w");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector(".ms-why[data-cell='1']");
    await expect.poll(() => page.textContent(".ms-why-card:last-child b")).toBe("Cell #1");
    await page.keyboard.press("?");
    expect(await page.isVisible(".ms-keys")).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.isVisible(".ms-keys")).toBe(false);
    await expect
      .poll(() => page.evaluate(() => [window.asked.cell, window.asked.pixel, window.asked.frame]))
      .toEqual([1, null, 2]);
  });

  it("keeps its frame and its answers when the kernel is gone, and says so", async () => {
    await ask({ pixel: [40, 60], cell: 2 });
    await page.evaluate(() => window.whyManager.disconnect());
    await page.waitForSelector(".ms-why[data-state='gone']");
    expect(await page.textContent(".ms-message")).toContain("last frame shown");
    expect((await parts()).length).toBeGreaterThanOrEqual(4);
    expect(await page.isDisabled(".ms-play")).toBe(true);
  });

  it.each([
    ["light", 1240],
    ["dark", 760],
    ["light", 420],
  ] as const)("has no serious fault of accessibility, and nothing sticks out: %s, %i px", async (theme, width) => {
    await ask({ pixel: [40, 60], cell: 2, pick: "cell" }, { theme, width });
    await page.locator(".ms-side-view").getByRole("button", { name: "Why?" }).click();
    expect(await faultsOf(page, ".ms-why")).toEqual([]);
    const wide = await page.evaluate(() => {
      const root = document.querySelector(".ms-why")!.getBoundingClientRect();
      return [...document.querySelectorAll(".ms-why :not(.ms-outlines), .ms-side-view .ms-details *")]
        .filter((element) => element.getBoundingClientRect().right > root.right + 0.5)
        .map((element) => element.className);
    });
    expect(wide).toEqual([]);
    expect((await page.locator(".ms-why .ms-header").boundingBox())!.height).toBeLessThanOrEqual(41);
    await page.screenshot({ path: artefact(`why-${theme}-${width}.png`), fullPage: true });
  });
});
