import { type ColormapName, colormapNames, colourAt } from "../../src/drawing/colormaps.js";
import { formatNumber, formatQuantity } from "../../src/drawing/format.js";
import { ContrastPanel } from "./contrast-panel.js";
import { choice, iconButton, setChoices, setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import { type BoxState, ImageBox } from "./image-box.js";
import { keyList } from "./key-list.js";
import { claimKeys } from "./keys.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { TraitView } from "./trait-model.js";
import { Transport } from "./transport.js";

const colormapLabels: Readonly<Record<ColormapName, string>> = {
  grey: "Grey",
  gcamp: "GCaMP",
  viridis: "Viridis",
  magma: "Magma",
};
const bits = { uint8: "8 bit", uint16: "16 bit", float32: "32 bit float" } as const;
const besideFrom = 960;
const imageColumn = 608;
/** A frame that is late by less is not worth a word. */
const loadingAfterMs = 250;

/** What of a player is on show. */
export class MoviePlayerView extends TraitView<MoviePlayerModel> {
  declare private image: ImageBox;
  declare private transport: Transport;
  declare private contrast: ContrastPanel;
  declare private stages: HTMLSelectElement;
  declare private summary: HTMLElement;
  declare private colormaps: Map<ColormapName, HTMLButtonElement>;
  declare private keys: HTMLElement;
  declare private resizer: ResizeObserver;
  declare private endKeys: () => void;
  declare private loading: ReturnType<typeof setTimeout> | undefined;

  override render(): void {
    super.render();
    const { el, model } = this;
    el.classList.add("ms-widget", "ms-player");
    el.tabIndex = -1;
    this.image = new ImageBox(model);
    this.transport = new Transport(model);
    this.contrast = new ContrastPanel(model);
    this.summary = html("span", { class: "ms-hint ms-summary" });
    this.stages = choice("stage", (stage) => model.chooseStage(stage));
    this.keys = keyList();
    const column = html("div", { class: "ms-column" }, this.image.element, this.transport.element);
    const rail = html("div", { class: "ms-rail" }, this.contrast.element, this.colourSection());
    el.replaceChildren(this.header(), this.keys, html("div", { class: "ms-split" }, column, rail));
    this.endKeys = claimKeys(el, (event) => this.actionOf(event));
    this.listen();
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(el);
    model.addViewer();
    this.drawMovie();
    this.drawFrame();
  }

  override remove(): MoviePlayerView {
    this.resizer?.disconnect();
    this.endKeys?.();
    clearTimeout(this.loading);
    this.model.removeViewer();
    return super.remove();
  }

  private listen(): void {
    const { model } = this;
    this.listenTo(model, "show", () => this.drawFrame());
    this.listenTo(model, "move", () => this.drawPosition());
    this.listenTo(model, "load", () => {
      this.transport.drawLoaded();
      this.drawPosition();
    });
    this.listenTo(model, "change:movie change:generation change:stage", () => this.drawMovie());
    this.listenTo(model, "change:limits change:colormap", () => this.drawColours());
  }

  private header(): HTMLElement {
    return html(
      "header",
      { class: "ms-header" },
      html("b", {}, "Movie"),
      this.summary,
      html("span", { class: "ms-space" }),
      html("label", { class: "ms-hint ms-stage" }, "stage", this.stages),
      iconButton("save", "Save frame as PNG (S)", () => this.save()),
      iconButton("help", "Keys (?)", () => this.toggleKeys()),
    );
  }

  private colourSection(): HTMLElement {
    this.colormaps = new Map(
      colormapNames.map((name) => {
        const button = textButton(colormapLabels[name], () => this.model.setColormap(name), "Colour map (C)");
        const stops = Array.from({ length: 8 }, (_, i) => colourAt(name, i / 7)).join(", ");
        button.prepend(html("span", { class: "ms-swatch", style: `background:linear-gradient(90deg, ${stops})` }));
        button.dataset.colormap = name;
        return [name, button];
      }),
    );
    const label = html("span", { class: "ms-hint" }, "Colour");
    const group = html("span", { class: "ms-segments", role: "group", "aria-label": "colour map" });
    group.append(...this.colormaps.values());
    return html("section", { class: "ms-section ms-colour" }, label, group);
  }

  private resize(): void {
    const width = this.el.clientWidth;
    if (width === 0) return;
    const isBeside = width >= besideFrom;
    this.el.dataset.layout = isBeside ? "wide" : width >= 560 ? "stacked" : "compact";
    const column = isBeside ? imageColumn : width;
    this.image.resize(column);
    this.transport.resize(column);
    this.contrast.resize(isBeside ? width - imageColumn - 1 : width);
  }

  /** Another movie, or another stage of it. */
  private drawMovie(): void {
    const { model } = this;
    const movie = model.trait("movie");
    const stage = model.stageInfo;
    setChoices(this.stages, movie?.stages.map(({ name }) => [name, name.replaceAll("_", " ")] as const) ?? []);
    this.stages.value = stage?.name ?? "";
    const finished = movie?.stages.at(-1);
    const panels = Math.max(1, movie?.labels?.length ?? 0);
    const facts: string[] = finished
      ? [`${formatNumber(finished.width / panels)} × ${formatNumber(finished.height)} px`]
      : [];
    if (movie?.pixelSizeUm) facts.push(formatQuantity(movie.pixelSizeUm, "µm/px", 3));
    facts.push(`${formatNumber(model.frameCount)} frames`, formatQuantity(model.fps, "fps"));
    if (stage) facts.push(bits[stage.dtype]);
    this.summary.textContent = facts.join(" · ");
    this.transport.drawMovie();
    this.image.layOut();
    this.drawPosition();
  }

  /** Another frame is on show. */
  private drawFrame(): void {
    this.drawColours();
    this.contrast.drawFrame();
    this.drawPosition();
  }

  private drawColours(): void {
    const { model } = this;
    this.image.drawFrame();
    this.contrast.drawLimits();
    for (const [name, button] of this.colormaps) setPressed(button, name === model.trait("colormap"));
    const { shown, limits } = model;
    if (!shown || !limits) return;
    Object.assign(this.el.dataset, {
      frame: shown.frame,
      stage: shown.stage.name,
      generation: shown.generation,
      limits: JSON.stringify(limits),
      colormap: model.trait("colormap"),
    });
  }

  private drawPosition(): void {
    this.transport.drawPosition();
    this.el.dataset.playing = String(this.model.trait("playing"));
    const [state, message] = this.state();
    this.el.dataset.state = state;
    if (state !== "loading") {
      clearTimeout(this.loading);
      this.loading = undefined;
      this.image.say(state, message, state === "error" ? () => this.model.loader.retry() : undefined);
    } else {
      this.loading ??= setTimeout(() => this.image.say(state, message), loadingAfterMs);
    }
  }

  private state(): readonly [BoxState, string] {
    const { model } = this;
    const { shown } = model;
    if (!model.comm_live) {
      return ["gone", shown ? "Kernel stopped · last frame shown" : "Kernel stopped · run the cell to see the movie"];
    }
    if (model.frameCount === 0) return ["empty", "No frames in this movie. Its spec ends before the first image."];
    if (model.loader.failure) return ["error", model.loader.failure];
    const isShown =
      shown?.frame === model.position &&
      shown.stage.name === model.trait("stage") &&
      shown.generation === model.trait("generation");
    return isShown ? ["ready", ""] : ["loading", `Loading frame ${model.position}`];
  }

  private actionOf({ key, shiftKey, target }: KeyboardEvent): (() => void) | undefined {
    const { model } = this;
    const many = shiftKey ? 10 : 1;
    const isOnButton = target instanceof HTMLButtonElement && !target.classList.contains("ms-play");
    const isOnLevel = target instanceof Element && target.classList.contains("ms-level");
    if ((key === " " && isOnButton) || (key.startsWith("Arrow") && isOnLevel)) return undefined;
    const actions: Readonly<Record<string, () => void>> = {
      " ": () => model.togglePlay(),
      ",": () => model.step(-1),
      ".": () => model.step(1),
      ArrowLeft: () => model.step(-many),
      ArrowRight: () => model.step(many),
      Home: () => model.seek(0),
      End: () => model.seek(model.frameCount - 1),
      "[": () => model.changeSpeed(-1),
      "]": () => model.changeSpeed(1),
      l: () => model.toggleLoop(),
      c: () => model.nextColormap(),
      a: () => model.autoContrast(),
      s: () => this.save(),
      "?": () => this.toggleKeys(),
      Escape: () => this.toggleKeys(false),
    };
    return actions[key.length === 1 ? key.toLowerCase() : key];
  }

  private toggleKeys(isOpen = this.keys.hidden): void {
    this.keys.hidden = !isOpen;
  }

  /** The frame as it is shown, one pixel a value. */
  private save(): void {
    const { shown } = this.model;
    if (!shown) return;
    this.image.canvas.toBlob((blob) => {
      if (!blob) return;
      const href = URL.createObjectURL(blob);
      html("a", { href, download: `${shown.stage.name}-frame-${shown.frame}.png` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    });
  }
}
