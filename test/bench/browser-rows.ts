import type { Page } from "playwright-core";
import { Browser } from "../e2e/browser.js";
import { JupyterLab } from "../e2e/jupyter-lab.js";
import { keyToPictures } from "../e2e/key-to-pictures.js";
import { Notebook } from "../e2e/notebook.js";
import { SlowLink } from "../e2e/slow-link.js";
import { playerCells, playerRows, slowCell, slowRow } from "./player-rows.js";
import { median, type Row } from "./rows.js";

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

const explorerCell = `
import { StageExplorer, bleaching, brainMotion, buildSpec, ca1, miniscopeV4 } from "miniscope-lab";
new StageExplorer(
  buildSpec(miniscopeV4(), ca1(), { duration_s: 20, extraSteps: [bleaching(), brainMotion()] }),
  { step: "vasculature", frame: 100 },
)`;

const slidersCell = `
import { IntSlider, VBox } from "miniscope-lab";
new VBox({ children: Array.from({ length: 199 }, (_, value) => new IntSlider({ value, max: 200 })) })`;

const picturesCell = `
import { HBox, Image } from "miniscope-lab";
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';
const value = new TextEncoder().encode(svg.replace("><", "><!--" + "x".repeat(1e6) + "--><"));
new HBox({ children: Array.from({ length: 20 }, () => new Image({ value, format: "svg+xml", width: "8" })) })`;

const tracesCell = `
import { TraceView } from "miniscope-lab";
const wave = (i: number) => Float32Array.from({ length: 3000 }, (_, t) => Math.sin(t / (10 + i)) + Math.sin(t * t));
const panels = Array.from({ length: 1000 }, (_, i) => ({ label: "#" + i, y: "F (a.u.)", lines: wave(i) }));
new TraceView({ x: { title: "time (s)", step: 0.05 }, panels })`;

const pauseMs = 500;

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

/** Milliseconds from a key on a slider to the new picture of a view, each. */
async function sliderToPicture(page: Page, slider: string, view: string, count: number): Promise<number[]> {
  await page.locator(slider).first().focus();
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const [ms] = await keyToPictures(page, page.locator(view).first(), i % 2 === 0 ? "ArrowLeft" : "ArrowRight");
    times.push(ms);
    // What stands beside the picture follows it.
    await page.waitForTimeout(pauseMs);
  }
  return times;
}

/** Milliseconds from one frame to the next while a thousand traces scroll, each. */
async function scrolling(page: Page, count: number): Promise<number[]> {
  const traces = page.locator(".ms-trace-scroll");
  await traces.waitFor();
  return traces.evaluate(async (element, frames) => {
    const times: number[] = [];
    let last = performance.now();
    for (let i = 0; i < frames; i++) {
      element.scrollTop += 37;
      await new Promise(requestAnimationFrame);
      times.push(performance.now() - last);
      last = performance.now();
    }
    return times;
  }, count);
}

/** Seconds until a reloaded page shows `count` elements again, once its notebook is there. */
async function restored(notebook: Notebook, selector: string, count: number): Promise<number> {
  await notebook.save();
  await notebook.page.reload();
  await notebook.page.waitForSelector(".jp-Notebook .jp-Cell");
  const start = performance.now();
  await notebook.page.waitForFunction(
    ([wanted, number]) => {
      const found = [...document.querySelectorAll(wanted)];
      const isShown = (element: Element) => !(element instanceof HTMLImageElement) || element.naturalWidth > 0;
      return found.filter(isShown).length === number;
    },
    [selector, count] as const,
    { timeout: 120_000 },
  );
  return (performance.now() - start) / 1000;
}

export async function rows(): Promise<Row[]> {
  const lab = await JupyterLab.start();
  const browser = await Browser.start();
  const link = await SlowLink.to(lab);
  try {
    const written = async (name: string, ...cells: string[]) => {
      lab.writeNotebook(`${name}.ipynb`, cells);
      const { page } = await browser.page();
      return Notebook.open(page, lab, `${name}.ipynb`);
    };
    const open = async (name: string, cell: string) => {
      const notebook = await written(name, cell);
      await notebook.runAll();
      return notebook;
    };
    const { page: comms } = await open("comms", commsCell);
    const echo = await roundTrips(comms, 100);
    const throughput = await megabytesPerSecond(comms, 200);
    const { page: sandbox } = await open("sandbox", sandboxCell);
    await sandbox.waitForSelector('.ms-player[data-state="ready"]');
    const pictures = await sliderToPicture(sandbox, ".widget-slider .noUi-handle", ".ms-player", 20);
    const { page: explorer } = await open("explorer", explorerCell);
    await explorer.waitForSelector(".ms-explorer[data-state='ready'][data-strip='fresh']", { timeout: 60_000 });
    const opacity = ".ms-explorer [data-path='steps.vasculature.layers[0].opacity'] .ms-slide";
    const explored = await sliderToPicture(explorer, opacity, ".ms-explorer", 20);
    const player = await playerRows(await written("player", ...playerCells));
    const slow: Row[] = [];
    for (const quality of ["exact", "small"]) {
      lab.writeNotebook(`${quality}.ipynb`, [slowCell(quality)]);
      slow.push(
        await slowRow(quality, await Notebook.open((await browser.page()).page, link, `${quality}.ipynb`), link),
      );
    }
    const scrolled = await scrolling((await open("traces", tracesCell)).page, 200);
    const sliders = await restored(await open("sliders", slidersCell), ".widget-readout", 199);
    const images = await restored(await open("pictures", picturesCell), ".widget-image", 20);
    return [
      { name: "comm round trip through the browser, median", value: median(echo), unit: "ms" },
      { name: "binary frames to the page", value: throughput, unit: "MB/s" },
      { name: "slider to picture in a sandbox, median", value: median(pictures), unit: "ms" },
      {
        name: "slider to picture of the full scene in the stage explorer, median",
        value: median(explored),
        unit: "ms",
      },
      ...player,
      ...slow,
      { name: "scrolling 1000 traces × 3000 points, median frame", value: median(scrolled), unit: "ms" },
      { name: "200 widgets back after a reload", value: sliders, unit: "s" },
      { name: "20 MB of widget state back after a reload", value: images, unit: "s" },
    ];
  } finally {
    link.stop();
    await browser.stop();
    await lab.stop();
  }
}
