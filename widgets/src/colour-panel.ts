import { type ColormapName, colormapNames, colourAt } from "../../src/drawing/colormaps.js";
import { formatQuantity } from "../../src/drawing/format.js";
import { type Quality, qualities } from "../../src/widgets/traits/movie-messages.js";
import type { Projection } from "../../src/widgets/traits/movie-player.js";
import { codingNames } from "./coding-names.js";
import { checkbox, choice, numberInput, setChoices, setPressed, showValue, textButton } from "./controls.js";
import { html } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

const labels: Readonly<Record<ColormapName, string>> = {
  grey: "Grey",
  gcamp: "GCaMP",
  viridis: "Viridis",
  magma: "Magma",
};

const projections: readonly (readonly [value: Projection, label: string])[] = [
  ["none", "each frame"],
  ["mean", "mean of the last"],
  ["max", "maximum of the last"],
  ["max_of_all", "maximum of all"],
];

const hints: Readonly<Record<Quality, string>> = {
  auto: "Exact frames, or small ones while the link is slow",
  exact: "Frames with their very values, however long they take",
  small: "Small frames, near the true values",
};

/** Which colours values get, what a picture is made of, and how frames come. */
export class ColourPanel {
  readonly element: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #maps: ReadonlyMap<ColormapName, HTMLButtonElement>;
  readonly #projection: HTMLSelectElement;
  readonly #window: HTMLInputElement;
  readonly #scaleBar: HTMLInputElement;
  readonly #frames = html("span", { class: "ms-hint" });
  readonly #qualities: ReadonlyMap<Quality, HTMLButtonElement>;
  readonly #link = html("span", { class: "ms-hint", "aria-live": "polite" });

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.#maps = new Map(colormapNames.map((name) => [name, this.#mapButton(name)]));
    const maps = html(
      "span",
      { class: "ms-segments", role: "group", "aria-label": "colour map" },
      ...this.#maps.values(),
    );
    this.#projection = choice("picture", (value) => {
      const found = projections.find(([name]) => name === value);
      if (found) model.change({ projection: found[0] });
    });
    this.#projection.title = "What a picture is made of (P)";
    setChoices(this.#projection, projections);
    this.#window = numberInput("frames of the projection", (value) => {
      model.change({ window_frames: Math.min(100, Math.max(2, Math.round(value))) });
    });
    const bar = checkbox("scale bar", (on) => model.change({ scale_bar: on }));
    this.#scaleBar = bar.input;
    this.#qualities = new Map(qualities.map((quality) => [quality, this.#qualityButton(quality)]));
    const held = html(
      "span",
      { class: "ms-segments", role: "group", "aria-label": "frames come" },
      ...this.#qualities.values(),
    );
    this.element = html(
      "section",
      { class: "ms-section ms-rows" },
      html("div", { class: "ms-row" }, html("span", { class: "ms-hint ms-row-name" }, "Colour"), maps),
      html(
        "div",
        { class: "ms-row" },
        html("span", { class: "ms-hint ms-row-name" }, "Picture"),
        this.#projection,
        this.#window,
        this.#frames,
        bar.element,
      ),
      html("div", { class: "ms-row" }, html("span", { class: "ms-hint ms-row-name" }, "Frames"), held, this.#link),
    );
  }

  draw(): void {
    const model = this.#model;
    this.#drawQuality();
    this.#scaleBar.checked = model.trait("scale_bar") ?? true;
    const isSigned = model.compare === "difference";
    for (const [name, button] of this.#maps) {
      setPressed(button, !isSigned && name === model.trait("colormap"));
      button.disabled = isSigned;
    }
    const projection = model.trait("projection") ?? "none";
    this.#projection.value = projection;
    const isRolling = projection === "mean" || projection === "max";
    this.#window.hidden = !isRolling;
    showValue(this.#window, String(model.trait("window_frames") ?? 10));
    const { share } = model.projection;
    this.#frames.textContent = isRolling
      ? "frames"
      : share !== null
        ? `${Math.round(100 * share)} %`
        : isSigned
          ? "differences: blue – black – orange"
          : "";
  }

  #drawQuality(): void {
    const { quality, shown, loader } = this.#model;
    for (const [name, button] of this.#qualities) setPressed(button, name === quality);
    const { bytesPerSecond, isSmall } = loader;
    const came = codingNames[shown?.coding ?? "raw"];
    const isSlow = isSmall && quality === "auto" && bytesPerSecond !== null;
    const link = isSlow ? ` · slow link, ${formatQuantity(bytesPerSecond / 1e6, "MB/s", 1)}` : "";
    const said = `${came}${link}`;
    if (this.#link.textContent !== said) this.#link.textContent = said;
  }

  #qualityButton(quality: Quality): HTMLButtonElement {
    return textButton(quality, () => this.#model.change({ quality }), `${hints[quality]} (Q)`);
  }

  next(): void {
    const at = projections.findIndex(([name]) => name === this.#model.trait("projection"));
    this.#model.change({ projection: projections[(at + 1) % projections.length][0] });
  }

  #mapButton(name: ColormapName): HTMLButtonElement {
    const button = textButton(labels[name], () => this.#model.change({ colormap: name }), "Colour map (C)");
    const stops = Array.from({ length: 8 }, (_, i) => colourAt(name, i / 7)).join(", ");
    button.prepend(html("span", { class: "ms-swatch", style: `background:linear-gradient(90deg, ${stops})` }));
    button.dataset.colormap = name;
    return button;
  }
}
