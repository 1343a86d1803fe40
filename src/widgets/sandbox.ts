import { displaySymbol } from "../kernel/host.js";
import { escapeHtml } from "../kernel/html-table.js";
import { plan, type Scene } from "../simulation/scene.js";
import { isSpecError } from "../spec/errors.js";
import { valueAtPath, withValues } from "../spec/path.js";
import { parseSpec, type Spec, type SpecInput } from "../spec/spec.js";
import { Accordion, Dropdown, FloatSlider, HBox, HTML, ToggleButtons, VBox } from "./controls/index.js";
import type { Layout } from "./layout.js";
import { MoviePlayer } from "./movie-player.js";
import { Rerun } from "./rerun.js";
import { SideView } from "./side-view.js";
import type { Widget } from "./widget.js";
import { WidgetError } from "./widget-error.js";

/** A number to slide. `value` may be left out where it stands in the spec. */
export interface SandboxSlider {
  readonly label: string;
  /** Written behind the label, in parentheses. */
  readonly unit?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value?: number;
  /** Controls of one group fold together, under this title. */
  readonly group?: string;
}

/** One of several names. `value` may be left out where it stands in the spec. */
export interface SandboxChoice {
  readonly label: string;
  readonly choices: readonly string[];
  readonly value?: string;
  readonly group?: string;
}

type SandboxControl = SandboxSlider | SandboxChoice;
type Value = number | string;

/** What the controls say, by their names. */
export type SandboxValues<Controls> = {
  readonly [Name in keyof Controls]: Controls[Name] extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : number;
};

/** A widget that shows a scene and takes another one in its place. */
export type SceneView = Widget & { source: unknown; readonly layout: Layout };

/** What a sandbox shows, and what its controls change. */
export interface SandboxOptions<Controls extends Readonly<Record<string, SandboxControl>>> {
  /** Sliders and choices by name: a path of the spec, such as `acquisition.optics.na`, or any name for a function. */
  readonly controls: Controls;
  /** The views of the scene. */
  readonly views: (scene: Scene) => readonly SceneView[];
  /** Buttons that set several controls at once. */
  readonly presets?: Readonly<Record<string, Partial<SandboxValues<Controls>>>>;
  /** A line of text under the controls, before what the model warns of once they have moved. */
  readonly summary?: (scene: Scene) => string;
}

type AnyOptions = SandboxOptions<Readonly<Record<string, SandboxControl>>>;
type Build = (values: Readonly<Record<string, Value>>) => Spec;

/** Views stand side by side where there is room for two, one below the other elsewhere. */
const viewLayout = { flex: "1 1 340px", min_width: "304px", margin: "0 8px 8px 0" };

/** A view that takes longer than this to compute comes after the movie. */
const SLOW_MS = 5;

/** Controls beside views of a scene, which is compiled anew while they move. Made by {@link sandbox}. */
export class Sandbox extends VBox {
  #scene: Scene;
  readonly #following = new Rerun(() => this.#follow());
  readonly #build: Build;
  readonly #views: readonly SceneView[];
  /** Those that took long to compute last time. */
  readonly #slow = new Set<SceneView>();
  readonly #summary: HTML;
  readonly #summarise: (scene: Scene) => string;
  readonly #fields: ReadonlyMap<string, FloatSlider | Dropdown<string>>;
  /** What the model warns of before a control has moved is no news. */
  readonly #known: ReadonlySet<string>;

  constructor(
    scene: Scene,
    build: Build,
    fields: ReadonlyMap<string, FloatSlider | Dropdown<string>>,
    options: AnyOptions,
  ) {
    const views = options.views(scene);
    const summary = new HTML({ _dom_classes: ["ms-sandbox-summary"] });
    const presets = presetButtons(fields, options.presets);
    const panel = new VBox({
      children: [...presets, ...grouped(fields, options.controls), summary],
      layout: { flex: "0 0 auto", width: "360px", margin: "0 12px 0 0" },
      // Stays in sight while views below one another are scrolled through.
      _dom_classes: ["ms-sandbox-panel"],
    });
    for (const view of views) Object.assign(view.layout, viewLayout);
    const shown = new HBox({
      children: [...views],
      layout: { flex: "1 1 400px", min_width: "304px", flex_flow: "row wrap", align_items: "flex-start" },
    });
    super({ children: [new HBox({ children: [panel, shown], layout: { flex_flow: "row wrap" } })] });
    this.#scene = scene;
    this.#build = build;
    this.#views = views;
    this.#fields = fields;
    this.#summary = summary;
    this.#known = new Set(scene.warnings);
    this.#summarise = options.summary ?? (() => "");
    this.#say(scene);
    const focus = fields.get("acquisition.focal_depth_in_tissue_um");
    for (const view of views) {
      if (!(view instanceof SideView) || !(focus instanceof FloatSlider)) continue;
      view.observe("focal_depth_um", (depth) => {
        // What the view took over from its scene is what the slider said.
        if (depth !== null && depth !== view.source.groundTruth.focalDepthUm)
          focus.value = Math.min(focus.max, Math.max(focus.min, depth));
      });
    }
    for (const field of fields.values()) {
      if (field instanceof FloatSlider) field.observe("value", () => this.#following.ask());
      else field.observe("value", () => this.#following.ask());
    }
  }

  /** The spec that is shown. */
  get spec(): Spec {
    return this.#scene.spec;
  }

  /** The scene that is shown. */
  get scene(): Scene {
    return this.#scene;
  }

  /** Resolves when the views show what the controls say. */
  async settled(): Promise<void> {
    await this.#following.settled();
  }

  /** The picture of the first view that has one. */
  protected override async staticPicture(): Promise<Uint8Array | undefined> {
    for (const view of this.#views) {
      const { "image/png": picture } = await view[displaySymbol]();
      if (typeof picture === "string") return Buffer.from(picture, "base64");
    }
    return undefined;
  }

  #say(scene: Scene): void {
    const news = scene.warnings.filter((warning) => !this.#known.has(warning));
    const lines = [this.#summarise(scene), ...news].filter((line) => line !== "");
    this.#summary.value = lines.map(escapeHtml).join("<br>");
  }

  #show(view: SceneView): void {
    const start = performance.now();
    view.source = this.#scene;
    if (performance.now() - start > SLOW_MS) this.#slow.add(view);
    else this.#slow.delete(view);
  }

  async #follow(): Promise<void> {
    try {
      this.#scene = await plan(this.#build(valuesOf(this.#fields)));
      const players = this.#views.filter((view) => view instanceof MoviePlayer);
      const others = this.#views.filter((view) => !(view instanceof MoviePlayer));
      const slow = others.filter((view) => this.#slow.has(view));
      for (const player of players) player.source = this.#scene;
      // The engine renders meanwhile.
      if (players.length > 0) await new Promise(setImmediate);
      for (const view of others) if (!slow.includes(view)) this.#show(view);
      // What takes long to compute here would keep the frame from being sent.
      if (slow.length > 0) await Promise.all(players.map(({ frameSent }) => frameSent));
      for (const view of slow) this.#show(view);
      this.#say(this.#scene);
    } catch (error) {
      // The last good picture stays; what is wrong is said beside the controls.
      if (!isSpecError(error)) throw error;
      this.#summary.value = escapeHtml(error.message);
    }
  }
}

function valuesOf(fields: ReadonlyMap<string, FloatSlider | Dropdown<string>>): Record<string, Value> {
  return Object.fromEntries([...fields].map(([name, field]) => [name, field.value ?? ""]));
}

/** Controls without a group as they are, then each group in a fold of its own; the first is open. */
function grouped(
  fields: ReadonlyMap<string, FloatSlider | Dropdown<string>>,
  controls: AnyOptions["controls"],
): (FloatSlider | Dropdown<string> | Accordion)[] {
  const controlsOf = (group: string | undefined) =>
    [...fields].flatMap(([name, field]) => (controls[name].group === group ? [field] : []));
  const titles = [...new Set(Object.values(controls).flatMap(({ group }) => group ?? []))];
  if (titles.length === 0) return controlsOf(undefined);
  const children = titles.map((title) => new VBox({ children: controlsOf(title) }));
  return [...controlsOf(undefined), new Accordion({ children, titles, selected_index: 0 })];
}

function presetButtons(
  fields: ReadonlyMap<string, FloatSlider | Dropdown<string>>,
  presets: AnyOptions["presets"],
): ToggleButtons<string>[] {
  if (!presets) return [];
  const buttons = new ToggleButtons<string>({ options: Object.keys(presets), style: { button_width: "auto" } });
  buttons.observe("value", (name) => {
    for (const [field, value] of Object.entries(presets[name ?? ""] ?? {})) {
      const control = fields.get(field);
      if (control) (control as { value: unknown }).value = value;
    }
  });
  return [buttons];
}

function makeField(name: string, control: SandboxControl, given: unknown): FloatSlider | Dropdown<string> {
  const value = control.value ?? given;
  const style = { description_width: "170px" };
  if ("choices" in control) {
    if (typeof value !== "string" || !control.choices.includes(value))
      throw new WidgetError("Sandbox", name, value, `one of ${control.choices.join(", ")}`);
    return new Dropdown<string>({ options: [...control.choices], value, description: control.label, style });
  }
  if (typeof value !== "number")
    throw new WidgetError("Sandbox", name, value, "a number, so that a slider can move it");
  const { label, unit, min, max, step } = control;
  const decimals = `${step}`.split(".")[1]?.length ?? 0;
  return new FloatSlider({
    value,
    min: Math.min(min, value),
    max: Math.max(max, value),
    step,
    description: unit ? `${label} (${unit})` : label,
    readout_format: `.${decimals}f`,
    layout: { width: "auto" },
    style,
  });
}

/**
 * Sliders and choices beside views that follow them.
 * @param base a spec whose fields the controls' names lead to, or a function that makes the spec from their values
 * @throws SpecError when the spec is wrong or a path leads nowhere; WidgetError when a control does not fit its value.
 */
export async function sandbox<const Controls extends Readonly<Record<string, SandboxControl>>>(
  base: SpecInput | ((values: SandboxValues<Controls>) => SpecInput),
  options: SandboxOptions<Controls>,
): Promise<Sandbox> {
  const start = typeof base === "function" ? null : parseSpec(base);
  const fields = new Map(
    Object.entries(options.controls).map(([name, control]) => [
      name,
      makeField(name, control, start ? valueAtPath(start, name) : undefined),
    ]),
  );
  const build: Build = start
    ? (values) => withValues(start, values)
    : (values) => parseSpec((base as (values: unknown) => SpecInput)(values));
  const scene = await plan(build(valuesOf(fields)));
  return new Sandbox(scene, build, fields, options as unknown as AnyOptions);
}
