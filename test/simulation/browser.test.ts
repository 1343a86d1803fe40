import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type BuildResult, build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import known from "../fixtures/frame-hashes.json" with { type: "json" };
import { chromiumOptions } from "../support/chromium.js";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe("the engine in a browser", () => {
  let bundle: BuildResult<{ write: false; metafile: true }>;
  let server: Server;
  let browser: Browser | undefined;

  beforeAll(async () => {
    bundle = await build({
      entryPoints: [
        { in: path("browser-page.ts"), out: "page" },
        { in: path("../../src/platform/browser-engine.ts"), out: "browser-engine" },
        { in: path("../../src/platform/browser-frames.ts"), out: "browser-frames" },
      ],
      outdir: "/",
      bundle: true,
      splitting: true,
      platform: "browser",
      format: "esm",
      external: ["node:*"],
      write: false,
      metafile: true,
    });
    server = createServer((request, response) => {
      const file = bundle.outputFiles.find((output) => output.path === request.url);
      response.setHeader("content-type", file ? "text/javascript" : "text/html");
      response.end(file ? file.contents : '<!doctype html><script type="module" src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it("imports nothing of Node but for the thread that only Node starts", () => {
    const importers = Object.entries(bundle.metafile.inputs)
      .filter(([, { imports }]) => imports.some((imported) => imported.external))
      .map(([file]) => file);
    expect(importers).toEqual([expect.stringMatching(/src\/platform\/node-thread\.ts$/)]);
    expect(
      Object.keys(bundle.metafile.inputs).filter((file) => /src\/(kernel|cli|video|widgets)\//.test(file)),
    ).toEqual([]);
  });

  it("renders the same bits as in Node, in the page and in its worker", async () => {
    browser = await chromium.launch(chromiumOptions());
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    // An engine that has to do without SIMD says so.
    page.on("console", (message) => errors.push(message.text()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("window.run");
    const { inPage, inWorker } = await page.evaluate<{ inPage: typeof known; inWorker: object }>("window.run()");
    expect(errors).toEqual([]);
    expect(inPage).toEqual(known);
    expect(inWorker).toEqual(Object.fromEntries(Object.entries(known).map(([name, { sensor }]) => [name, sensor])));
  });
});
