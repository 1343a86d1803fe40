import { buildSpec, ca1, miniscopeV4, plan } from "miniscope-lab";
import { afterAll, afterEach, expect, it } from "vitest";
import { screenshot } from "./browser.js";
import { labAndBrowser } from "./lab-and-browser.js";
import { Notebook } from "./notebook.js";
import { expectedHash, Player } from "./player.js";
import { SlowLink } from "./slow-link.js";

const { lab, browser } = await labAndBrowser({ width: 1500, height: 1100 });
afterEach(() => browser.closePages());
const link = await SlowLink.to(lab);
afterAll(() => link.stop());

it("a movie over a slow link plays on in small frames, says so, and is exact where it stands still", async () => {
  lab.writeNotebook("slow.ipynb", [
    `import { MoviePlayer, buildSpec, ca1, miniscopeV4, plan } from "miniscope-lab";
new MoviePlayer(await plan(buildSpec(miniscopeV4(), ca1(), { duration_s: 20 })))`,
  ]);
  const { page, errors } = await browser.page();
  const notebook = await Notebook.open(page, link, "slow.ipynb");
  link.bytesPerSecond = 1e6;
  await notebook.runAll();
  const player = new Player(page, page.locator(".ms-player"));
  await player.waitFor({ frame: 0 });
  await player.root.locator(".ms-play").click();
  const { frame: before } = await player.waitFor(({ coding, frame }) => coding === "h264" && frame > 20, 60_000);
  const sent = link.bytes;
  await screenshot(page, "slow-link");
  const { frame: after } = await player.waitFor(({ frame }) => frame > before + 60, 60_000);
  expect((link.bytes - sent) / (after - before)).toBeLessThan((608 * 608) / 3);
  await expect.poll(() => player.root.locator(".ms-header").innerText()).toContain("≈ H.264");
  await expect.poll(() => player.root.innerText()).toContain("slow link");
  await player.root.locator(".ms-play").click();
  const shown = await player.waitFor({ coding: "raw" });
  const { plan: known } = await plan(buildSpec(miniscopeV4(), ca1(), { duration_s: 20 }));
  expect(await player.canvasHash()).toBe(expectedHash(known, shown));
  expect(errors).toEqual([]);
});

it("frames of a simulation that runs are shown while others are made, cells run meanwhile, and Stop ends it", async () => {
  lab.writeNotebook("running.ipynb", [
    `import { buildSpec, ca1, miniscopeV4, startSimulation } from "miniscope-lab";
const run = await startSimulation(buildSpec(miniscopeV4(), ca1(), { duration_s: 240 }), { workers: 1 });
run`,
    "run.progress.state",
  ]);
  const { page, errors } = await browser.page();
  const notebook = await Notebook.open(page, lab, "running.ipynb");
  await notebook.runAll();
  const player = new Player(page, page.locator(".ms-player"));
  await player.waitFor({ frame: 0, coding: "raw" });
  const growth = () => player.root.locator(".ms-growth").innerText();
  expect(await notebook.output(1)).toContain("running");
  expect(await growth()).toContain("of 4800 frames");
  await player.seek(10);
  await screenshot(page, "running-simulation");
  await player.root.locator(".ms-growth button").click();
  await expect.poll(growth).toContain("stopped at");
  await page.locator(".jp-CodeCell").nth(1).locator(".jp-InputPrompt").click();
  await notebook.command("notebook:run-cell");
  await expect.poll(() => notebook.output(1)).toContain("stopped");
  expect((await player.seek(5)).frame).toBe(5);
  await player.root.locator(".ms-frame-input").fill("4799");
  await player.root.locator(".ms-frame-input").press("Enter");
  await expect.poll(() => player.root.locator(".ms-message").innerText()).toContain("was not made");
  expect(errors).toEqual([]);
});
