import { createServer, type OutgoingHttpHeaders, type Server } from "node:http";
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
  const servers: Server[] = [];
  let browser: Browser;

  beforeAll(async () => {
    bundle = await build({
      entryPoints: [
        { in: path("browser-page.ts"), out: "page" },
        { in: path("../../src/platform/browser-engine.ts"), out: "platform/browser-engine" },
        { in: path("../../src/platform/browser-frames.ts"), out: "platform/browser-frames" },
      ],
      outdir: "/",
      chunkNames: "chunks/[name]-[hash]",
      bundle: true,
      splitting: true,
      platform: "browser",
      format: "esm",
      external: ["node:*"],
      write: false,
      metafile: true,
    });
    browser = await chromium.launch(chromiumOptions());
  });

  afterAll(async () => {
    await browser?.close();
    for (const server of servers) server.close();
  });

  /** A page with the engine. */
  async function openPage(headers: OutgoingHttpHeaders = {}) {
    const server = createServer((request, response) => {
      const file = bundle.outputFiles.find((output) => output.path === request.url);
      response.writeHead(200, { ...headers, "content-type": file ? "text/javascript" : "text/html" });
      response.end(file ? file.contents : '<!doctype html><script type="module" src="/page.js"></script>');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const page = await browser.newPage();
    // What a busy machine may take, not what is expected.
    page.setDefaultTimeout(60_000);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    // An engine that has to do without SIMD says so.
    page.on("console", (message) => errors.push(message.text()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("window.run");
    return { page, errors };
  }

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
    const { page, errors } = await openPage();
    const { inPage, inWorker } = await page.evaluate<{ inPage: typeof known; inWorker: object }>("window.run()");
    expect(errors).toEqual([]);
    expect(inPage).toEqual(known);
    expect(inWorker).toEqual(Object.fromEntries(Object.entries(known).map(([name, { sensor }]) => [name, sensor])));
  });

  const isolation = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  };
  it.each([
    ["isolated, so that its workers share one memory", isolation, true],
    ["like any other, where each worker has a memory of its own", {}, false],
  ])("streams those bits from web workers in a page %s", async (_, headers, isolated) => {
    const { page, errors } = await openPage(headers);
    expect(await page.evaluate(() => [crossOriginIsolated, typeof SharedArrayBuffer === "function"])).toEqual([
      isolated,
      isolated,
    ]);
    const { sensor } = known["all twelve steps, over the border of a chunk"];
    let [started, most] = [0, 0];
    page.on("worker", () => {
      started++;
      most = Math.max(most, page.workers().length);
    });
    expect(await page.evaluate("window.stream(2, 48)")).toBe(sensor);
    // The engine's own worker, which stays, and those of the run.
    expect(most).toBe(3);
    expect(await page.evaluate("window.stream(3, 7)")).toBe(sensor);
    const before = started;
    const { together, alone } = await page.evaluate<{ together: string; alone: string }>("window.helped()");
    expect(together).toBe(alone);
    // A worker that helped the engine's, where there is a processor for it.
    const helpers = (await page.evaluate(() => navigator.hardwareConcurrency)) > 1 ? 1 : 0;
    await expect.poll(() => started).toBe(before + helpers);
    expect(await page.evaluate("window.abort()")).toBe("enough");
    await expect.poll(() => page.workers().length).toBe(1);
    expect(errors).toEqual([
      expect.stringContaining("brain_motion moves"),
      expect.stringContaining("brain_motion moves"),
    ]);
  });
});
