import { createReadStream, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeVideo } from "../../src/video/write-video.js";
import { chromiumOptions } from "../support/chromium.js";
import { madeMovie } from "./made-movie.js";
import { temporaryFolder } from "./programs.js";

const file = temporaryFolder();
const [side, frameCount, fps] = [96, 150, 30];
/** Each frame carries its number: a row of blocks, one a bit. */
const numbered = madeMovie({
  frameCount,
  fps,
  height: side,
  width: side,
  value: (t, row, column) =>
    row < 48 ? (((t >> Math.floor(column / 12)) & 1) === 1 ? 230 : 25) : (row + column + t) % 256,
});

declare global {
  /** The number in the frame that the video shows. */
  function shownFrame(): number;
  /** Seeks to a frame that is not shown, until it is, and gives the number in the frame that is shown then. */
  function seek(frame: number): Promise<number>;
  /** The grey level at a pixel of the last frame whose number was asked for. */
  function greyAt(x: number, y: number): number;
}

const encoders = ["libx264", "webcodecs", "wasm"];

let server: Server;
let browser: Browser | undefined;

beforeAll(async () => {
  for (const encoder of encoders) await writeVideo(numbered, file(`${encoder}.mp4`), { encoder, quality: 70 });
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (!pathname.endsWith(".mp4")) {
      response.setHeader("content-type", "text/html");
      response.end(`<!doctype html><video src=${pathname}.mp4 muted></video>`);
      return;
    }
    const path = file(pathname.slice(1));
    const { size } = statSync(path);
    const [from = 0, to = size - 1] = (request.headers.range ?? "").match(/\d+/g)?.map(Number) ?? [];
    const headers = { "content-type": "video/mp4", "accept-ranges": "bytes", "content-length": to - from + 1 };
    response.writeHead(206, { ...headers, "content-range": `bytes ${from}-${to}/${size}` });
    createReadStream(path, { start: from, end: to }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch(chromiumOptions());
});

/** A page that shows the video of an encoder. */
async function openPage(encoder: string): Promise<Page> {
  const page = await browser!.newPage();
  // What a busy machine may take, not what is expected.
  page.setDefaultTimeout(60_000);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${encoder}`);
  await page.waitForFunction(() => document.querySelector("video")!.readyState >= 3);
  await page.evaluate((fps) => {
    const video = document.querySelector("video")!;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    globalThis.greyAt = (x, y) => context.getImageData(x, y, 1, 1).data[0];
    globalThis.shownFrame = () => {
      context.drawImage(video, 0, 0);
      return Array.from({ length: 8 }, (_, bit) => {
        return globalThis.greyAt(bit * 12 + 6, 24) > 128 ? 1 << bit : 0;
      }).reduce((sum, value) => sum + value, 0);
    };
    globalThis.seek = (frame) =>
      new Promise((resolve) => {
        const showAnyway = setTimeout(() => resolve(globalThis.shownFrame()), 20_000);
        // "seeked" may come before the frame is there to be drawn.
        const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata) => {
          if (Math.round(mediaTime * fps) !== frame) return video.requestVideoFrameCallback(look);
          clearTimeout(showAnyway);
          resolve(globalThis.shownFrame());
        };
        video.requestVideoFrameCallback(look);
        video.currentTime = (frame + 0.5) / fps;
      });
  }, fps);
  return page;
}

afterAll(async () => {
  await browser?.close();
  server.close();
});

describe.each(encoders)("an MP4 by %s in Chromium", (encoder) => {
  let page: Page;
  beforeAll(async () => {
    page = await openPage(encoder);
  });

  it("has its size and length", async () => {
    const shown = await page.evaluate(() => {
      const { videoWidth, videoHeight, duration } = document.querySelector("video")!;
      return [videoWidth, videoHeight, duration];
    });
    expect(shown).toEqual([side, side, expect.closeTo(frameCount / fps, 1)]);
  });

  it("shows the grey levels that it was given", async () => {
    const levels = await page.evaluate(async () => {
      await globalThis.seek(2);
      return globalThis.greyAt(6, 24);
    });
    expect(Math.abs(levels - 25)).toBeLessThan(4);
  });

  it("seeks to any frame exactly", async () => {
    const frames = [149, 0, 1, 29, 30, 31, 77, 148, 60, 2, 120, 89];
    const seen = await page.evaluate(async (frames) => {
      const found: number[] = [];
      for (const frame of frames) found.push(await globalThis.seek(frame));
      return found;
    }, frames);
    expect(seen).toEqual(frames);
  });

  it.runIf(encoder === "libx264")("plays its frames at their times", async () => {
    const shown = await page.evaluate(async () => {
      const video = document.querySelector("video")!;
      video.currentTime = 0;
      const found: [number, number, number][] = [];
      const look = (_: number, { mediaTime, presentationTime }: VideoFrameCallbackMetadata) => {
        found.push([mediaTime, globalThis.shownFrame(), performance.now() - presentationTime]);
        video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
      const ended = new Promise((resolve) => video.addEventListener("ended", resolve, { once: true }));
      await video.play();
      await ended;
      return found;
    });
    expect(shown.length).toBeGreaterThan(10);
    // A busy browser calls back late: what is drawn then may be a later frame, by as many as it is late, never one before.
    const ahead = shown.map(([time, frame, lateMs]) => ({ frames: frame - Math.round(time * fps), lateMs }));
    expect(ahead.filter(({ frames, lateMs }) => frames < 0 || frames > 1 + (lateMs * fps) / 1000)).toEqual([]);
    // "ended" may come before the last frame is there to be drawn.
    await expect.poll(() => page.evaluate(() => globalThis.shownFrame())).toBe(frameCount - 1);
  });
});
