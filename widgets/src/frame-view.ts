import { iconButton } from "./controls.js";
import { html } from "./dom.js";
import { FrameBar } from "./frame-bar.js";
import { FrameImage } from "./frame-image.js";
import { FrameMarks } from "./frame-marks.js";
import type { CellFrameTraits, FrameModel } from "./frame-model.js";
import { type KeyRow, keyList } from "./key-list.js";
import { claimKeys } from "./keys.js";
import { OutlineLayer } from "./outline-layer.js";
import { summaryLine } from "./summary-line.js";
import { onThemeChange } from "./theme.js";
import { TraitView } from "./trait-model.js";
import { imageColumn, layoutOf } from "./view-layout.js";

/** Keys of all views of single frames. */
export const playKeys: readonly KeyRow[] = [
  [["Space"], "play, pause"],
  [[",", "."], "frame back, forward"],
  [["Home", "End"], "first, last frame"],
];
export const colourKeys: readonly KeyRow[] = [
  [["C"], "next colour map"],
  [["A"], "auto contrast"],
];

/** Traits that say which cells there are, and how they are outlined. */
const cells = "change:places change:states change:shifts change:footprints change:outlines change:pick";

export type Actions = Readonly<Record<string, () => void>>;

/** What views of single frames have in common: the frame with marks on it, the bar under it, keys, and room for panels. */
export abstract class FrameView<
  Traits extends CellFrameTraits,
  Model extends FrameModel<Traits>,
> extends TraitView<Model> {
  declare protected image: FrameImage<Traits>;
  declare protected bar: FrameBar<Traits>;
  declare protected marks: FrameMarks;
  declare private layer: OutlineLayer;
  declare protected summary: HTMLElement;
  declare protected keys: HTMLElement;
  declare private resizer: ResizeObserver;
  declare private ends: readonly (() => void)[];

  /** Makes what all have; `label` says what the image is. */
  protected begin(kind: string, label: string, keys: readonly KeyRow[]): void {
    const { el, model } = this;
    el.classList.add("ms-widget", kind);
    el.tabIndex = -1;
    this.image = new FrameImage<Traits>(model, label);
    this.image.canvas.tabIndex = 0;
    this.bar = new FrameBar<Traits>(model);
    this.marks = new FrameMarks(this.image.marks);
    this.layer = new OutlineLayer(() => model.drawing);
    this.image.lay(this.layer.element);
    this.image.element.addEventListener("pointerleave", () => model.selection.hover(null));
    this.summary = summaryLine();
    this.keys = keyList(keys);
  }

  /** Follows the model, the room, the keys and the theme, once everything stands in its place. */
  protected follow(): void {
    const { el, model } = this;
    this.listenTo(model, "show", () => this.drawFrame());
    this.listenTo(model, "move", () => this.drawPlace());
    this.listenTo(model, "change:movie", () => this.drawSource());
    this.listenTo(model, "change:generation", () => this.drawPlace());
    this.listenTo(model, `${cells} change:selected change:also_selected hover cells`, () => this.drawCells());
    this.listen();
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(el);
    this.ends = [claimKeys(el, (event) => this.actionOf(event)), onThemeChange(() => this.drawPanels())];
    model.addViewer();
    this.drawSource();
  }

  override remove(): ReturnType<TraitView<Model>["remove"]> {
    this.resizer?.disconnect();
    for (const end of this.ends ?? []) end();
    this.model.removeViewer();
    return super.remove();
  }

  /** Follows what else the model has. */
  protected abstract listen(): void;
  protected abstract resizePanels(width: number): void;
  /** Draws what is drawn in the colours of the theme. */
  protected abstract drawPanels(): void;
  protected abstract actionsOf(event: KeyboardEvent): Actions;

  /** A movie of another size, length or other stages; of another scene alone the next frame tells. */
  protected drawSource(): void {
    this.image.layOut();
    this.layOutOutlines();
    this.drawFrame();
    this.drawCells();
    this.drawPanels();
  }

  /** Other cells, other outlines, or others of them selected. */
  protected drawCells(): void {
    const { marks, model } = this;
    marks.read({ places: model.trait("places"), shifts: model.trait("shifts"), states: model.trait("states") });
    this.layer.draw();
    this.drawMarks();
  }

  /** What stands on the image moves with the tissue. */
  protected drawMarks(): void {
    const { marks, model } = this;
    marks.follow(model.shown?.frame ?? 0, model.moves);
    this.layer.moveTo(marks.offset);
  }

  private layOutOutlines(): void {
    const { box, zoom } = this.image;
    this.layer.layOut({ box, zoom, corner: { x: 0, y: 0 } });
  }

  protected drawFrame(): void {
    this.image.drawFrame();
    const { shown } = this.model;
    if (shown) {
      const { frame, stage, generation } = shown;
      Object.assign(this.el.dataset, { frame, stage: stage.name, generation });
    }
    this.drawMarks();
    this.drawPlace();
  }

  protected drawPlace(): void {
    this.bar.draw();
    this.el.dataset.state = this.image.drawState();
  }

  protected header(title: string, ...controls: Node[]): HTMLElement {
    const space = html("span", { class: "ms-space" });
    const help = iconButton("help", "Keys (?)", () => this.toggleKeys());
    return html("header", { class: "ms-header" }, html("b", {}, title), this.summary, space, ...controls, help);
  }

  protected toggleKeys(isOpen = this.keys.hidden): void {
    this.keys.hidden = !isOpen;
  }

  /** The cell under the pointer. */
  protected cellAt({ clientX, clientY }: MouseEvent): number | null {
    const { marks, zoom } = this.image;
    const { left, top } = marks.ownerSVGElement!.getBoundingClientRect();
    return this.marks.cellAt(clientX - left, clientY - top, zoom);
  }

  private resize(): void {
    const width = this.el.clientWidth;
    if (width === 0) return;
    const layout = layoutOf(width);
    this.el.dataset.layout = layout;
    const isBeside = layout === "wide";
    this.image.resize(isBeside ? imageColumn : width);
    this.layOutOutlines();
    this.resizePanels(isBeside ? width - imageColumn - 1 : width);
    this.drawMarks();
    this.drawPanels();
  }

  private actionOf(event: KeyboardEvent): (() => void) | undefined {
    const { key, target } = event;
    if (key === " " && target instanceof HTMLButtonElement && !target.classList.contains("ms-play")) return undefined;
    const { model } = this;
    const actions: Actions = {
      " ": () => model.togglePlay(),
      ",": () => model.step(-1),
      ".": () => model.step(1),
      Home: () => model.seek(0),
      End: () => model.seek(model.frameCount - 1),
      c: () => model.nextColormap(),
      a: () => model.autoContrast(),
      "?": () => this.toggleKeys(),
      ...this.actionsOf(event),
    };
    return actions[key.length === 1 ? key.toLowerCase() : key];
  }
}
