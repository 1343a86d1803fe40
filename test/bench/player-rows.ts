import type { Locator, Page } from "playwright-core";
import type { Notebook } from "../e2e/notebook.js";
import type { SlowLink } from "../e2e/slow-link.js";
import { median, type Row } from "./rows.js";

/** Time in which frames ahead are fetched, as nobody asks for others. */
const pauseMs = 400;

/** A movie with all its cells outlined, two locked together, and half an hour. */
export const playerCells = [
  `import { MoviePlayer, buildSpec, ca1, miniscopeV4, plan } from "miniscope-lab";
const specs = [1, 2].map((seed) =>
  buildSpec(miniscopeV4(), ca1(), { duration_s: 1, fps: 60, seed, includeNeuropil: false, includeVasculature: false }));
const [scene, other] = await Promise.all(specs.map((spec) => plan(spec)));
const long = await plan(buildSpec(miniscopeV4(), ca1(), { duration_s: 1800 }));`,
  `new MoviePlayer(scene)`,
  `new MoviePlayer(scene, { outlines: "all" })`,
  `new MoviePlayer([scene, other])`,
  `new MoviePlayer(long)`,
];

/** A minute as it plays over a slow link. */
export const slowCell = (
  quality: string,
) => `import { MoviePlayer, buildSpec, ca1, miniscopeV4, plan } from "miniscope-lab";
new MoviePlayer(await plan(buildSpec(miniscopeV4(), ca1(), { duration_s: 60 })), { quality: "${quality}" })`;

/** Different frames drawn a second, once the movie is in the page. */
export async function framesPerSecond(player: Locator): Promise<number> {
  await player.scrollIntoViewIfNeeded();
  await player.locator(".ms-play").click();
  await player.page().waitForTimeout(5000);
  const rate = await player.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        let frames = 0;
        let last = (element as HTMLElement).dataset.frame;
        const start = performance.now();
        const observer = new MutationObserver(() => {
          const { frame } = (element as HTMLElement).dataset;
          if (frame !== last) frames++;
          last = frame;
          const seconds = (performance.now() - start) / 1000;
          if (seconds < 4) return;
          observer.disconnect();
          resolve(frames / seconds);
        });
        observer.observe(element, { attributes: true });
      }),
  );
  await player.locator(".ms-play").click();
  return rate;
}

/** Runs the next cell; milliseconds from the moment that its player stands in the page to its first frame. */
async function firstFrame(page: Page, run: () => Promise<void>): Promise<number> {
  const clock = await page.evaluateHandle(() => {
    const count = document.querySelectorAll(".ms-player").length;
    const elapsed = new Promise<number>((resolve) => {
      let start: number | null = null;
      const observer = new MutationObserver(() => {
        const player = document.querySelectorAll<HTMLElement>(".ms-player")[count];
        if (!player) return;
        start ??= performance.now();
        if (player.dataset.frame === undefined) return;
        observer.disconnect();
        resolve(performance.now() - start);
      });
      observer.observe(document.body, { attributes: true, childList: true, subtree: true });
    });
    return { elapsed };
  });
  await run();
  return clock.evaluate(({ elapsed }) => elapsed);
}

/** Milliseconds from a change of a player's control to the picture that it asks for, each. */
async function changes(
  player: Locator,
  control: string,
  data: "frame" | "stage",
  values: readonly string[],
): Promise<number[]> {
  await player.scrollIntoViewIfNeeded();
  const times: number[] = [];
  for (const value of values) {
    await player.page().waitForTimeout(pauseMs);
    times.push(
      await player.evaluate(
        async (element, [selector, name, wanted]) => {
          const root = element as HTMLElement;
          const field = root.querySelector<HTMLInputElement | HTMLSelectElement>(selector);
          if (!field) throw new Error(`no ${selector}`);
          const shown = new Promise<void>((resolve) => {
            const observer = new MutationObserver(() => {
              if (root.dataset[name] !== wanted) return;
              observer.disconnect();
              resolve();
            });
            observer.observe(root, { attributes: true });
          });
          const start = performance.now();
          field.value = wanted;
          field.dispatchEvent(new Event("change"));
          await shown;
          return performance.now() - start;
        },
        [control, data, value] as const,
      ),
    );
  }
  return times;
}

/** What the player's first frame, its stages, its rate and half an hour cost. */
export async function playerRows(notebook: Notebook): Promise<Row[]> {
  const { page } = notebook;
  const runCell = () => notebook.command("notebook:run-cell-and-select-next");
  await runCell();
  await page.waitForFunction(() => /^\[1\]/.test(document.querySelector(".jp-InputArea-prompt")?.textContent ?? ""));
  const first: number[] = [];
  for (let i = 1; i < playerCells.length; i++) {
    await page.waitForTimeout(3 * pauseMs);
    first.push(await firstFrame(page, runCell));
  }
  const players = page.locator(".ms-player");
  const [plain, outlined, locked, long] = [0, 1, 2, 3].map((i) => players.nth(i));
  const stages = ["cells_only", "leakage", "vignette", "cells_only", "leakage", "vignette", "sensor"];
  const switches: number[] = [];
  for (const [i, stage] of stages.entries()) {
    await changes(plain, ".ms-frame-input", "frame", [String(7 * i + 5)]);
    switches.push(...(await changes(plain, ".ms-stage select", "stage", [stage])));
  }
  const seeks = Array.from({ length: 15 }, (_, i) => String((i * 7919 + 4001) % 36_000));
  const random = await changes(long, ".ms-frame-input", "frame", seeks);
  return [
    { name: "first frame of a player, median", value: median(first), unit: "ms" },
    { name: "another stage of a movie, median", value: median(switches), unit: "ms" },
    { name: "random frame of 30 minutes, median", value: median(random), unit: "ms" },
    { name: "player at 608 × 608, 60 fps movie", value: await framesPerSecond(plain), unit: "frames/s" },
    { name: "the same with all cells outlined", value: await framesPerSecond(outlined), unit: "frames/s" },
    { name: "two such movies locked together", value: await framesPerSecond(locked), unit: "frames/s" },
  ];
}

/** What frames cost over a link of a megabyte a second; each player has a page of its own, as frames on their way hold up all others. */
export async function slowRow(quality: string, notebook: Notebook, link: SlowLink): Promise<Row> {
  link.bytesPerSecond = 1e6;
  await notebook.runAll();
  const player = notebook.page.locator(".ms-player");
  await player.locator("canvas.ms-frame").waitFor();
  const value = await framesPerSecond(player);
  await notebook.page.close();
  link.bytesPerSecond = Number.POSITIVE_INFINITY;
  return { name: `${quality} frames over 1 MB/s, of 20 a second`, value, unit: "frames/s" };
}
