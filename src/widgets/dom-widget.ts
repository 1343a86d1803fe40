import { z } from "zod";
import {
  defineWidget,
  type GivenTraits,
  type Shape,
  type WidgetClass,
  type WidgetDefinition,
} from "./define-widget.js";
import { Layout } from "./layout.js";
import type { Widget } from "./widget.js";

/** A trait that holds a widget of some class. */
export function widgetTrait<W extends Widget>(type: { readonly prototype: W; readonly name: string }): z.ZodType<W, W> {
  const { prototype, name } = type;
  return z.custom<W>(
    (value) => typeof value === "object" && value !== null && Object.prototype.isPrototypeOf.call(prototype, value),
    `a ${name}`,
  );
}

/** A class of widgets, as `defineWidget` makes it or one that extends it. */
interface OwnClass<W, S extends Shape> {
  new (traits: GivenTraits<S>): W;
  readonly definition: WidgetDefinition<S>;
}

/** A trait that holds a widget of its own, given as such or by that widget's traits; a new one unless given. */
export function ownWidgetTrait<W extends Widget, S extends Shape>(
  type: OwnClass<W, S>,
): z.ZodPrefault<z.ZodType<W, W | GivenTraits<S>>> {
  const field: z.ZodType<W, W | GivenTraits<S>> = z
    .custom<W | GivenTraits<S>>()
    .transform((value) => (value instanceof type ? value : new type(value as GivenTraits<S>)));
  return field.prefault({} as GivenTraits<S>);
}

/** The traits of every widget that is seen. */
export const domTraits = z.strictObject({
  layout: ownWidgetTrait(Layout),
  _dom_classes: z.array(z.string()).default([]),
  tabbable: z.boolean().nullable().default(null),
  tooltip: z.string().nullable().default(null),
});

export type DomShape = (typeof domTraits)["shape"];

/** Makes the class of a widget that is seen: its traits, and `layout`, `tooltip` and the like. */
export function defineDomWidget<S extends Shape>(definition: WidgetDefinition<S>): WidgetClass<S & DomShape> {
  const traits = z.strictObject({ ...definition.traits.shape, ...domTraits.shape } as S & DomShape);
  return defineWidget({ ...definition, traits } as WidgetDefinition<S & DomShape>);
}
