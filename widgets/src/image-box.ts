import { icon, textButton } from "./controls.js";
import { html } from "./dom.js";
import { ImagePanel } from "./image-panel.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { Viewport, type ZoomStep } from "./viewport.js";

export type BoxState = "ready" | "loading" | "missing" | "empty" | "error" | "gone";

const gap = 16;
/** A press that moves less is a click. */
const clickReach = 4;

/** The images of a player, zoomed and moved together, and what is said when there is none. */
export class ImageBox {
  readonly element: HTMLElement;
  readonly viewport = new Viewport();
  readonly #model: MoviePlayerModel;
  readonly #row = html("div", { class: "ms-panes" });
  readonly #message = html("div", { class: "ms-message", role: "status" });
  #panels: ImagePanel[] = [];
  #available = 608;
  #said = "";

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.element = html("div", { class: "ms-image" }, this.#row, this.#message);
    this.element.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
  }

  resize(available: number): void {
    this.#available = available;
    this.layOut();
  }

  /** The box is as large as the finished movie at the zoom that fits, so that nothing jumps between stages and zooms. */
  layOut(): void {
    const model = this.#model;
    const finished = model.trait("movie")?.stages.at(-1) ?? model.shown?.stage;
    const { movieCount } = model;
    const room = movieCount > 1 ? (this.#available - gap * (movieCount + 1)) / movieCount : this.#available;
    const across = movieCount > 1 && room < 304 ? Math.min(this.#available - 2 * gap, 608) : room;
    this.viewport.layOut(finished ?? { width: 608, height: 608 }, Math.max(64, Math.floor(across)));
    const wanted = model.trait("zoom") ?? null;
    if (wanted !== this.viewport.wanted) this.viewport.setZoom(wanted);
    this.element.dataset.panels = String(movieCount);
    this.element.dataset.pan = String(this.viewport.canPan);
    this.element.dataset.zoom = String(this.viewport.zoom);
    for (const panel of this.#panels) panel.layOut(this.viewport);
  }

  drawFrame(): void {
    const { shown, contrast } = this.#model;
    if (!shown || !contrast.limits) return;
    if (this.#panels.length !== shown.panels.length || this.element.dataset.compare !== this.#model.compare) {
      this.#makePanels(shown.panels.length);
    }
    const isOther = shown.panels.map((panel, i) => this.#panels[i].drawFrame(shown, panel)).some(Boolean);
    if (isOther) this.layOut();
  }

  drawOutlines(): void {
    for (const panel of this.#panels) {
      panel.drawOutlines();
      panel.follow();
    }
  }

  zoomTo(zoom: ZoomStep | null, at: { x: number; y: number } | null = null): void {
    this.viewport.setZoom(zoom, at);
    this.#model.change({ zoom: this.viewport.wanted });
    this.layOut();
  }

  /** Says in the box what keeps the wanted frame away. */
  say(state: BoxState, message: string, repair?: { readonly label: string; readonly do: () => void }): void {
    const said = `${state} ${message} ${repair?.label}`;
    if (said === this.#said) return;
    this.#said = said;
    this.element.dataset.state = state;
    const parts: (Node | string)[] = message
      ? [html("p", {}, ...(state === "error" ? [icon("warning")] : []), message)]
      : [];
    if (repair) parts.push(textButton(repair.label, repair.do));
    this.#message.replaceChildren(...parts);
  }

  #makePanels(count: number): void {
    const model = this.#model;
    this.element.dataset.compare = model.compare;
    this.#panels = Array.from({ length: count }, (_, i) => new ImagePanel(model, model.movieOf(i)));
    for (const panel of this.#panels) this.#listen(panel);
    this.#row.replaceChildren(...this.#panels.map(({ element }) => element));
    this.layOut();
    this.drawOutlines();
  }

  /** A drag moves the image, a click selects a cell. */
  #listen(panel: ImagePanel): void {
    let from: { x: number; y: number; moved: boolean } | null = null;
    const { selection } = this.#model;
    const { box } = panel;
    box.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      box.setPointerCapture(event.pointerId);
      from = { x: event.clientX, y: event.clientY, moved: false };
    });
    box.addEventListener("pointermove", (event) => {
      if (!from) {
        const id = this.#cellUnder(panel, event);
        if (id !== selection.hovered) selection.hover(id);
        box.style.cursor = id !== null ? "pointer" : this.viewport.canPan ? "grab" : "default";
        return;
      }
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!from.moved && Math.hypot(dx, dy) < clickReach) return;
      from = { x: event.clientX, y: event.clientY, moved: true };
      this.viewport.pan(dx, dy);
      this.layOut();
    });
    box.addEventListener("pointerup", (event) => {
      if (from && !from.moved && this.#model.truth.count > 0) {
        selection.select(this.#cellUnder(panel, event), { add: event.shiftKey });
      }
      from = null;
    });
    box.addEventListener("pointercancel", () => {
      from = null;
    });
    box.addEventListener("pointerleave", () => {
      if (selection.hovered !== null) selection.hover(null);
    });
  }

  #cellUnder({ box, movie }: ImagePanel, { clientX, clientY }: PointerEvent): number | null {
    const { shown, truth } = this.#model;
    const { left, top } = box.getBoundingClientRect();
    const { x, y } = this.viewport.imageAt(clientX - left, clientY - top);
    const [dy, dx] = shown ? truth.shiftAt(shown.stage.name, shown.frame, movie) : [0, 0];
    return truth.at(x - dx, y - dy, this.viewport.zoom);
  }

  /** A pinch, or the wheel with Ctrl, zooms; the wheel alone scrolls the notebook as ever. */
  #onWheel(event: WheelEvent): void {
    const box = event.target instanceof Element ? event.target.closest(".ms-stack") : null;
    if (!event.ctrlKey || !box) return;
    event.preventDefault();
    const { left, top } = box.getBoundingClientRect();
    const zoom = this.viewport.step(event.deltaY < 0 ? 1 : -1);
    if (zoom !== this.viewport.zoom) this.zoomTo(zoom, { x: event.clientX - left, y: event.clientY - top });
  }
}
