import { z } from "zod";
import type { GivenTraits, Shape, TraitsOf, WidgetDefinition } from "../define-widget.js";
import type { DomShape } from "../dom-widget.js";
import { latestOnly, type Observer } from "../observers.js";
import type { ObserveOptions, Widget } from "../widget.js";
import { type ControlTraits, defineControl } from "./define-control.js";
import { indexOf, labelsOf, type Option, pairsOf, type SelectionOptions } from "./options.js";

const selectionTraits = {
  _options_labels: z.array(z.string()).default([]),
  /** Which option is picked, counted from 0; null for none. */
  index: z.int().min(0).nullable().default(null),
};
type SelectionShape = typeof selectionTraits & DomShape;

type Given<S extends Shape, T> = Omit<GivenTraits<S & SelectionShape>, "_options_labels"> & {
  readonly options: SelectionOptions<T>;
  /** The value picked at first; the first option unless given, null for none. */
  readonly value?: T | null;
};

interface Selected<T> {
  /** What can be picked, as pairs of label and value. Setting it picks the first, unless the picked value is among the new ones. */
  get options(): readonly (readonly [label: string, value: T])[];
  set options(options: SelectionOptions<T>);
  /** The value picked; null for none. Throws a WidgetError when set to a value that is no option. */
  get value(): T | null;
  set value(value: T | null);
  /** Calls back whenever another value is picked, as `Widget.observe` does for traits. */
  observe(trait: "value", callback: Observer<T | null, this>, options?: ObserveOptions): () => void;
}

/** The class of a control that picks one of several values. */
export interface SelectionClass<S extends Shape> {
  new <T = string>(
    traits: Given<S, T>,
  ): Selected<T> & Widget<TraitsOf<S & SelectionShape>> & TraitsOf<S & SelectionShape>;
  readonly definition: WidgetDefinition<S & SelectionShape>;
}

/** Makes the class of a control that picks one of several values. */
export function defineSelection<S extends Shape>(control: ControlTraits<S>): SelectionClass<S> {
  const { name } = control;
  const shape: typeof selectionTraits = { ...control.shape, ...selectionTraits };
  const Base = defineControl(
    { ...control, shape },
    {
      conflict: ({ index, _options_labels: { length } }) =>
        index !== null && index >= length
          ? { trait: "index", allowed: length > 0 ? `null or 0 to ${length - 1}` : "null, as there are no options" }
          : undefined,
    },
  );

  class Selection extends Base implements Pick<Selected<unknown>, "options" | "value"> {
    #options: readonly Option[];

    constructor({ options, value, ...given }: Given<typeof selectionTraits, unknown>) {
      const pairs = pairsOf(name, options);
      const index = value === undefined ? (given.index ?? first(pairs)) : indexOf(name, pairs, value);
      super({ ...given, _options_labels: labelsOf(pairs), index });
      this.#options = pairs;
    }

    get options(): readonly Option[] {
      return this.#options;
    }

    set options(options: SelectionOptions<unknown>) {
      const pairs = pairsOf(name, options);
      const kept = pairs.findIndex(([, value]) => this.index !== null && Object.is(value, this.value));
      this.#options = pairs;
      this.set({ _options_labels: labelsOf(pairs), index: kept >= 0 ? kept : first(pairs) });
    }

    get value(): unknown {
      return this.index === null ? null : this.#options[this.index][1];
    }

    set value(value: unknown) {
      this.index = indexOf(name, this.#options, value);
    }

    override observe(trait: never, callback: Observer<never, this>, options: ObserveOptions = {}): () => void {
      if (trait !== "value") return super.observe(trait, callback, options);
      const label = `${name}: the observer of "value"`;
      const observer = (options.latest ? latestOnly(label, callback) : callback) as Observer<unknown, this>;
      let last = this.value;
      const check = () => {
        const previous = last;
        last = this.value;
        return Object.is(last, previous) ? undefined : observer(last, previous, this);
      };
      const ends = [super.observe("index", check), super.observe("_options_labels", check)];
      return () => {
        for (const end of ends) end();
      };
    }
  }
  return Selection as unknown as SelectionClass<S>;
}

function first(options: readonly Option[]): number | null {
  return options.length > 0 ? 0 : null;
}
