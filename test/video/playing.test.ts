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
}

let server: Server;
let browser: Browser | undefined;
let page: Page;

beforeAll(async () => {
  await writeVideo(numbered, file("numbered.mp4"), { encoder: "libx264", quality: 70 });
  server = createServer((request, response) => {
    if (request.url !== "/numbered.mp4") {
      response.setHeader("content-type", "text/html");
      response.end("<!doctype html><video src=/numbered.mp4 muted></video>");
      return;
    }
    const { size } = statSync(file("numbered.mp4"));
    const [from = 0, to = size - 1] = (request.headers.range ?? "").match(/\d+/g)?.map(Number) ?? [];
    const headers = { "content-type": "video/mp4", "accept-ranges": "bytes", "content-length": to - from + 1 };
    response.writeHead(206, { ...headers, "content-range": `bytes ${from}-${to}/${size}` });
    createReadStream(file("numbered.mp4"), { start: from, end: to }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch(chromiumOptions());
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => document.querySelector("video")!.readyState >= 3);
  await page.evaluate(() => {
    const video = document.querySelector("video")!;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    globalThis.shownFrame = () => {
      context.drawImage(video, 0, 0);
      return Array.from({ length: 8 }, (_, bit) => {
        const [level] = context.getImageData(bit * 12 + 6, 24, 1, 1).data;
        return level > 128 ? 1 << bit : 0;
      }).reduce((sum, value) => sum + value, 0);
    };
  });
});

afterAll(async () => {
  await browser?.close();
  server.close();
});

describe("an MP4 in Chromium", () => {
  it("has its size and length", async () => {
    const shown = await page.evaluate(() => {
      const { videoWidth, videoHeight, duration } = document.querySelector("video")!;
      return [videoWidth, videoHeight, duration];
    });
    expect(shown).toEqual([side, side, expect.closeTo(frameCount / fps, 1)]);
  });

  it("seeks to any frame exactly", async () => {
    const frames = [0, 149, 1, 29, 30, 31, 77, 148, 60, 2, 120, 89];
    const seen = await page.evaluate(
      async ([frames, fps]) => {
        const video = document.querySelector("video")!;
        const found: number[] = [];
        for (const frame of frames) {
          const seeked = new Promise((resolve) => video.addEventListener("seeked", resolve, { once: true }));
          video.currentTime = (frame + 0.5) / fps;
          await seeked;
          found.push(globalThis.shownFrame());
        }
        return found;
      },
      [frames, fps] as const,
    );
    expect(seen).toEqual(frames);
  });

  it("plays its frames at their times", async () => {
    const shown = await page.evaluate(async () => {
      const video = document.querySelector("video")!;
      video.currentTime = 0;
      const found: [number, number][] = [];
      const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata) => {
        found.push([mediaTime, globalThis.shownFrame()]);
        video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
      const ended = new Promise((resolve) => video.addEventListener("ended", resolve, { once: true }));
      await video.play();
      await ended;
      return found;
    });
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.map(([, frame]) => frame)).toEqual(shown.map(([time]) => Math.round(time * fps)));
    expect(shown.at(-1)![1]).toBeGreaterThan(frameCount - fps);
  });
});
