import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { bytesPerValue, newFrameData } from "../../src/simulation/frame-data.js";
import { SmallMaker } from "../../src/video/small/small-maker.js";
import type { MoviePlayerOptions } from "../../src/widgets/movie-player.js";
import type { AskedOutside } from "./page-small-chunks.js";
import { usePages } from "./pages.js";

const page = usePages();

/** The real encoder, as the kernel's thread has it. */
async function encode({ coding, height, width, dtype, values }: AskedOutside) {
  const bytes = Buffer.from(values, "base64");
  const buffer = Uint8Array.from(bytes).buffer;
  const data = newFrameData(dtype, bytes.length / bytesPerValue(dtype), buffer);
  const small = await new SmallMaker().make(coding, { data, height, width });
  return small && { form: small.form, bytes: Buffer.from(small.bytes).toString("base64") };
}

/** Waits for a frame to be on show as it is wanted, and reads the number that stands on it. */
async function numberAt(opened: Page, frame: number, coding: string): Promise<number> {
  await opened.waitForFunction(
    ([at, how]) => {
      const { dataset } = document.querySelector<HTMLElement>(".ms-player")!;
      return dataset.frame === at && dataset.coding === how;
    },
    [String(frame), coding] as const,
  );
  return opened.evaluate(() => window.lab.numberOn(document.querySelector<HTMLCanvasElement>("canvas.ms-frame")!));
}

const seek = (opened: Page, frame: number) =>
  opened.evaluate((at) => {
    window.player.frame = at;
  }, frame);

describe("small frames", () => {
  const stages = { light: [0, 1], deep: [0, 1023], counts: [0, 255] } as const;
  it.each(["light", "deep", "counts"] as const)("are the right ones in H.264, wherever one goes: %s", async (stage) => {
    const opened = await page();
    await opened.exposeFunction("makeSmall", encode);
    await opened.evaluate(
      async ([name, limits]) => {
        const options = { quality: "small", stage: name, colormap: "grey" } as const;
        const movie = new window.lab.NumberedMovie(4000);
        window.player = (await window.lab.showPlayer(movie, { ...options, limits: [...limits] })).player;
      },
      [stage, stages[stage]] as const,
    );
    for (const frame of stage === "counts" ? [0, 3999, 2047, 2048, 19, 21, 1234] : [3999, 2048]) {
      await seek(opened, frame);
      expect(await numberAt(opened, frame, "h264")).toBe(frame);
    }
    if (stage !== "counts") return;
    const shown = await opened.evaluate(async () => {
      const root = document.querySelector<HTMLElement>(".ms-player")!;
      const canvas = root.querySelector<HTMLCanvasElement>("canvas.ms-frame")!;
      const seen: [said: number, written: number][] = [];
      const observer = new MutationObserver(() => seen.push([Number(root.dataset.frame), window.lab.numberOn(canvas)]));
      observer.observe(root, { attributeFilter: ["data-frame"] });
      window.player.play();
      while (seen.length <= 30) await new Promise((resolve) => setTimeout(resolve, 50));
      window.player.pause();
      observer.disconnect();
      return seen;
    });
    expect(shown.filter(([said, written]) => said !== written)).toEqual([]);
  });

  it("of two movies beside one another are those of each", async () => {
    const opened = await page();
    await opened.exposeFunction("makeSmall", encode);
    await opened.evaluate(async () => {
      const movies = [new window.lab.NumberedMovie(4000), new window.lab.NumberedMovie(4000, 1000)];
      const player = new window.lab.MoviePlayer(movies, {
        quality: "small",
        frame: 77,
        limits: [0, 255],
        colormap: "grey",
      });
      await window.lab.show(player);
    });
    const numbers = () =>
      opened.evaluate(() =>
        [...document.querySelectorAll<HTMLCanvasElement>("canvas.ms-frame")].map(window.lab.numberOn),
      );
    await expect.poll(numbers).toEqual([77, 1077]);
  });

  it("come over a slow link, exact ones when it plays no longer, and none when the link is good again", async () => {
    const opened = await page();
    await opened.exposeFunction("makeSmall", encode);
    await opened.evaluate(async () => {
      window.lab.kernel.bytesPerSecond = 1e6;
      const { player } = await window.lab.showPlayer(new window.lab.NumberedMovie(4000), { stage: "light" });
      window.player = player;
      player.play();
    });
    const state = () =>
      opened.evaluate(() => {
        const { coding, frame } = document.querySelector<HTMLElement>(".ms-player")!.dataset;
        const text = document.querySelector(".ms-player")!.textContent;
        return { coding, frame: Number(frame), text, bytes: window.lab.kernel.sent.bytes };
      });
    await expect.poll(async () => (await state()).coding).toBe("h264");
    await expect.poll(async () => (await state()).text).toContain("slow link");
    const { frame, bytes } = await state();
    await expect.poll(async () => (await state()).frame).toBeGreaterThan(frame + 60);
    const later = await state();
    const exactBytes = 4 * 192 * 384;
    expect((later.bytes - bytes) / (later.frame - frame)).toBeLessThan(exactBytes / 4);
    await opened.evaluate(() => window.player.pause());
    await expect.poll(async () => (await state()).coding).toBe("raw");
    await opened.evaluate(() => {
      window.lab.kernel.bytesPerSecond = Number.POSITIVE_INFINITY;
      window.player.play();
    });
    await expect.poll(async () => (await state()).text).not.toContain("slow link");
    await expect.poll(async () => (await state()).coding).toBe("raw");
  });

  it("are half as large where the page has no decoder, and exact where nothing can make them small", async () => {
    const opened = await page({ hasDecoder: false });
    await opened.exposeFunction("makeSmall", encode);
    await opened.evaluate(async () => {
      const options: MoviePlayerOptions = { quality: "small", colormap: "grey", limits: [0, 255] };
      window.player = (await window.lab.showPlayer(new window.lab.NumberedMovie(4000), options)).player;
    });
    expect(await numberAt(opened, 0, "half")).toBe(0);
    await seek(opened, 1234);
    expect(await numberAt(opened, 1234, "half")).toBe(1234);
    await opened.evaluate(() => {
      window.makeSmall = undefined;
    });
    await seek(opened, 3000);
    expect(await numberAt(opened, 3000, "raw")).toBe(3000);
  });
});
