import { formatNumber, formatQuantity, narrowSpace } from "../../src/drawing/format.js";
import type { Comparison } from "../../src/widgets/traits/movie-player.js";
import { codingNames } from "./coding-names.js";
import { ColourPanel } from "./colour-panel.js";
import { ContrastPanel } from "./contrast-panel.js";
import { choice, iconButton, setChoices, setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import { GrowthBar } from "./growth-bar.js";
import { type BoxState, ImageBox } from "./image-box.js";
import { keyList } from "./key-list.js";
import { claimKeys } from "./keys.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { OverlayPanel } from "./overlay-panel.js";
import { playerKeys } from "./player-keys.js";
import { SavePanel } from "./save-panel.js";
import { onThemeChange } from "./theme.js";
import { TracesPanel } from "./traces-panel.js";
import { TraitView } from "./trait-model.js";
import { Transport } from "./transport.js";
import { imageColumn, layoutOf } from "./view-layout.js";
import { ZoomBar } from "./zoom-bar.js";

const bits = { uint8: "8 bit", uint16: "16 bit", float32: "32 bit float" } as const;
/** A frame that is late by less is not worth a word. */
const loadingAfterMs = 250;

const comparisons: readonly (readonly [compare: Comparison, label: string, key: string])[] = [
  ["side_by_side", "Side by side", "0"],
  ["first", "Without", "1"],
  ["difference", "Difference", "2"],
  ["last", "With", "3"],
];

/** What of a player is on show. */
export class MoviePlayerView extends TraitView<MoviePlayerModel> {
  declare private image: ImageBox;
  declare private transport: Transport;
  declare private contrast: ContrastPanel;
  declare private colour: ColourPanel;
  declare private overlay: OverlayPanel;
  declare private traces: TracesPanel;
  declare private zoom: ZoomBar;
  declare private saver: SavePanel;
  declare private stages: HTMLSelectElement;
  declare private heading: HTMLElement;
  declare private summary: HTMLElement;
  declare private fidelity: HTMLElement;
  declare private growth: GrowthBar;
  declare private compare: HTMLElement;
  declare private keys: HTMLElement;
  declare private panels: HTMLElement;
  declare private fold: HTMLButtonElement;
  declare private resizer: ResizeObserver;
  declare private endKeys: () => void;
  declare private endTheme: () => void;
  declare private loading: ReturnType<typeof setTimeout> | undefined;

  override render(): void {
    super.render();
    const { el, model } = this;
    el.classList.add("ms-widget", "ms-player");
    el.tabIndex = -1;
    this.image = new ImageBox(model);
    this.transport = new Transport(model);
    this.contrast = new ContrastPanel(model);
    this.colour = new ColourPanel(model);
    this.overlay = new OverlayPanel(model);
    this.traces = new TracesPanel(model);
    this.zoom = new ZoomBar(this.image);
    this.saver = new SavePanel(model);
    this.heading = html("b");
    this.summary = html("span", { class: "ms-hint ms-summary" });
    this.fidelity = html("span");
    this.growth = new GrowthBar(model);
    this.compare = html("span", { class: "ms-segments", role: "group", "aria-label": "compare" });
    this.stages = choice("stage", (stage) => model.chooseStage(stage));
    this.keys = keyList();
    const column = html("div", { class: "ms-column" }, this.image.element, this.transport.element);
    const settings = html("div", { class: "ms-settings" }, this.colour.element, this.overlay.element);
    this.panels = html("div", { class: "ms-panels" }, this.contrast.element, settings);
    this.fold = textButton("Contrast, colours, overlay", () => this.showPanels(this.panels.hidden));
    this.fold.classList.add("ms-quiet", "ms-fold");
    const rail = html("div", { class: "ms-rail" }, this.fold, this.panels, this.traces.element);
    const split = html("div", { class: "ms-split" }, column, rail);
    el.replaceChildren(this.header(), this.keys, this.saver.element, split);
    el.setAttribute("role", "region");
    this.endKeys = claimKeys(el, (event) => playerKeys(event, model, this.commands()));
    this.endTheme = onThemeChange(() => this.traces.drawCells());
    this.listen();
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(el);
    model.addViewer();
    this.drawMovie();
    if (model.shown) this.drawFrame();
  }

  override remove(): MoviePlayerView {
    this.resizer?.disconnect();
    this.endKeys?.();
    this.endTheme?.();
    this.saver?.close();
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
    this.listenTo(model, "change:limits change:difference_limit change:colormap change:contrast", () =>
      this.drawColours(),
    );
    this.listenTo(model, "change:progress", () => this.drawGrowth());
    this.listenTo(model, "change:zoom change:scale_bar", () => this.layOutImage());
    this.listenTo(model, "change:compare change:projection change:window_frames", () => this.drawColours());
    const cells =
      "cells change:cells change:selected change:also_selected change:outlines change:states change:depth_um";
    this.listenTo(model, `${cells} change:ids change:follow_motion`, () => this.drawCells());
    this.listenTo(model, "change:truth", () => this.overlay.drawCells());
    this.listenTo(model, "hover", () => this.image.drawOutlines());
  }

  private header(): HTMLElement {
    return html(
      "div",
      { class: "ms-header" },
      this.heading,
      this.summary,
      this.growth.element,
      html("span", { class: "ms-space" }),
      this.compare,
      html("label", { class: "ms-hint ms-stage" }, "stage", this.stages),
      this.zoom.element,
      iconButton("save", "Save frame or movie (S)", () => this.saver.toggle()),
      iconButton("help", "Keys (?)", () => this.toggleKeys()),
    );
  }

  private commands() {
    return {
      save: () => this.saver.toggle(),
      help: () => this.toggleKeys(),
      close: () => {
        if (!this.keys.hidden) this.toggleKeys(false);
        else if (this.saver.isOpen) this.saver.toggle(false);
        else this.model.selection.select(null);
      },
      nextPicture: () => this.colour.next(),
      nextOutlines: () => this.overlay.nextOutlines(),
      zoom: (by: 1 | -1) => this.image.zoomTo(this.image.viewport.step(by)),
      fit: () => this.image.zoomTo(null),
    };
  }

  private resize(): void {
    const width = this.el.clientWidth;
    if (width === 0) return;
    const layout = layoutOf(width);
    const isBeside = layout === "wide" && this.model.movieCount === 1;
    if (layout !== this.el.dataset.layout) this.showPanels(layout !== "compact");
    this.el.dataset.layout = layout;
    this.el.dataset.rail = isBeside ? "beside" : "under";
    const column = isBeside ? imageColumn : width;
    const rail = isBeside ? width - imageColumn - 1 : width;
    this.image.resize(column);
    this.transport.resize(column);
    this.contrast.resize(!isBeside && layout === "wide" ? Math.floor(width / 2) : rail);
    this.traces.resize(rail, layout === "compact");
    this.zoom.draw();
  }

  /** Where there is little room, what a movie is drawn with is shown when asked for. */
  private showPanels(isShown: boolean): void {
    this.panels.hidden = !isShown;
    this.fold.setAttribute("aria-expanded", String(isShown));
  }

  /** Another movie, or another stage of it. */
  private drawMovie(): void {
    const { model } = this;
    const movie = model.trait("movie");
    const stage = model.stageInfo;
    setChoices(this.stages, movie?.stages.map(({ name }) => [name, name.replaceAll("_", " ")] as const) ?? []);
    this.stages.value = stage?.name ?? "";
    const finished = movie?.stages.at(-1);
    const names = ["Movie", "Movie", "Two movies", "Three movies", "Four movies"];
    this.heading.textContent = names[model.movieCount] ?? `${model.movieCount} movies`;
    this.el.setAttribute("aria-label", this.heading.textContent);
    const facts = finished ? [`${formatNumber(finished.width)} × ${formatNumber(finished.height)} px`] : [];
    if (movie?.pixelSizeUm) facts.push(formatQuantity(movie.pixelSizeUm, "µm/px", 3));
    facts.push(`${formatNumber(model.frameCount)} frames`, formatQuantity(model.fps, "fps"));
    this.summary.replaceChildren(`${facts.join(" · ")} · `, this.fidelity);
    this.fidelity.textContent = stage ? bits[stage.dtype] : "";
    this.drawCompare();
    this.drawGrowth();
    this.transport.drawMovie();
    this.overlay.drawCells();
    this.layOutImage();
    this.drawCells();
    this.drawPosition();
  }

  /** How far the movie is says the header in place of what it is like. */
  private drawGrowth(): void {
    this.growth.draw();
    this.summary.hidden = !this.growth.element.hidden;
  }

  private drawCompare(): void {
    const { model } = this;
    const labels = [...model.labels];
    this.compare.hidden = labels.length < 2;
    const nameOf = (compare: Comparison, label: string) =>
      compare === "first" ? labels[0] : compare === "last" ? labels[labels.length - 1] : label;
    this.compare.replaceChildren(
      ...comparisons.map(([compare, label, key]) => {
        const name = labels.length < 2 ? label : nameOf(compare, label);
        const button = textButton(name, () => model.change({ compare }), `${name} (${key})`);
        button.dataset.compare = compare;
        setPressed(button, compare === model.compare);
        return button;
      }),
    );
  }

  private layOutImage(): void {
    this.image.layOut();
    this.zoom.draw();
    this.overlay.draw();
  }

  /** Another frame is on show. */
  private drawFrame(): void {
    this.image.drawFrame();
    this.contrast.drawFrame();
    this.drawState();
    this.drawPosition();
  }

  private drawColours(): void {
    this.image.drawFrame();
    this.contrast.drawLimits();
    this.drawState();
  }

  private drawCells(): void {
    this.overlay.draw();
    this.image.drawOutlines();
    this.traces.drawCells();
    const { selection } = this.model;
    Object.assign(this.el.dataset, { selected: selection.selected ?? "", chosen: this.model.chosen.join() });
  }

  private drawState(): void {
    const { model } = this;
    this.colour.draw();
    for (const button of this.compare.querySelectorAll("button")) {
      setPressed(button, button.dataset.compare === model.compare);
    }
    const { shown, limits } = model;
    if (!shown || !limits) return;
    Object.assign(this.el.dataset, {
      frame: shown.frame,
      stage: shown.stage.name,
      generation: shown.generation,
      limits: JSON.stringify(limits),
      colormap: model.colormap,
      compare: model.compare,
      projection: model.trait("projection") ?? "none",
      coding: shown.coding,
    });
    const isNear = shown.coding !== "raw";
    this.fidelity.textContent = isNear ? codingNames[shown.coding] : bits[shown.stage.dtype];
    this.fidelity.title = isNear ? "Near the true values: exact frames take too long, or small ones are asked for" : "";
  }

  private drawPosition(): void {
    this.transport.drawPosition();
    this.traces.drawPosition();
    this.saver.draw();
    this.colour.draw();
    this.el.dataset.playing = String(this.model.trait("playing"));
    const [state, message, repair] = this.state();
    this.el.dataset.state = state;
    if (state !== "loading") {
      clearTimeout(this.loading);
      this.loading = undefined;
      this.image.say(state, message, repair);
    } else {
      this.loading ??= setTimeout(() => {
        this.loading = undefined;
        const [now, text, remedy] = this.state();
        this.image.say(now, text, remedy);
      }, loadingAfterMs);
    }
  }

  private state(): readonly [state: BoxState, message: string, repair?: { label: string; do: () => void }] {
    const { model } = this;
    const { shown, loader } = model;
    if (!model.comm_live) {
      const what = shown ? "last frame shown · run the cell again to go on" : "run the cell again to see the movie";
      return ["gone", `Kernel stopped · ${what}`];
    }
    if (model.frameCount === 0) return ["empty", "No frames in this movie. Its spec ends before the first image."];
    const missing = this.growth.missing(model.position);
    if (missing) return [missing.isComing ? "loading" : "missing", missing.message];
    if (loader.failure) return ["error", loader.failure, { label: "Try again", do: () => loader.retry() }];
    const isShown =
      shown?.frame === model.position &&
      shown.stage.name === model.trait("stage") &&
      shown.generation === model.trait("generation");
    return isShown ? ["ready", ""] : ["loading", `Loading frame ${formatNumber(model.position)}${narrowSpace}…`];
  }

  private toggleKeys(isOpen = this.keys.hidden): void {
    this.keys.hidden = !isOpen;
  }
}
