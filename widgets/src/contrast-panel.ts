import type { Limits } from "../../src/drawing/colourise.js";
import { clippedShares, histogram, valueRange } from "../../src/drawing/contrast.js";
import { decimalsFor, formatNumber, formatShare, narrowSpace } from "../../src/drawing/format.js";
import { axisTicks } from "../../src/drawing/ticks.js";
import type { MoviePlayerTraits } from "../../src/widgets/traits/movie-player.js";
import { numberInput, setPressed, showValue, textButton } from "./controls.js";
import { html, onDrag, setAttributes, setText, svg } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import type { ShownFrame } from "./shown-frame.js";

const height = 60;
const superscripts = ["", "10", "10²", "10³", "10⁴", "10⁵", "10⁶"];

/** The histogram of the frame on show, with a handle for black and one for white. */
export class ContrastPanel {
  readonly element: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #plot = svg("svg", { class: "ms-plot ms-histogram", height: height + 36 });
  readonly #bars = svg("path", { class: "ms-bars" });
  readonly #scale = svg("g");
  readonly #shades = [svg("rect", { class: "ms-shade", height }), svg("rect", { class: "ms-shade", height })] as const;
  readonly #slope = svg("path", { class: "ms-slope" });
  readonly #handles: readonly [SVGGElement, SVGGElement];
  readonly #black: HTMLInputElement;
  readonly #white: HTMLInputElement;
  readonly #unit = html("span", { class: "ms-unit" });
  readonly #clipped = html("span", { class: "ms-small ms-hint" });
  readonly #full: HTMLButtonElement;
  readonly #auto: HTMLButtonElement;
  readonly #scopes: Readonly<Record<MoviePlayerTraits["contrast"], HTMLButtonElement>>;
  #width = 0;
  #range: Limits = [0, 255];
  #rangeOf = "";

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.#full = textButton("Full", () => this.#setFull(), "All values");
    this.#full.classList.add("ms-small", "ms-quiet");
    this.#auto = textButton(
      `Auto 0.5–99.8${narrowSpace}%`,
      () => model.contrast.auto(),
      "So that few pixels are clipped (A)",
    );
    this.#auto.classList.add("ms-small");
    this.#scopes = {
      frame: this.#scope("frame", "Auto contrast takes the frame on show"),
      movie: this.#scope("movie", "Auto contrast takes frames of the whole movie"),
    };
    this.#handles = [this.#handle("black"), this.#handle("white")];
    this.#black = numberInput("black level", (value) => this.#move(0, value));
    this.#white = numberInput("white level", (value) => this.#move(1, value));
    this.#plot.append(this.#bars, ...this.#shades, this.#scale, this.#slope, ...this.#handles);
    const title = html(
      "div",
      { class: "ms-title" },
      html("b", {}, "Contrast"),
      html("span", { class: "ms-small ms-hint ms-fit" }, "pixels per value, log"),
      this.#full,
      this.#auto,
      html(
        "span",
        { class: "ms-segments", role: "group", "aria-label": "auto contrast is of" },
        this.#scopes.frame,
        this.#scopes.movie,
      ),
    );
    const fields = html(
      "div",
      { class: "ms-fields" },
      html("span", { class: "ms-hint" }, "black"),
      this.#black,
      html("span", { class: "ms-hint" }, "white"),
      this.#white,
      this.#unit,
      html("span", { class: "ms-space" }),
      this.#clipped,
    );
    this.element = html("section", { class: "ms-section ms-contrast" }, title, this.#plot, fields);
  }

  resize(width: number): void {
    this.#width = Math.max(0, width - 24);
    setAttributes(this.#plot, { width: this.#width });
    this.drawFrame();
  }

  /** Another frame is on show. */
  drawFrame(): void {
    const { shown } = this.#model;
    if (!shown || this.#width === 0) return;
    this.#keepRange(shown);
    const { counts } = histogram(shown.data, this.#range);
    const top = Math.log10(1 + Math.max(...counts));
    const y = (count: number) => height - (top > 0 ? Math.log10(1 + count) / top : 0) * height;
    const step = this.#width / counts.length;
    let d = `M0 ${height}`;
    counts.forEach((count, i) => {
      d += `L${((i + 0.5) * step).toFixed(1)} ${y(count).toFixed(1)}`;
    });
    setAttributes(this.#bars, { d: `${d}L${this.#width} ${height}Z` });
    this.#drawScale(shown, top, y);
    this.drawLimits();
  }

  drawLimits(): void {
    const { shown, stageInfo, contrast } = this.#model;
    const { limits } = contrast;
    if (!limits || !shown || this.#width === 0) return;
    const [black, white] = limits.map((value) => this.#x(value));
    setAttributes(this.#shades[0], { x: 0, width: Math.max(0, black) });
    setAttributes(this.#shades[1], { x: white, width: Math.max(0, this.#width - white) });
    setAttributes(this.#slope, { d: `M${black} ${height}L${white} 0` });
    const decimals = this.#decimals();
    this.#handles.forEach((handle, i) => {
      const x = i === 0 ? black : white;
      setAttributes(handle, {
        transform: `translate(${Math.round(x) + 0.5} 0)`,
        "aria-valuemin": this.#range[0],
        "aria-valuemax": this.#range[1],
        "aria-valuenow": limits[i],
      });
    });
    showValue(this.#black, formatNumber(limits[0], decimals));
    showValue(this.#white, formatNumber(limits[1], decimals));
    setText(this.#unit, stageInfo?.unit ?? "");
    const [below, above] = clippedShares(shown.data, limits);
    setText(this.#clipped, `${formatShare(below, 2)} below · ${formatShare(above, 2)} above`);
    for (const [scope, button] of Object.entries(this.#scopes)) {
      setPressed(button, scope === (this.#model.trait("contrast") ?? "frame"));
      button.disabled = shown.isSigned || (scope === "movie" && !this.#model.comm_live);
    }
    setPressed(this.#full, limits[0] === this.#range[0] && limits[1] === this.#range[1]);
  }

  /** The axis stays while a stage is shown: it spans all counts, or widens when a frame exceeds it. */
  #keepRange({ data, stage, isSigned }: ShownFrame): void {
    const key = `${stage.name} ${isSigned}`;
    const range = isSigned ? null : stage.range;
    const [low, high] = range ?? (isSigned ? evened(tidy(valueRange(data, null))) : tidy(valueRange(data, null)));
    this.#range =
      this.#rangeOf !== key || range ? [low, high] : [Math.min(low, this.#range[0]), Math.max(high, this.#range[1])];
    this.#rangeOf = key;
    const digits = this.#decimals();
    setText(this.#full, `Full ${formatNumber(this.#range[0], digits)}–${formatNumber(this.#range[1], digits)}`);
  }

  #drawScale({ stage, isSigned }: ShownFrame, top: number, y: (count: number) => number): void {
    const lines = [1, 3, 5].filter((power) => power < top * 0.97);
    const grid = lines.flatMap((power) => {
      const at = Math.round(y(10 ** power)) + 0.5;
      return [
        svg("path", { class: "ms-grid", d: `M0 ${at}H${this.#width}` }),
        svg(
          "text",
          { x: this.#width, y: at < 12 ? at + 11 : at - 3, "text-anchor": "end" },
          `${superscripts[power]}${narrowSpace}px`,
        ),
      ];
    });
    const ticks = axisTicks(this.#range[0], this.#range[1]).flatMap(({ value, label }) => {
      const x = this.#x(value);
      const line = Math.min(this.#width - 0.5, Math.round(x) + 0.5);
      const anchor = x < 8 ? "start" : x > this.#width - 12 ? "end" : "middle";
      return [
        svg("path", { class: "ms-axis", d: `M${line} ${height}v4` }),
        svg("text", { x, y: height + 15, "text-anchor": anchor }, label),
      ];
    });
    this.#scale.replaceChildren(
      ...grid,
      svg("path", { class: "ms-axis", d: `M0 ${height + 0.5}H${this.#width}` }),
      ...ticks,
      svg(
        "text",
        { x: this.#width / 2, y: height + 30, "text-anchor": "middle" },
        `${isSigned ? "difference" : "pixel value"} (${stage.unit})`,
      ),
    );
  }

  #handle(name: "black" | "white"): SVGGElement {
    const which = name === "black" ? 0 : 1;
    const group = svg(
      "g",
      { class: `ms-level ms-${name}`, tabindex: 0, role: "slider", "aria-label": `${name} level` },
      svg("rect", { x: -12, y: 0, width: 24, height, fill: "transparent" }),
      svg("path", { class: "ms-level-line", d: `M0 0V${height}` }),
      svg("rect", { class: "ms-handle", x: -4, y: height / 2 - 8, width: 8, height: 16, rx: 2 }),
    );
    onDrag(group, ({ clientX }) => {
      const { left } = this.#plot.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (clientX - left) / this.#width));
      this.#move(which, this.#range[0] + share * (this.#range[1] - this.#range[0]));
    });
    group.addEventListener("keydown", (event) => {
      const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      const { limits } = this.#model.contrast;
      if (!direction || !limits) return;
      event.preventDefault();
      this.#move(which, limits[which] + direction * this.#step() * (event.shiftKey ? 10 : 1));
    });
    return group;
  }

  #move(which: 0 | 1, to: number): void {
    const { shown, contrast } = this.#model;
    const { limits } = contrast;
    if (!limits) return;
    const step = this.#step();
    const value = Number((Math.round(to / step) * step).toPrecision(12));
    const other = limits[1 - which];
    if (shown?.isSigned) {
      // Zero stays black: both ends move.
      const limit = Math.max(step, which === 0 ? -value : value);
      this.#model.contrast.set([-limit, limit]);
    } else
      this.#model.contrast.set(
        which === 0 ? [Math.min(value, other - step), other] : [other, Math.max(value, other + step)],
      );
    this.drawLimits();
  }

  #scope(contrast: MoviePlayerTraits["contrast"], hint: string): HTMLButtonElement {
    const choose = () => {
      this.#model.change({ contrast });
      this.#model.contrast.auto();
    };
    const button = textButton(contrast, choose, hint);
    button.classList.add("ms-small");
    return button;
  }

  #setFull(): void {
    this.#model.contrast.set(this.#range);
  }

  /** One count, or a thousandth of the range where values are no counts. */
  #step(): number {
    const { shown } = this.#model;
    if (shown?.data instanceof Float32Array && shown.stage.dtype === "float32") {
      return 10 ** Math.floor(Math.log10((this.#range[1] - this.#range[0]) / 200));
    }
    return 1;
  }

  #decimals(): number {
    return decimalsFor(this.#step());
  }

  #x(value: number): number {
    const [low, high] = this.#range;
    return ((value - low) / (high - low)) * this.#width;
  }
}

/** A range with zero in its middle. */
function evened([low, high]: Limits): Limits {
  const limit = Math.max(Math.abs(low), Math.abs(high));
  return [-limit, limit];
}

/** A range whose ends are round. */
function tidy([low, high]: Limits): Limits {
  const step = 10 ** Math.floor(Math.log10((high - low) / 4));
  const round = (value: number) => Number(value.toPrecision(12));
  const start = low >= 0 && low < high / 2 ? 0 : Math.floor(low / step) * step;
  return [round(start), round(Math.ceil(high / step) * step)];
}
