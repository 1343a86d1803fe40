import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { ca1, miniscopeV4 } from "../../src/spec/presets.js";
import { specSource } from "../../src/spec/spec-source.js";
import { displaySpec } from "../../src/widgets/rich/spec-display.js";
import { faultsOf } from "./axe.js";
import { artefact } from "./browser.js";
import { usePages } from "./pages.js";

const spec = buildSpec(miniscopeV4(), ca1(), { duration_s: 30 });
const openPage = usePages();

async function show(look: Parameters<typeof openPage>[0] = {}): Promise<Page> {
  const page = await openPage({ height: 1200, ...look });
  await page.evaluate(
    (shown) => {
      window.lab.serveSpecTools(document);
      window.lab.output().innerHTML = shown;
    },
    String(displaySpec(spec)["text/html"]),
  );
  return page;
}

const rows = (page: Page) => page.locator(".ms-card details:not(.ms-code) tr:visible");
const openGroups = (page: Page) => page.locator(".ms-card details[open] > summary > b").allTextContents();

it("the table of a spec is filtered by words of the parameter and of its group, and folded again as it was", async () => {
  const page = await show();
  const [before, all] = [await openGroups(page), await rows(page).count()];
  await page.focus(".ms-card summary");
  await page.keyboard.press("/");
  await page.keyboard.type("optics na");
  await expect.poll(() => rows(page).allTextContents()).toContainEqual(expect.stringContaining("numerical aperture"));
  const found = await rows(page).allTextContents();
  expect(found.length).toBeLessThan(8);
  expect(await page.textContent(".ms-said")).toMatch(new RegExp(`^${found.length} of \\d+ parameters$`));
  await page.fill(".ms-filter", "no such thing");
  expect(await rows(page).count()).toBe(0);
  await page.fill(".ms-filter", "");
  expect(await rows(page).count()).toBe(all);
  expect(await openGroups(page)).toEqual(before);
});

it("shows changed parameters only, and copies the spec as the TypeScript that makes it", async () => {
  const page = await show();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Changed only" }).click();
  expect(await page.locator(".ms-card tr.ms-at-default:visible").count()).toBe(0);
  expect(await page.locator(".ms-card tr.ms-changed:visible").count()).toBeGreaterThan(10);
  await page.getByRole("button", { name: "Copy as TypeScript" }).press("Enter");
  await expect.poll(() => page.textContent(".ms-said")).toBe("copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(specSource(spec));
});

it("has no tools where the page has no program for them, as in HTML that was exported", async () => {
  const page = await openPage({});
  await page.setContent(String(displaySpec(spec)["text/html"]));
  expect(await page.locator(".ms-tools").isVisible()).toBe(false);
  expect(await page.locator(".ms-code summary").isVisible()).toBe(true);
});

it.each([
  ["light", 1176],
  ["dark", 560],
] as const)("has no serious fault of accessibility, and nothing sticks out: %s, %i px", async (theme, width) => {
  const page = await show({ theme, width });
  expect(await faultsOf(page, ".ms-card")).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.screenshot({ path: artefact(`spec-${theme}-${width}.png`) });
});
