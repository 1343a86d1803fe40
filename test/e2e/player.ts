import { createHash } from "node:crypto";
import { type Plan, renderFrame } from "miniscope-lab";
import type { Locator, Page } from "playwright-core";
import { type ColormapName, lookupTable } from "../../src/drawing/colormaps.js";
import { colourise, type Limits } from "../../src/drawing/colourise.js";

/** What a player shows now, as its page side says. */
export interface Shown {
  readonly frame: number;
  readonly stage: string;
  readonly generation: number;
  /** How the frame came: exact if raw. */
  readonly coding: string;
  readonly limits: Limits;
  readonly colormap: ColormapName;
}

/** A MoviePlayer in the page. */
export class Player {
  constructor(
    readonly page: Page,
    readonly root: Locator,
  ) {}

  async shown(): Promise<Shown> {
    const data = await this.root.evaluate((element) => ({ ...(element as HTMLElement).dataset }));
    return {
      frame: Number(data.frame),
      stage: data.stage ?? "",
      generation: Number(data.generation),
      coding: data.coding ?? "",
      limits: JSON.parse(data.limits ?? "null"),
      colormap: data.colormap as ColormapName,
    };
  }

  /** Waits until the player shows what is asked for. */
  async waitFor(wanted: Partial<Shown> | ((shown: Shown) => boolean), timeout = 60_000): Promise<Shown> {
    const matches = (shown: Shown) =>
      typeof wanted === "function"
        ? wanted(shown)
        : Object.entries(wanted).every(([name, value]) => shown[name as keyof Shown] === value);
    const deadline = Date.now() + timeout;
    for (;;) {
      const shown = await this.shown();
      if (matches(shown)) return shown;
      if (Date.now() > deadline)
        throw new Error(`the player shows ${JSON.stringify(shown)}, not ${JSON.stringify(wanted)}`);
      await this.page.waitForTimeout(20);
    }
  }

  /** Goes to a frame by its number field. */
  async seek(frame: number): Promise<Shown> {
    const field = this.root.locator(".ms-frame-input");
    await field.fill(String(frame));
    await field.press("Enter");
    return this.waitFor({ frame, coding: "raw" });
  }

  async chooseStage(stage: string): Promise<Shown> {
    await this.root.locator(".ms-stage select").selectOption(stage);
    return this.waitFor({ stage, coding: "raw" });
  }

  /** Hash of the canvas's pixels, RGBA. */
  async canvasHash(): Promise<string> {
    const base64 = await this.root.locator("canvas.ms-frame").evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      let text = "";
      for (let i = 0; i < data.length; i += 0x8000) text += String.fromCharCode(...data.subarray(i, i + 0x8000));
      return btoa(text);
    });
    return createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
  }
}

/** Hash of the pixels that a player has to show, rendered here from the spec's plan. */
export function expectedHash(plan: Plan, { frame, stage, limits, colormap }: Shown): string {
  const values = renderFrame(plan, frame, stage);
  const pixels = new Uint8ClampedArray(4 * values.length);
  colourise(values, limits, lookupTable(colormap), pixels);
  return createHash("sha256").update(pixels).digest("hex");
}
