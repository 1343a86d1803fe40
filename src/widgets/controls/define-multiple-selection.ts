import { z } from "zod";
import type { GivenTraits, Shape, TraitsOf, WidgetDefinition } from "../define-widget.js";
import type { DomShape } from "../dom-widget.js";
import { latestOnly, type Observer } from "../observers.js";
import type { ObserveOptions, Widget } from "../widget.js";
import { WidgetError } from "../widget-error.js";
import { type ControlTraits, defineControl } from "./define-control.js";
import { indexOf, labelsOf, type Option, pairsOf, type SelectionOptions } from "./options.js";

const multipleTraits = {
  _options_labels: z.array(z.string()).default([]),
  /** Which options are picked, counted from 0. */
  index: z.array(z.int().min(0)),
};
type MultipleShape = typeof multipleTraits & DomShape;

type Given<S extends Shape, T, V> = Omit<GivenTraits<S & MultipleShape>, "_options_labels" | "index"> & {
  readonly options: SelectionOptions<T>;
  /** Which options are picked at first, counted from 0. */
  readonly index?: readonly number[];
  /** The values picked at first. */
  readonly value?: V;
};

interface Selected<T, V> {
  /** What can be picked, as pairs of label and value. Setting it picks anew. */
  get options(): readonly (readonly [label: string, value: T])[];
  set options(options: SelectionOptions<T>);
  /** The values picked. Throws a WidgetError when one of those set is no option. */
  get value(): V;
  set value(value: V);
  /** Calls back whenever other values are picked, as `Widget.observe` does for traits. */
  observe(trait: "value", callback: Observer<V, this>, options?: ObserveOptions): () => void;
}

/** The class of a control that picks several of several values. */
export interface MultipleSelectionClass<S extends Shape> {
  new <T, V extends readonly T[]>(
    traits: Given<S, T, V>,
  ): Selected<T, V> & Widget<TraitsOf<S & MultipleShape>> & TraitsOf<S & MultipleShape>;
  readonly definition: WidgetDefinition<S & MultipleShape>;
}

/** Makes the class of a control that picks several of several values; `first` says which it picks at first. */
export function defineMultipleSelection<S extends Shape>(
  control: ControlTraits<S>,
  first: readonly number[],
): MultipleSelectionClass<S> {
  const { name } = control;
  const shape: typeof multipleTraits = { ...control.shape, ...multipleTraits };
  const Base = defineControl(
    { ...control, shape },
    {
      conflict: ({ index, _options_labels: { length } }) => {
        if (first.length > 0 && index.length !== first.length && length > 0)
          return { trait: "index", allowed: `a list of ${first.length}` };
        return length > 0 && index.some((picked) => picked >= length)
          ? { trait: "index", allowed: `a list of numbers from 0 to ${length - 1}` }
          : undefined;
      },
    },
  );

  class MultipleSelection extends Base implements Pick<Selected<unknown, readonly unknown[]>, "options" | "value"> {
    #options: readonly Option[];

    constructor({ options, value, ...given }: Given<typeof multipleTraits, unknown, readonly unknown[]>) {
      const pairs = pairsOf(name, options);
      const index = value === undefined ? [...(given.index ?? first)] : indicesOf(name, pairs, value);
      super({ ...given, _options_labels: labelsOf(pairs), index });
      this.#options = pairs;
    }

    get options(): readonly Option[] {
      return this.#options;
    }

    set options(options: SelectionOptions<unknown>) {
      const pairs = pairsOf(name, options);
      this.#options = pairs;
      this.set({ _options_labels: labelsOf(pairs), index: [...first] });
    }

    get value(): readonly unknown[] {
      return this.index.map((picked) => this.#options[picked]?.[1]);
    }

    set value(value: readonly unknown[]) {
      this.index = indicesOf(name, this.#options, value);
    }

    override observe(trait: never, callback: Observer<never, this>, options: ObserveOptions = {}): () => void {
      if (trait !== "value") return super.observe(trait, callback, options);
      const label = `${name}: the observer of "value"`;
      const observer = (options.latest ? latestOnly(label, callback) : callback) as Observer<readonly unknown[], this>;
      let last = this.value;
      const check = () => {
        const previous = last;
        last = this.value;
        const isSame = last.length === previous.length && last.every((value, i) => Object.is(value, previous[i]));
        return isSame ? undefined : observer(last, previous, this);
      };
      const ends = [super.observe("index", check), super.observe("_options_labels", check)];
      return () => {
        for (const end of ends) end();
      };
    }
  }
  return MultipleSelection as unknown as MultipleSelectionClass<S>;
}

function indicesOf(widget: string, options: readonly Option[], values: unknown): number[] {
  if (!Array.isArray(values)) throw new WidgetError(widget, "value", values, "a list of values of the options");
  return values.map((value) => indexOf(widget, options, value) ?? 0);
}
