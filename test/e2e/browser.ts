import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumOptions } from "../support/chromium.js";

const artefacts = fileURLToPath(new URL("../../test-artifacts/", import.meta.url));

/** Chromium with a fresh profile. */
export class Browser {
  readonly #pages: Page[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly profile: string,
  ) {}

  static async start(viewport = { width: 1280, height: 900 }): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "miniscope-lab-chromium-"));
    const context = await chromium.launchPersistentContext(profile, { ...chromiumOptions(), viewport });
    // What a busy machine may take, not what is expected.
    context.setDefaultTimeout(60_000);
    return new Browser(context, profile);
  }

  /** A page that collects what goes wrong in it. */
  async page(): Promise<{ page: Page; errors: string[] }> {
    const page = await this.context.newPage();
    this.#pages.push(page);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
    });
    return { page, errors };
  }

  /** Closes the pages that were asked for: what goes on in one that nobody looks at any more slows the next. */
  async closePages(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map((page) => page.close()));
  }

  async stop(): Promise<void> {
    await this.context.close();
    // Processes of the browser may be about to end, and write until then.
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Keeps a picture of the page for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`) });
}
