import { z } from "zod";
import { defineWidget, type Shape, type WidgetClass, type WidgetDefinition } from "../define-widget.js";
import { type DomShape, defineDomWidget } from "../dom-widget.js";
import type { TraitConflict } from "../trait-set.js";

const BASE = { module: "@jupyter-widgets/base", version: "2.0.0" };
const CONTROLS = { module: "@jupyter-widgets/controls", version: "2.0.0" };

/** The class of a standard control of ipywidgets 8, from its name and its traits. */
export function defineControl<S extends Shape>(
  name: string,
  shape: S,
  conflict?: WidgetDefinition<S & DomShape>["conflict"],
): WidgetClass<S & DomShape> {
  return defineDomWidget({
    ...CONTROLS,
    name,
    traits: z.strictObject(shape),
    conflict: conflict as ((traits: object) => TraitConflict | undefined) | undefined,
  });
}

/** The class of a control's style, from its name and its traits. */
export function defineStyle<S extends Shape>(name: string, shape: S): WidgetClass<S> {
  const view = { ...BASE, name: "StyleView" };
  return defineWidget({ ...CONTROLS, name, view, traits: z.strictObject(shape), openWhenReferenced: true });
}

/** The fields that traits of controls are made of. */
export const field = {
  text: (value = "") => z.string().default(value),
  optionalText: () => z.string().nullable().default(null),
  texts: () => z.array(z.string()).default([]),
  flag: (value: boolean) => z.boolean().default(value),
  number: (value: number) => z.number().default(value),
  integer: (value: number) => z.int().default(value),
  oneOf: <const T extends readonly string[]>(names: T, value: T[number]) => z.enum(names).default(value as never),
};

/** Traits of every control that has a description beside it. */
export const described = {
  description: field.text(),
  /** Whether the description is HTML; escaped otherwise. */
  description_allow_html: field.flag(false),
};

/** Traits of every control that can be greyed out. */
export const disableable = { disabled: field.flag(false) };

export const buttonStyles = ["primary", "success", "info", "warning", "danger", ""] as const;
