import { formatNumber, narrowSpace } from "../../src/drawing/format.js";
import { axisTicks } from "../../src/drawing/ticks.js";
import { onDrag, setAttributes, svg } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

const height = 34;
const handle = 10;

/** The time line: what is loaded, where the movie is, and a handle to drag. */
export class Scrubber {
  readonly element: SVGSVGElement;
  readonly #model: MoviePlayerModel;
  readonly #there = svg("rect", { class: "ms-there", x: 0, y: 6, height: 4 });
  readonly #loaded = svg("path", { class: "ms-loaded" });
  readonly #range = svg("path", { class: "ms-range" });
  readonly #played = svg("rect", { class: "ms-played", x: 0, y: 6, height: 4 });
  readonly #track = svg("rect", { class: "ms-track", x: 0, y: 6, height: 4 });
  readonly #handle = svg("rect", { class: "ms-handle", y: 1, width: handle, height: 14, rx: 2 });
  readonly #ticks = svg("g");
  readonly #target = svg("rect", { x: 0, y: 0, height: 24, fill: "transparent" });
  #width = 0;

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    const attributes = { class: "ms-plot ms-scrubber", height, role: "slider", tabindex: 0, "aria-label": "time" };
    const parts = [
      this.#track,
      this.#there,
      this.#loaded,
      this.#played,
      this.#range,
      this.#handle,
      this.#ticks,
      this.#target,
    ];
    this.element = svg("svg", attributes, ...parts);
    const frameAt = ({ clientX }: PointerEvent) => {
      const { left } = this.element.getBoundingClientRect();
      return ((clientX - left) / this.#width) * (model.frameCount - 1);
    };
    // With Shift a drag chooses the frames to play.
    let start: number | null = null;
    const seek = (event: PointerEvent) => {
      if (event.type === "pointerdown") start = event.shiftKey ? Math.round(frameAt(event)) : null;
      if (start !== null) {
        const end = Math.round(frameAt(event));
        if (end !== start) model.setRange([Math.min(start, end), Math.max(start, end) + 1]);
        return;
      }
      model.scrub(true);
      model.seek(frameAt(event));
    };
    onDrag(this.#target, seek, () => model.scrub(false));
  }

  resize(width: number): void {
    if (width === this.#width) return;
    this.#width = width;
    setAttributes(this.element, { width });
    setAttributes(this.#track, { width });
    setAttributes(this.#target, { width });
    this.drawAxis();
    this.drawLoaded();
    this.drawPosition();
  }

  drawAxis(): void {
    const { frameCount, fps } = this.#model;
    const lastS = Math.max(0, frameCount - 1) / fps;
    const ticks = axisTicks(0, frameCount / fps, this.#width < 400 ? 4 : 7);
    const step = ticks.length > 1 ? ticks[1].value - ticks[0].value : 1;
    this.#ticks.replaceChildren(
      ...ticks.flatMap(({ value, label }, i) => {
        const x = lastS > 0 ? Math.min(1, value / lastS) * this.#width : 0;
        const isEnd = i > 0 && lastS - value < step / 8;
        const anchor = i === 0 ? "start" : isEnd ? "end" : "middle";
        const text = i === ticks.length - 1 ? `${label}${narrowSpace}s` : label;
        const line = Math.min(this.#width - 0.5, Math.round(x) + 0.5);
        return [
          svg("path", { class: "ms-axis", d: `M${line} 15v4` }),
          svg("text", { x: isEnd ? this.#width : x, y: 31, "text-anchor": anchor }, text),
        ];
      }),
    );
  }

  drawLoaded(): void {
    const stage = this.#model.stageInfo?.name;
    const runs = stage ? this.#model.loader.runs(stage) : [];
    const d = runs.map(([from, to]) => `M${this.#x(from)} 6H${this.#x(to - 1)}v4H${this.#x(from)}z`).join("");
    setAttributes(this.#loaded, { d });
  }

  drawPosition(): void {
    const { position, frameCount, fps, range, available } = this.#model;
    const x = this.#x(position);
    const [from, to] = [this.#x(range[0]), this.#x(Math.max(0, range[1] - 1))];
    const isPart = range[0] > 0 || range[1] < frameCount;
    setAttributes(this.#there, { width: available < frameCount ? this.#x(Math.max(0, available - 1)) : 0 });
    setAttributes(this.#played, { x: isPart ? Math.min(from, x) : 0, width: isPart ? Math.max(0, x - from) : x });
    setAttributes(this.#range, {
      d: isPart ? `M${from + 4} 2H${from + 0.5}V14H${from + 4}M${to - 4} 2H${to - 0.5}V14H${to - 4}` : "",
    });
    setAttributes(this.#handle, { x: Math.min(this.#width - handle, Math.max(0, x - handle / 2)) });
    setAttributes(this.element, {
      "aria-valuemin": 0,
      "aria-valuemax": Math.max(0, frameCount - 1),
      "aria-valuenow": position,
      "aria-valuetext": `frame ${position}, ${formatNumber(position / fps, 2)} seconds`,
    });
  }

  #x(frame: number): number {
    const last = Math.max(1, this.#model.frameCount - 1);
    return Math.round((frame / last) * this.#width * 100) / 100;
  }
}
