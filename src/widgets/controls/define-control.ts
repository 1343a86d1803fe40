import { z } from "zod";
import { defineWidget, type Shape, type TraitsOf, type WidgetClass, type WidgetDefinition } from "../define-widget.js";
import { type DomShape, defineDomWidget } from "../dom-widget.js";
import type { TraitConflict } from "../trait-set.js";
import type { CodeReference } from "../widget-protocol.js";

/** A standard control as its generated description gives it. */
export interface ControlTraits<S extends Shape> {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  readonly model?: Partial<CodeReference>;
  readonly view?: Partial<CodeReference>;
  readonly shape: S;
}

/** What holds between the traits of a control. */
export interface TraitRules<S extends Shape> {
  readonly conflict?: (traits: TraitsOf<S>) => TraitConflict | undefined;
  readonly derive?: WidgetDefinition<S>["derive"];
}

/** The class of a standard control of ipywidgets 8. */
export function defineControl<S extends Shape>(
  { shape, ...definition }: ControlTraits<S>,
  rules: TraitRules<S> = {},
): WidgetClass<S & DomShape> {
  return defineDomWidget({ ...definition, ...rules, traits: z.strictObject(shape) });
}

/** The class of a control's style, from its name and its traits. */
export function defineStyle<S extends Shape>(name: string, shape: S): WidgetClass<S> {
  return defineWidget({
    name,
    module: "@jupyter-widgets/controls",
    version: "2.0.0",
    view: { module: "@jupyter-widgets/base", version: "2.0.0", name: "StyleView" },
    traits: z.strictObject(shape),
    openWhenReferenced: true,
  });
}
