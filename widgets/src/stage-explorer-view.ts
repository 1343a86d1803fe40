import { formatQuantity } from "../../src/drawing/format.js";
import { captionOf } from "../../src/widgets/explored-names.js";
import type { StageExplorerTraits } from "../../src/widgets/traits/stage-explorer.js";
import { iconButton, setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import { EffectPanel } from "./effect-panel.js";
import { FrameBar } from "./frame-bar.js";
import { FrameImage } from "./frame-image.js";
import { FrameMarks } from "./frame-marks.js";
import { type KeyRow, keyList } from "./key-list.js";
import { claimKeys } from "./keys.js";
import { ModeBar } from "./mode-bar.js";
import { ParameterPanel } from "./parameter-panel.js";
import type { StageExplorerModel } from "./stage-explorer-model.js";
import { StageStrip } from "./stage-strip.js";
import { onThemeChange } from "./theme.js";
import { TraitView } from "./trait-model.js";

const besideFrom = 960;
const imageColumn = 608;
const keys: readonly KeyRow[] = [
  [["←", "→"], "step before, after"],
  [["1", "2", "3"], "without, difference, with"],
  [["Space"], "play, pause"],
  [[",", "."], "frame back, forward"],
  [["Home", "End"], "first, last frame"],
  [["O"], "outline the cells"],
  [["C"], "next colour map"],
  [["A"], "auto contrast"],
  [["?"], "this list"],
];

/** Walks through the pipeline, one step at a time, with its parameters. */
export class StageExplorerView extends TraitView<StageExplorerModel> {
  declare private image: FrameImage<StageExplorerTraits>;
  declare private bar: FrameBar<StageExplorerTraits>;
  declare private marks: FrameMarks;
  declare private strip: StageStrip;
  declare private modes: ModeBar;
  declare private parameters: ParameterPanel;
  declare private effect: EffectPanel;
  declare private summary: HTMLElement;
  declare private place: HTMLElement;
  declare private steppers: readonly [HTMLButtonElement, HTMLButtonElement];
  declare private outlines: HTMLButtonElement;
  declare private keys: HTMLElement;
  declare private resizer: ResizeObserver;
  declare private ends: readonly (() => void)[];

  override render(): void {
    super.render();
    const { el, model } = this;
    el.classList.add("ms-widget", "ms-explorer");
    el.tabIndex = -1;
    this.image = new FrameImage(model, "movie frame at the step");
    this.image.canvas.tabIndex = 0;
    this.bar = new FrameBar(model);
    this.marks = new FrameMarks(this.image.marks);
    this.strip = new StageStrip(model);
    this.modes = new ModeBar(model);
    this.parameters = new ParameterPanel(model);
    this.effect = new EffectPanel();
    this.summary = html("span", { class: "ms-hint ms-summary" });
    this.place = html("span", { class: "ms-hint" });
    this.outlines = textButton("Outlines", () => this.toggleOutlines(), "The true cells over the image (O)");
    this.steppers = [
      textButton("←", () => model.walk(-1), "Step before (←)"),
      textButton("→", () => model.walk(1), "Step after (→)"),
    ];
    for (const button of this.steppers) button.setAttribute("aria-label", button.title);
    this.keys = keyList(keys);
    const column = html("div", { class: "ms-column" }, this.image.element, this.modes.element, this.bar.element);
    const rail = html("div", { class: "ms-rail" }, this.parameters.element, this.effect.element);
    el.replaceChildren(this.header(), this.keys, this.strip.element, html("div", { class: "ms-split" }, column, rail));
    this.listen();
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(el);
    this.ends = [claimKeys(el, (event) => this.actionOf(event)), onThemeChange(() => this.drawEffect())];
    model.addViewer();
    this.drawSource();
  }

  override remove(): StageExplorerView {
    this.resizer?.disconnect();
    for (const end of this.ends ?? []) end();
    this.model.removeViewer();
    return super.remove();
  }

  private listen(): void {
    const { model } = this;
    this.listenTo(model, "show", () => this.drawFrame());
    this.listenTo(model, "move", () => this.drawPlace());
    this.listenTo(model, "change:limits change:colormap", () => {
      this.image.drawFrame();
      this.modes.draw();
    });
    this.listenTo(model, "change:generation change:movie", () => this.drawSource());
    this.listenTo(model, "change:stage", () => this.drawStep());
    this.listenTo(
      model,
      "change:steps change:problem change:changed change:busy change:hasDraft comm_live_update",
      () => this.drawParameters(),
    );
    this.listenTo(model, "change:thumbnails change:steps", () => this.strip.draw());
    this.listenTo(model, "change:effect", () => this.drawEffect());
    this.listenTo(model, "change:places change:states change:shifts change:outlines", () => this.drawMarks());
  }

  private header(): HTMLElement {
    const steppers = html("span", { class: "ms-segments", role: "group", "aria-label": "step" }, ...this.steppers);
    return html(
      "header",
      { class: "ms-header" },
      html("b", {}, "Stages"),
      this.summary,
      html("span", { class: "ms-space" }),
      this.place,
      steppers,
      this.outlines,
      iconButton("help", "Keys (?)", () => this.toggleKeys()),
    );
  }

  private resize(): void {
    const width = this.el.clientWidth;
    if (width === 0) return;
    const isBeside = width >= besideFrom;
    this.el.dataset.layout = isBeside ? "wide" : width >= 560 ? "stacked" : "compact";
    this.image.resize(isBeside ? imageColumn : width);
    this.effect.resize(isBeside ? width - imageColumn - 1 : width);
    this.drawMarks();
    this.drawEffect();
    this.strip.choose();
  }

  /** Another scene. */
  private drawSource(): void {
    this.image.layOut();
    this.strip.draw();
    this.drawStep();
    this.drawFrame();
    this.drawMarks();
    this.drawEffect();
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
    const { at } = model;
    const count = model.trait("steps").length;
    this.bar.draw();
    this.modes.draw();
    this.el.dataset.state = this.image.drawState();
    this.image.caption(captionOf(model.kind, model.mode));
    const time = formatQuantity(model.position / model.fps, "s", 2);
    this.summary.textContent = `frame ${model.position} · ${time} · each picture has its own limits, its mean below`;
    this.place.textContent = `step ${at + 1} of ${count}`;
    this.steppers[0].disabled = at <= 0;
    this.steppers[1].disabled = at >= count - 1;
    this.markEffect();
  }

  private drawMarks(): void {
    const { model } = this;
    const outlines = model.trait("outlines");
    this.marks.read({ places: model.trait("places"), shifts: model.trait("shifts"), states: model.trait("states") });
    this.marks.follow(model.shown?.frame ?? 0, model.moves);
    this.marks.draw({ pixel: null, cell: null, hovered: null, areAllSeen: outlines }, this.image.zoom);
    setPressed(this.outlines, outlines);
  }

  private drawEffect(): void {
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

  private actionOf({ key, target }: KeyboardEvent): (() => void) | undefined {
    const { model } = this;
    if (key === " " && target instanceof HTMLButtonElement && !target.classList.contains("ms-play")) return undefined;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => model.walk(-1),
      ArrowRight: () => model.walk(1),
      1: () => model.compare("without"),
      2: () => model.compare("difference"),
      3: () => model.compare("with"),
      " ": () => model.togglePlay(),
      ",": () => model.step(-1),
      ".": () => model.step(1),
      Home: () => model.seek(0),
      End: () => model.seek(model.frameCount - 1),
      o: () => this.toggleOutlines(),
      c: () => model.nextColormap(),
      a: () => model.autoContrast(),
      "?": () => this.toggleKeys(),
    };
    if (key === "Escape" && !this.keys.hidden) return () => this.toggleKeys(false);
    return actions[key.length === 1 ? key.toLowerCase() : key];
  }

  private toggleOutlines(): void {
    this.model.change({ outlines: !this.model.trait("outlines") });
  }

  private toggleKeys(isOpen = this.keys.hidden): void {
    this.keys.hidden = !isOpen;
  }
}
