import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launch, openPage } from "./browser.js";

/** A browser for a file's tests; gives what opens a page for one. Nothing may fail in it, and it is closed after the test. */
export function usePages(): (look?: Parameters<typeof openPage>[1]) => Promise<Page> {
  let browser: Browser;
  const pages: Page[] = [];
  const errors: string[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
    expect(errors.splice(0)).toEqual([]);
  });
  return async (look) => {
    const page = await openPage(browser, look);
    page.on("pageerror", (error) => errors.push(String(error.stack)));
    pages.push(page);
    return page;
  };
}
