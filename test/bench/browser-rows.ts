import type { Page } from "playwright-core";
import { Browser } from "../e2e/browser.js";
import { JupyterLab } from "../e2e/jupyter-lab.js";
import { Notebook } from "../e2e/notebook.js";

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

const commsCell = `
import { kernelHost } from "miniscope-lab";
kernelHost()!.registerTarget("echo", (comm) => { comm.onMessage = ({ data }) => comm.send(data); });
const frame = new Uint8Array(608 * 608);
kernelHost()!.registerTarget("frames", (comm) => { comm.onMessage = () => comm.send({}, [frame]); });`;

const sandboxCell = `
import { MoviePlayer, SideView, cellActivity, composite, optics, parseSpec, placeNeurons, sandbox, sensor } from "miniscope-lab";
await sandbox(
  parseSpec({
    acquisition: {
      optics: { na: 0.3, magnification: 2.9, field_curvature_radius_um: 2500 },
      image_sensor: { n_px_height: 192, n_px_width: 192, pixel_pitch_um: 4.8 },
      focal_depth_in_tissue_um: 80, duration_s: 10,
    },
    steps: [placeNeurons({ density_per_mm3: 2200, soma_radius_um: 6 }), cellActivity(), optics(), composite(), sensor()],
  }),
  {
    controls: { "acquisition.optics.na": { label: "NA", min: 0.1, max: 0.8, step: 0.01 } },
    views: (scene) => [new SideView(scene), new MoviePlayer(scene)],
  },
)`;

const playerCell = `
import { MoviePlayer, buildSpec, ca1, miniscopeV4, plan } from "miniscope-lab";
const spec = buildSpec(miniscopeV4(), ca1(), { duration_s: 1, fps: 60, includeNeuropil: false, includeVasculature: false });
new MoviePlayer(await plan(spec))`;

interface KernelConnection {
  createComm(target: string): {
    open(): unknown;
    send(data: object): unknown;
    onMsg: (message: { readonly buffers?: readonly { readonly byteLength: number }[] }) => void;
  };
}

/** Milliseconds of each of `count` messages to the kernel and back. */
function roundTrips(page: Page, count: number): Promise<number[]> {
  return page.evaluate(async (messages) => {
    const lab = window as unknown as {
      jupyterapp: { shell: { currentWidget: { sessionContext: { session: { kernel: KernelConnection } } } } };
    };
    const comm = lab.jupyterapp.shell.currentWidget.sessionContext.session.kernel.createComm("echo");
    comm.open();
    const times: number[] = [];
    for (let i = 0; i < messages; i++) {
      const start = performance.now();
      await new Promise<void>((resolve) => {
        comm.onMsg = () => resolve();
        comm.send({ i });
      });
      times.push(performance.now() - start);
    }
    return times;
  }, count);
}

/** Megabytes a second of 608 × 608 frames, four under way at a time. */
function megabytesPerSecond(page: Page, count: number): Promise<number> {
  return page.evaluate(async (frames) => {
    const lab = window as unknown as {
      jupyterapp: { shell: { currentWidget: { sessionContext: { session: { kernel: KernelConnection } } } } };
    };
    const comm = lab.jupyterapp.shell.currentWidget.sessionContext.session.kernel.createComm("frames");
    comm.open();
    let bytes = 0;
    let left = frames;
    const start = performance.now();
    await new Promise<void>((resolve) => {
      comm.onMsg = ({ buffers }) => {
        bytes += buffers?.[0]?.byteLength ?? 0;
        left -= 1;
        if (left === 0) resolve();
        else if (left >= 4) comm.send({});
      };
      for (let i = 0; i < 4; i++) comm.send({});
    });
    return bytes / 1e6 / ((performance.now() - start) / 1000);
  }, count);
}

/** Milliseconds from a key on the slider to the new picture, each. */
async function sliderToPicture(page: Page, count: number): Promise<number[]> {
  const handle = page.locator(".widget-slider .noUi-handle").first();
  await handle.focus();
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    // The clock has to be listening before the key goes down.
    const clock = await page.evaluateHandle(() => {
      const player = document.querySelector(".ms-player") as HTMLElement;
      const { generation } = player.dataset;
      const elapsed = new Promise<number>((resolve) => {
        let start = 0;
        document.addEventListener("keydown", () => (start = performance.now()), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          if (player.dataset.generation === generation) return;
          observer.disconnect();
          resolve(performance.now() - start);
        });
        observer.observe(player, { attributes: true });
      });
      return { elapsed };
    });
    await page.keyboard.press(i % 2 === 0 ? "ArrowRight" : "ArrowLeft");
    times.push(await clock.evaluate(({ elapsed }) => elapsed));
  }
  return times;
}

/** Different frames drawn a second, once the movie is in the page. */
async function framesPerSecond(page: Page): Promise<number> {
  const player = page.locator(".ms-player");
  await player.waitFor();
  await player.locator(".ms-play").click();
  await page.waitForTimeout(8000);
  return player.evaluate(
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
}

export async function rows(): Promise<Row[]> {
  const lab = await JupyterLab.start();
  const browser = await Browser.start();
  try {
    const open = async (name: string, cell: string) => {
      lab.writeNotebook(`${name}.ipynb`, [cell]);
      const { page } = await browser.page();
      const notebook = await Notebook.open(page, lab, `${name}.ipynb`);
      await notebook.runAll();
      return page;
    };
    const comms = await open("comms", commsCell);
    const echo = await roundTrips(comms, 100);
    const throughput = await megabytesPerSecond(comms, 200);
    const sandbox = await open("sandbox", sandboxCell);
    await sandbox.waitForSelector('.ms-player[data-state="ready"]');
    const pictures = await sliderToPicture(sandbox, 20);
    const frames = await framesPerSecond(await open("player", playerCell));
    return [
      { name: "comm round trip through the browser, median", value: median(echo), unit: "ms" },
      { name: "binary frames to the page", value: throughput, unit: "MB/s" },
      { name: "slider to picture in a sandbox, median", value: median(pictures), unit: "ms" },
      { name: "player at 608 × 608, 60 fps movie", value: frames, unit: "frames/s" },
    ];
  } finally {
    await browser.stop();
    await lab.stop();
  }
}
