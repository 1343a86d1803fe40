import { ColourPanel } from "./colour-panel.js";
import { ContrastPanel } from "./contrast-panel.js";
import { textButton } from "./controls.js";
import { html } from "./dom.js";
import { ImageBox } from "./image-box.js";
import { keyList } from "./key-list.js";
import { claimKeys } from "./keys.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { OverlayPanel } from "./overlay-panel.js";
import { PlayerHeader } from "./player-header.js";
import { type PlayerCommands, playerKeys } from "./player-keys.js";
import { PlayerMessage } from "./player-message.js";
import { SavePanel } from "./save-panel.js";
import { onThemeChange } from "./theme.js";
import { TracesPanel } from "./traces-panel.js";
import { TraitView } from "./trait-model.js";
import { Transport } from "./transport.js";
import { imageColumn, layoutOf } from "./view-layout.js";

/** What of a player is on show. */
export class MoviePlayerView extends TraitView<MoviePlayerModel> {
  declare private image: ImageBox;
  declare private transport: Transport;
  declare private contrast: ContrastPanel;
  declare private colour: ColourPanel;
  declare private overlay: OverlayPanel;
  declare private traces: TracesPanel;
  declare private saver: SavePanel;
  declare private header: PlayerHeader;
  declare private message: PlayerMessage;
  declare private keys: HTMLElement;
  declare private panels: HTMLElement;
  declare private fold: HTMLButtonElement;
  declare private resizer: ResizeObserver;
  declare private endKeys: () => void;
  declare private endTheme: () => void;
  /** The movie and the stage that what stands around the image is drawn for. */
  declare private drawnFor: string;

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
    this.saver = new SavePanel(model);
    const commands = this.commands();
    this.header = new PlayerHeader(model, this.image, commands);
    this.message = new PlayerMessage(model, this.image, this.header.growth);
    this.keys = keyList();
    const column = html("div", { class: "ms-column" }, this.image.element, this.transport.element);
    const settings = html("div", { class: "ms-settings" }, this.colour.element, this.overlay.element);
    this.panels = html("div", { class: "ms-panels" }, this.contrast.element, settings);
    this.fold = textButton("Contrast, colours, overlay", () => this.showPanels(this.panels.hidden));
    this.fold.classList.add("ms-quiet", "ms-fold");
    const rail = html("div", { class: "ms-rail" }, this.fold, this.panels, this.traces.element);
    const split = html("div", { class: "ms-split" }, column, rail);
    el.replaceChildren(this.header.element, this.keys, this.saver.element, split);
    el.setAttribute("role", "region");
    this.endKeys = claimKeys(el, (event) => playerKeys(event, model, commands));
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
    this.message?.close();
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
    this.listenTo(model, "change:progress", () => this.header.drawGrowth());
    this.listenTo(model, "change:zoom change:scale_bar", () => this.layOutImage());
    this.listenTo(model, "change:scale_bar", () => this.colour.draw());
    this.listenTo(model, "change:compare change:projection change:window_frames", () => this.drawColours());
    const cells =
      "cells change:cells change:selected change:also_selected change:outlines change:states change:depth_um";
    this.listenTo(model, `${cells} change:ids change:vessels change:follow_motion`, () => this.drawCells());
    this.listenTo(model, "change:truth", () => this.overlay.drawCells());
    this.listenTo(model, "hover", () => this.image.drawOutlines());
  }

  private commands(): PlayerCommands {
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
    this.header.drawZoom();
  }

  /** Where there is little room, what a movie is drawn with is shown when asked for. */
  private showPanels(isShown: boolean): void {
    this.panels.hidden = !isShown;
    this.fold.setAttribute("aria-expanded", String(isShown));
  }

  /** Another movie, or another stage of it. */
  private drawMovie(): void {
    const { model } = this;
    const drawnFor = JSON.stringify([model.trait("movie"), model.trait("stage")]);
    if (drawnFor === this.drawnFor) {
      this.transport.drawLoaded();
      this.drawPosition();
      return;
    }
    this.drawnFor = drawnFor;
    this.header.drawMovie();
    this.el.setAttribute("aria-label", this.header.heading);
    this.transport.drawMovie();
    this.overlay.drawCells();
    this.layOutImage();
    this.drawCells();
    this.drawPosition();
  }

  private layOutImage(): void {
    this.image.layOut();
    this.header.drawZoom();
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
    this.header.drawFrame();
    const { shown, contrast } = model;
    if (!shown || !contrast.limits) return;
    Object.assign(this.el.dataset, {
      frame: shown.frame,
      stage: shown.stage.name,
      generation: shown.generation,
      limits: JSON.stringify(contrast.limits),
      colormap: contrast.colormap,
      compare: model.compare,
      projection: model.trait("projection") ?? "none",
      coding: shown.coding,
    });
  }

  private drawPosition(): void {
    this.transport.drawPosition();
    this.traces.drawPosition();
    this.saver.draw();
    this.colour.draw();
    this.el.dataset.playing = String(this.model.trait("playing"));
    this.el.dataset.state = this.message.draw();
  }

  private toggleKeys(isOpen = this.keys.hidden): void {
    this.keys.hidden = !isOpen;
  }
}
