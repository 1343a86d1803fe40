import { z } from "zod";
import { VBox } from "../controls/boxes.js";
import { Output } from "../controls/output.js";
import { runGuarded } from "../observers.js";
import type { Widget } from "../widget.js";
import { type AbbreviatedValues, type Abbreviation, schemaOf } from "./abbreviations.js";
import { type Form, formOf } from "./form.js";

/** Controls and, below them, what a function makes of their values. Shown as a cell's last expression. */
export class Interaction<V> extends VBox {
  readonly #form: Form;
  readonly #schema: z.ZodType<V>;
  /** Where what the function returns, prints and throws is shown. */
  readonly output: Output;
  #running: Promise<void> | undefined;
  #stale = false;

  constructor(schema: z.ZodType<V>, callback: (values: V) => unknown) {
    const form = formOf(schema);
    const output = new Output();
    super({ children: [form.widget, output] });
    this.#form = form;
    this.#schema = schema;
    this.output = output;
    const run = () => void this.#run(callback);
    form.observe(run);
    run();
  }

  /** What the controls say now, as the schema gives it. Throws a ZodError for values it refuses. */
  get values(): V {
    return this.#schema.parse(this.#form.values());
  }

  /** The control of a field, by its name; by its path with dots inside groups. */
  control(path: string): Widget | undefined {
    return this.#form.controls.get(path);
  }

  /** Resolves when the function has run with the newest values. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Runs once at a time; values that change meanwhile count once more, the newest only. */
  #run(callback: (values: V) => unknown): void {
    this.#stale = true;
    this.#running ??= (async () => {
      while (this.#stale) {
        this.#stale = false;
        await runGuarded("interact", () =>
          this.output.capture(
            async () => {
              const result = await callback(this.values);
              if (result !== undefined) await this.output.append(result);
            },
            { replace: true },
          ),
        );
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      this.#running = undefined;
    })();
  }
}

/**
 * Makes controls for the fields of an object schema, and shows what a function returns for their values whenever
 * they change. Numbers with bounds get sliders (`.meta({ step })` sets the step), tuples of two such numbers sliders with
 * two handles, booleans checkboxes, enums buttons or a list, arrays of them a list to pick several from, other arrays tags,
 * strings text fields, dates pickers, nested objects groups; `.describe()` gives the label, `.default()` the value at first.
 *
 * @example
 * ```ts
 * interact(z.object({ na: z.number().min(0.1).max(1).default(0.45) }), ({ na }) => 0.5 / na);
 * interact({ n: 3, size: [0, 10, 0.5], kind: ["a", "b"], on: true }, (values) => values);
 * ```
 */
export function interact<S extends z.ZodObject>(
  schema: S,
  callback: (values: z.output<S>) => unknown,
): Interaction<z.output<S>>;
export function interact<const A extends Readonly<Record<string, Abbreviation>>>(
  abbreviations: A,
  callback: (values: AbbreviatedValues<A>) => unknown,
): Interaction<AbbreviatedValues<A>>;
export function interact(
  given: z.ZodObject | Readonly<Record<string, Abbreviation>>,
  callback: (values: never) => unknown,
): Interaction<unknown> {
  const schema = given instanceof z.ZodObject ? given : schemaOf(given);
  return new Interaction<unknown>(schema, callback as (values: unknown) => unknown);
}
