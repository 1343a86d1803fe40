import { formatQuantity } from "../../src/drawing/format.js";
import type { WhyTraits } from "../../src/widgets/traits/why.js";
import { choice, setChoices, setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import { squareSide } from "./frame-marks.js";
import { type Actions, colourKeys, FrameView, playKeys } from "./frame-view.js";
import type { KeyRow } from "./key-list.js";
import { showFacts } from "./summary-line.js";
import { WhyCell } from "./why-cell.js";
import { type MarkedCard, WhyLeaders } from "./why-leaders.js";
import type { WhyModel } from "./why-model.js";
import { WhyPixel } from "./why-pixel.js";

const keys: readonly KeyRow[] = [
  [["W"], "pick pixels, or cells"],
  [["←", "→", "↑", "↓"], "move the pixel, next cell"],
  [["Shift"], "with them: ten at a time"],
  ...playKeys,
  ...colourKeys,
  [["Esc"], "close an answer"],
  [["?"], "this list"],
];

/** Why a pixel is as bright as it is, and why a cell is seen or lost. */
export class WhyView extends FrameView<WhyTraits, WhyModel> {
  declare private pixelCard: WhyPixel;
  declare private cellCard: WhyCell;
  declare private leaders: WhyLeaders;
  declare private stages: HTMLSelectElement;
  declare private picks: readonly (readonly [WhyTraits["pick"], HTMLButtonElement])[];

  override render(): void {
    super.render();
    this.begin("ms-why", "movie frame; click a pixel or a cell", keys);
    const { el, model } = this;
    this.pixelCard = new WhyPixel({
      close: () => model.change({ pixel: null }),
      chooseStage: (stage) => this.chooseStage(stage),
      chooseCell: (cell) => model.ask(cell),
      hoverCell: (cell) => model.selection.hover(cell),
    });
    this.leaders = new WhyLeaders(this.image.stack, () => this.marked());
    this.cellCard = new WhyCell(() => model.selection.select(null));
    this.stages = choice("stage", (stage) => this.chooseStage(stage));
    this.picks = [
      ["pixel", textButton("Pixel", () => model.change({ pick: "pixel" }), "A click picks a pixel (W)")],
      ["cell", textButton("Cell", () => model.change({ pick: "cell" }), "A click picks a cell (W)")],
    ];
    const picks = html("span", { class: "ms-segments", role: "group", "aria-label": "what a click picks" });
    picks.append(...this.picks.map(([, button]) => button));
    const header = this.header("Why?", html("label", { class: "ms-hint ms-stage" }, "stage", this.stages), picks);
    const column = html("div", { class: "ms-column" }, this.image.element, this.bar.element);
    const rail = html("div", { class: "ms-rail" }, this.pixelCard.element, this.cellCard.element);
    el.replaceChildren(header, this.keys, html("div", { class: "ms-split" }, column, rail, this.leaders.element));
    this.image.element.addEventListener("click", (event) => this.onClick(event));
    this.image.element.addEventListener("pointermove", (event) => this.onPointer(event));
    this.follow();
  }

  override remove(): ReturnType<FrameView<WhyTraits, WhyModel>["remove"]> {
    this.leaders?.end();
    return super.remove();
  }

  protected override listen(): void {
    const { model } = this;
    this.listenTo(model, "change:limits change:colormap", () => this.image.drawFrame());
    this.listenTo(model, "change:pixel", () => this.drawMarks());
    this.listenTo(model, "change:pixelAnswer change:cellAnswer change:problem change:stage", () => this.drawPanels());
  }

  protected override resizePanels(width: number): void {
    this.pixelCard.resize(width);
    this.cellCard.resize(width);
  }

  protected override drawSource(): void {
    const { model } = this;
    setChoices(
      this.stages,
      model.trait("movie").stages.map(({ name }) => [name, name.replaceAll("_", " ")] as const),
    );
    super.drawSource();
  }

  protected override drawPlace(): void {
    super.drawPlace();
    const { model } = this;
    this.stages.value = model.trait("stage");
    const unit = model.stageInfo?.unit === "counts" ? "recorded counts" : (model.stageInfo?.unit ?? "");
    const time = formatQuantity(model.position / model.fps, "s", 2);
    showFacts(this.summary, `frame ${model.position}`, time, unit);
  }

  protected override drawMarks(): void {
    super.drawMarks();
    const { model, el } = this;
    const [pixel, pick] = [model.trait("pixel"), model.trait("pick")];
    const { selected: cell } = model.selection;
    this.marks.draw(pixel, this.image.zoom);
    for (const [name, button] of this.picks) setPressed(button, name === pick);
    Object.assign(el.dataset, { pixel: pixel?.join(" ") ?? "", cell: cell ?? "", pick });
    this.leaders.draw();
  }

  /** The pixel and the cell that are asked about, where what is said of them stands beside the image. */
  private marked(): MarkedCard[] {
    const { model, image, marks, el } = this;
    if (el.dataset.layout !== "wide") return [];
    const pixel = model.trait("pixelAnswer");
    const { selected } = model.selection;
    const marked: MarkedCard[] = [];
    if (pixel) {
      const from = [(pixel.column + 0.5) * image.zoom, (pixel.row + 0.5) * image.zoom] as const;
      marked.push({ from, off: squareSide(image.zoom) / 2 + 1, way: "across", card: this.pixelCard.element });
    }
    if (selected !== null && model.trait("cellAnswer")) {
      const { middle, radius } = marks.placeOf(selected, image.zoom);
      marked.push({ from: middle, off: radius + 8, way: "along", card: this.cellCard.element });
    }
    return marked;
  }

  protected override drawPanels(): void {
    const { model, el } = this;
    const [answer, cell] = [model.trait("pixelAnswer"), model.selection.selected];
    this.pixelCard.draw(answer, model.trait("stage"));
    const state = cell === null ? 3 : this.marks.stateOf(cell);
    this.cellCard.draw(cell, model.trait("cellAnswer"), model.trait("problem"), state);
    this.leaders.draw();
    el.dataset.answered = answer ? `${answer.row} ${answer.column} ${answer.frame}` : "";
  }

  private chooseStage(stage: string): void {
    this.model.change({ stage, limits: null });
  }

  private onClick(event: MouseEvent): void {
    const { model, image } = this;
    if (model.trait("pick") === "pixel") {
      model.change({ pixel: image.pixelAt(event) });
      return;
    }
    const cell = this.cellAt(event);
    if (cell !== null) model.ask(cell);
  }

  private onPointer(event: PointerEvent): void {
    if (this.model.trait("pick") === "cell") this.model.selection.hover(this.cellAt(event));
  }

  protected override actionsOf({ shiftKey }: KeyboardEvent): Actions {
    const { model } = this;
    const many = shiftKey ? 10 : 1;
    return {
      w: () => model.change({ pick: model.trait("pick") === "pixel" ? "cell" : "pixel" }),
      ArrowLeft: () => this.move(0, -many),
      ArrowRight: () => this.move(0, many),
      ArrowUp: () => this.move(-many, 0),
      ArrowDown: () => this.move(many, 0),
      Escape: () => this.close(),
    };
  }

  /** Moves the pixel, or goes to another cell. */
  private move(down: number, right: number): void {
    const { model, image } = this;
    if (model.trait("pick") === "cell") {
      const { count } = this.marks;
      const from = model.selection.selected ?? (down + right > 0 ? -1 : 0);
      if (count > 0) model.ask((((from + down + right) % count) + count) % count);
      return;
    }
    const { width, height } = image.size;
    const [row, column] = model.trait("pixel") ?? [height >> 1, width >> 1];
    const inside = (place: number, size: number) => Math.min(size - 1, Math.max(0, place));
    const pixel: [number, number] = [inside(row + down, height), inside(column + right, width)];
    model.change({ pixel });
  }

  private close(): void {
    if (!this.keys.hidden) this.toggleKeys(false);
    else if (this.model.trait("pick") === "cell") this.model.selection.select(null);
    else this.model.change({ pixel: null });
  }
}
