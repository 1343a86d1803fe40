import { formatQuantity } from "../../src/drawing/format.js";
import { captionOf } from "../../src/widgets/explored-names.js";
import type { StageExplorerTraits } from "../../src/widgets/traits/stage-explorer.js";
import { setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import { EffectPanel } from "./effect-panel.js";
import { type Actions, colourKeys, FrameView, playKeys } from "./frame-view.js";
import type { KeyRow } from "./key-list.js";
import { ModeBar } from "./mode-bar.js";
import { ParameterPanel } from "./parameter-panel.js";
import type { StageExplorerModel } from "./stage-explorer-model.js";
import { StageStrip } from "./stage-strip.js";
import { showFacts } from "./summary-line.js";

const keys: readonly KeyRow[] = [
  [["←", "→"], "step before, after"],
  [["1", "2", "3"], "without, difference, with"],
  ...playKeys,
  [["O"], "outline the cells"],
  [["↑", "↓"], "select the cell before, after"],
  [["U"], "update the pictures of the steps"],
  ...colourKeys,
  [["?"], "this list"],
];

const updateHint = "Render the pale pictures, of an earlier scene or frame, anew (U)";

/** Walks through the pipeline, one step at a time, with its parameters. */
export class StageExplorerView extends FrameView<StageExplorerTraits, StageExplorerModel> {
  declare private strip: StageStrip;
  declare private modes: ModeBar;
  declare private parameters: ParameterPanel;
  declare private effect: EffectPanel;
  declare private place: HTMLElement;
  declare private steppers: readonly [HTMLButtonElement, HTMLButtonElement];
  declare private outlines: HTMLButtonElement;
  declare private updater: HTMLButtonElement;

  override render(): void {
    super.render();
    this.begin("ms-explorer", "movie frame at the step", keys);
    const { el, model } = this;
    this.strip = new StageStrip(model);
    this.modes = new ModeBar(model);
    this.parameters = new ParameterPanel(model);
    this.effect = new EffectPanel();
    this.place = html("span", { class: "ms-hint" });
    this.outlines = textButton("Outlines", () => this.toggleOutlines(), "The true footprints over the image (O)");
    this.updater = textButton("Update pictures", () => this.updateStrip(), updateHint);
    const { element: image } = this.image;
    image.addEventListener("click", (event) => model.selection.select(this.cellAt(event), { add: event.shiftKey }));
    image.addEventListener("pointermove", (event) => this.onPointer(event));
    this.steppers = [
      textButton("←", () => model.walk(-1), "Step before (←)"),
      textButton("→", () => model.walk(1), "Step after (→)"),
    ];
    for (const button of this.steppers) button.setAttribute("aria-label", button.title);
    const steppers = html("span", { class: "ms-segments", role: "group", "aria-label": "step" }, ...this.steppers);
    const header = this.header("Stages", this.place, steppers, this.updater, this.outlines);
    const column = html("div", { class: "ms-column" }, this.image.element, this.modes.element, this.bar.element);
    const rail = html("div", { class: "ms-rail" }, this.parameters.element, this.effect.element);
    el.replaceChildren(header, this.keys, this.strip.element, html("div", { class: "ms-split" }, column, rail));
    this.follow();
  }

  protected override listen(): void {
    const { model } = this;
    this.listenTo(model, "change:limits change:colormap", () => {
      this.image.drawFrame();
      this.modes.draw();
    });
    this.listenTo(model, "change:stage", () => this.drawStep());
    this.listenTo(
      model,
      "change:steps change:problem change:changed change:busy change:hasDraft comm_live_update",
      () => this.drawParameters(),
    );
    this.listenTo(model, "change:steps", () => this.drawStrip());
    this.listenTo(model, "change:thumbnails", () => this.strip.drawPictures());
    this.listenTo(model, "change:filling comm_live_update", () => this.markStrip());
    this.listenTo(model, "change:effect", () => this.drawPanels());
  }

  protected override resizePanels(width: number): void {
    this.effect.resize(width);
    this.strip.choose();
  }

  protected override drawSource(): void {
    this.drawStrip();
    this.drawStep();
    super.drawSource();
  }

  private drawStep(): void {
    this.strip.choose();
    this.drawParameters();
    this.drawPlace();
  }

  private drawParameters(): void {
    this.parameters.draw();
    const { model } = this;
    Object.assign(this.el.dataset, {
      problem: model.trait("problem")?.path ?? "",
      busy: String(model.trait("busy")),
      changed: String(model.trait("changed")),
    });
  }

  protected override drawPlace(): void {
    super.drawPlace();
    const { model } = this;
    const { at } = model;
    const count = model.trait("steps").length;
    this.modes.draw();
    this.image.caption(captionOf(model.kind, model.mode));
    const time = formatQuantity(model.position / model.fps, "s", 2);
    const strip = "each picture has its own limits, its mean below; pale ones are earlier";
    showFacts(this.summary, `frame ${model.position}`, time, strip);
    this.place.textContent = `step ${at + 1} of ${count}`;
    this.steppers[0].disabled = at <= 0;
    this.steppers[1].disabled = at >= count - 1;
    this.markEffect();
    this.markStrip();
  }

  protected override drawCells(): void {
    super.drawCells();
    const { model } = this;
    setPressed(this.outlines, model.trait("outlines"));
    this.el.dataset.cell = String(model.selection.selected ?? "");
  }

  private drawStrip(): void {
    this.strip.draw();
    this.markStrip();
  }

  /** Which pictures are of an earlier scene, and whether they can be had anew. */
  private markStrip(): void {
    const isStale = this.strip.mark();
    const isFilling = this.model.trait("filling");
    this.updater.disabled = !isStale || isFilling || !this.model.comm_live;
    this.el.dataset.strip = isFilling ? "filling" : isStale ? "stale" : "fresh";
  }

  private updateStrip(): void {
    if (!this.updater.disabled) this.model.ask({ type: "strip" });
  }

  private onPointer(event: PointerEvent): void {
    const cell = this.cellAt(event);
    this.model.selection.hover(cell);
    this.image.element.style.cursor = cell === null ? "" : "pointer";
  }

  protected override drawPanels(): void {
    const effect = this.model.trait("effect");
    this.effect.draw(effect);
    this.markEffect();
    this.el.dataset.effect = effect ? `${effect.generation} ${effect.kind} ${effect.frame}` : "";
  }

  /** What stands beside the frame pales until it follows. */
  private markEffect(): void {
    const { model } = this;
    const effect = model.trait("effect");
    const isStale =
      effect?.kind !== model.kind || effect.frame !== model.position || effect.generation !== model.trait("generation");
    this.effect.element.setAttribute("aria-busy", String(isStale));
  }

  protected override actionsOf({ shiftKey }: KeyboardEvent): Actions {
    const { model } = this;
    return {
      ArrowLeft: () => model.walk(-1),
      ArrowRight: () => model.walk(1),
      1: () => model.compare("without"),
      2: () => model.compare("difference"),
      3: () => model.compare("with"),
      o: () => this.toggleOutlines(),
      u: () => this.updateStrip(),
      ArrowUp: () => model.goOn(shiftKey ? -10 : -1),
      ArrowDown: () => model.goOn(shiftKey ? 10 : 1),
      Escape: () => (this.keys.hidden ? model.selection.select(null) : this.toggleKeys(false)),
    };
  }

  private toggleOutlines(): void {
    this.model.change({ outlines: !this.model.trait("outlines") });
  }
}
