import type { z } from "zod";
import { type TraitConflict, TraitSet } from "./trait-set.js";
import { Widget, type WidgetKind } from "./widget.js";
import type { CodeReference } from "./widget-protocol.js";

/** The fields of a zod object. */
export type Shape = z.ZodRawShape;

/** The traits of a widget as its schema gives them. */
export type TraitsOf<S extends Shape> = z.output<z.ZodObject<S, z.core.$strict>>;

/** What the constructor of a widget takes: traits with a default may be left out. */
export type GivenTraits<S extends Shape> = z.input<z.ZodObject<S, z.core.$strict>>;

/** A kind of widget: its name, where the page finds its code, and its synced traits. */
export interface WidgetDefinition<S extends Shape> {
  /** The class's name; model and view are called `${name}Model` and `${name}View` unless said otherwise. */
  readonly name: string;
  /** The npm package of the page's side, and the version (range) of it. */
  readonly module: string;
  readonly version: string;
  readonly model?: Partial<CodeReference>;
  readonly view?: Partial<CodeReference>;
  /** The synced traits, best with a default each. */
  readonly traits: z.ZodObject<S, z.core.$strict>;
  /** Says what is wrong between traits that are right one by one, if anything is. */
  readonly conflict?: (traits: TraitsOf<S>) => TraitConflict | undefined;
  /** Completes what the constructor was given, where one trait's default depends on others. */
  readonly derive?: (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Known to the page only once another widget refers to it, as layouts and styles are. */
  readonly openWhenReferenced?: boolean;
}

/** The class of a kind of widget: its traits are properties of its instances. */
export interface WidgetClass<S extends Shape> {
  new (
    ...args: Record<never, never> extends GivenTraits<S> ? [traits?: GivenTraits<S>] : [traits: GivenTraits<S>]
  ): Widget<TraitsOf<S>> & TraitsOf<S>;
  readonly definition: WidgetDefinition<S>;
}

/**
 * Makes the class of a kind of widget, to be extended.
 *
 * @example
 * ```ts
 * class Counter extends defineWidget({
 *   name: "Counter",
 *   module: "my-widgets",
 *   version: "^1.0.0",
 *   traits: z.strictObject({ count: z.int().min(0).default(0) }),
 * }) {}
 * const counter = new Counter({ count: 2 });
 * counter.observe("count", (count) => console.log(count));
 * counter.count += 1;
 * ```
 */
export function defineWidget<S extends Shape>(definition: WidgetDefinition<S>): WidgetClass<S> {
  const { name, module, version } = definition;
  const conflict = definition.conflict as ((traits: object) => TraitConflict | undefined) | undefined;
  const kind: WidgetKind = {
    name,
    model: { module, version, name: `${name}Model`, ...definition.model },
    view: { module, version, name: `${name}View`, ...definition.view },
    traits: new TraitSet(name, definition.traits, conflict),
    openWhenReferenced: definition.openWhenReferenced ?? false,
  };

  class Defined extends Widget {
    static readonly definition = definition;

    constructor(traits: unknown = {}) {
      super(kind, definition.derive && isRecord(traits) ? definition.derive(traits) : traits);
    }
  }
  for (const trait of kind.traits.names) addTrait(Defined.prototype, name, trait);
  return Defined as unknown as WidgetClass<S>;
}

function addTrait(prototype: Widget, widget: string, trait: string): void {
  if (trait in prototype)
    throw new TypeError(`${widget}: a trait cannot be called "${trait}", widgets have a member of that name`);
  Object.defineProperty(prototype, trait, {
    get(this: Widget<Record<string, unknown>>) {
      return this.get(trait);
    },
    set(this: Widget<Record<string, unknown>>, value: unknown) {
      this.set({ [trait]: value });
    },
    enumerable: true,
    configurable: true,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
