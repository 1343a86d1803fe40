import { formatQuantity } from "../../src/drawing/format.js";
import type { WhyTraits } from "../../src/widgets/traits/why.js";
import { choice, iconButton, setChoices, setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import { FrameBar } from "./frame-bar.js";
import { FrameImage } from "./frame-image.js";
import { FrameMarks } from "./frame-marks.js";
import { type KeyRow, keyList } from "./key-list.js";
import { claimKeys } from "./keys.js";
import { onThemeChange } from "./theme.js";
import { TraitView } from "./trait-model.js";
import { WhyCell } from "./why-cell.js";
import type { WhyModel } from "./why-model.js";
import { WhyPixel } from "./why-pixel.js";

const besideFrom = 960;
const imageColumn = 608;
const keys: readonly KeyRow[] = [
  [["W"], "pick pixels, or cells"],
  [["←", "→", "↑", "↓"], "move the pixel, next cell"],
  [["Shift"], "with them: ten at a time"],
  [["Space"], "play, pause"],
  [[",", "."], "frame back, forward"],
  [["Home", "End"], "first, last frame"],
  [["C"], "next colour map"],
  [["A"], "auto contrast"],
  [["Esc"], "close an answer"],
  [["?"], "this list"],
];

/** Why a pixel is as bright as it is, and why a cell is seen or lost. */
export class WhyView extends TraitView<WhyModel> {
  declare private image: FrameImage<WhyTraits>;
  declare private bar: FrameBar<WhyTraits>;
  declare private marks: FrameMarks;
  declare private pixelCard: WhyPixel;
  declare private cellCard: WhyCell;
  declare private stages: HTMLSelectElement;
  declare private summary: HTMLElement;
  declare private picks: readonly (readonly [WhyTraits["pick"], HTMLButtonElement])[];
  declare private keys: HTMLElement;
  declare private resizer: ResizeObserver;
  declare private ends: readonly (() => void)[];

  override render(): void {
    super.render();
    const { el, model } = this;
    el.classList.add("ms-widget", "ms-why");
    el.tabIndex = -1;
    this.image = new FrameImage(model, "movie frame; click a pixel or a cell");
    this.image.canvas.tabIndex = 0;
    this.bar = new FrameBar(model);
    this.marks = new FrameMarks(this.image.marks);
    this.pixelCard = new WhyPixel({
      close: () => model.change({ pixel: null }),
      chooseStage: (stage) => this.chooseStage(stage),
      chooseCell: (cell) => model.ask(cell),
    });
    this.cellCard = new WhyCell(() => model.selection.select(null));
    this.summary = html("span", { class: "ms-hint ms-summary" });
    this.stages = choice("stage", (stage) => this.chooseStage(stage));
    this.picks = [
      ["pixel", textButton("Pixel", () => model.change({ pick: "pixel" }), "A click picks a pixel (W)")],
      ["cell", textButton("Cell", () => model.change({ pick: "cell" }), "A click picks a cell (W)")],
    ];
    this.keys = keyList(keys);
    const column = html("div", { class: "ms-column" }, this.image.element, this.bar.element);
    const rail = html("div", { class: "ms-rail" }, this.pixelCard.element, this.cellCard.element);
    el.replaceChildren(this.header(), this.keys, html("div", { class: "ms-split" }, column, rail));
    this.image.element.addEventListener("click", (event) => this.onClick(event));
    this.image.element.addEventListener("pointermove", (event) => this.onPointer(event));
    this.image.element.addEventListener("pointerleave", () => model.selection.hover(null));
    this.listen();
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(el);
    this.ends = [claimKeys(el, (event) => this.actionOf(event)), onThemeChange(() => this.drawAnswers())];
    model.addViewer();
    this.drawSource();
  }

  override remove(): WhyView {
    this.resizer?.disconnect();
    for (const end of this.ends ?? []) end();
    this.model.removeViewer();
    return super.remove();
  }

  private listen(): void {
    const { model } = this;
    this.listenTo(model, "show", () => this.drawFrame());
    this.listenTo(model, "move", () => this.drawPlace());
    this.listenTo(model, "change:limits change:colormap", () => this.image.drawFrame());
    this.listenTo(model, "change:generation change:movie", () => this.drawSource());
    this.listenTo(model, "change:pixel change:selected change:pick hover", () => this.drawMarks());
    this.listenTo(model, "change:pixelAnswer change:cellAnswer change:problem change:stage", () => this.drawAnswers());
  }

  private header(): HTMLElement {
    const picks = html("span", { class: "ms-segments", role: "group", "aria-label": "what a click picks" });
    picks.append(...this.picks.map(([, button]) => button));
    return html(
      "header",
      { class: "ms-header" },
      html("b", {}, "Why?"),
      this.summary,
      html("span", { class: "ms-space" }),
      html("label", { class: "ms-hint ms-stage" }, "stage", this.stages),
      picks,
      iconButton("help", "Keys (?)", () => this.toggleKeys()),
    );
  }

  private resize(): void {
    const width = this.el.clientWidth;
    if (width === 0) return;
    const isBeside = width >= besideFrom;
    this.el.dataset.layout = isBeside ? "wide" : width >= 560 ? "stacked" : "compact";
    this.image.resize(isBeside ? imageColumn : width);
    const rail = isBeside ? width - imageColumn - 1 : width;
    this.pixelCard.resize(rail);
    this.cellCard.resize(rail);
    this.drawMarks();
    this.drawAnswers();
  }

  /** Another source. */
  private drawSource(): void {
    const { model } = this;
    this.marks.read({ places: model.trait("places"), shifts: model.trait("shifts"), states: model.trait("states") });
    setChoices(
      this.stages,
      model.trait("movie").stages.map(({ name }) => [name, name.replaceAll("_", " ")] as const),
    );
    this.image.layOut();
    this.drawFrame();
    this.drawAnswers();
  }

  private drawFrame(): void {
    const { model, el } = this;
    this.image.drawFrame();
    const { shown } = model;
    if (shown) Object.assign(el.dataset, { frame: shown.frame, stage: shown.stage.name, generation: shown.generation });
    this.drawMarks();
    this.drawPlace();
  }

  private drawPlace(): void {
    const { model } = this;
    this.bar.draw();
    this.el.dataset.state = this.image.drawState();
    this.stages.value = model.trait("stage");
    const unit = model.stageInfo?.unit === "counts" ? "recorded counts" : (model.stageInfo?.unit ?? "");
    this.summary.textContent = `frame ${model.position} · ${formatQuantity(model.position / model.fps, "s", 2)} · ${unit}`;
  }

  private drawMarks(): void {
    const { model, el } = this;
    const [pixel, pick] = [model.trait("pixel"), model.trait("pick")];
    const { selected: cell, hovered } = model.selection;
    this.marks.follow(model.shown?.frame ?? 0, model.moves);
    this.marks.draw({ pixel, cell, hovered, areAllSeen: pick === "cell" }, this.image.zoom);
    for (const [name, button] of this.picks) setPressed(button, name === pick);
    Object.assign(el.dataset, { pixel: pixel?.join(" ") ?? "", cell: cell ?? "", pick });
  }

  private drawAnswers(): void {
    const { model, el } = this;
    const [answer, cell] = [model.trait("pixelAnswer"), model.selection.selected];
    this.pixelCard.draw(answer, model.trait("stage"));
    const state = cell === null ? 3 : this.marks.stateOf(cell);
    this.cellCard.draw(cell, model.trait("cellAnswer"), model.trait("problem"), state);
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

  private cellAt({ clientX, clientY }: MouseEvent): number | null {
    const { marks, zoom } = this.image;
    const { left, top } = marks.ownerSVGElement!.getBoundingClientRect();
    return this.marks.cellAt(clientX - left, clientY - top, zoom);
  }

  private actionOf({ key, shiftKey, target }: KeyboardEvent): (() => void) | undefined {
    const { model } = this;
    if (key === " " && target instanceof HTMLButtonElement && !target.classList.contains("ms-play")) return undefined;
    const many = shiftKey ? 10 : 1;
    const direction = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
    if (direction) return () => this.move(direction[0] * many, direction[1] * many);
    const actions: Readonly<Record<string, () => void>> = {
      w: () => model.change({ pick: model.trait("pick") === "pixel" ? "cell" : "pixel" }),
      " ": () => model.togglePlay(),
      ",": () => model.step(-1),
      ".": () => model.step(1),
      Home: () => model.seek(0),
      End: () => model.seek(model.frameCount - 1),
      c: () => model.nextColormap(),
      a: () => model.autoContrast(),
      "?": () => this.toggleKeys(),
      Escape: () => this.close(),
    };
    return actions[key.length === 1 ? key.toLowerCase() : key];
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

  private toggleKeys(isOpen = this.keys.hidden): void {
    this.keys.hidden = !isOpen;
  }
}
