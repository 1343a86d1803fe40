import { z } from "zod";
import { nearest } from "../spec/nearest.js";
import { WidgetError } from "./widget-error.js";
import { wireForms } from "./wire-forms.js";

/** What is wrong between several traits of a widget: the one to name, and what it may be given the others. */
export interface TraitConflict {
  readonly trait: string;
  readonly allowed: string;
}

type State = Record<string, unknown>;

/** The traits of one kind of widget: checks whole states, and changes of a state. */
export class TraitSet {
  readonly #fields = new Map<string, z.ZodType>();

  constructor(
    readonly widget: string,
    readonly schema: z.ZodObject,
    readonly conflict: (state: State) => TraitConflict | undefined = () => undefined,
  ) {
    for (const [key, field] of Object.entries(schema.shape)) this.#fields.set(key, withoutDefault(field));
  }

  get names(): readonly string[] {
    return [...this.#fields.keys()];
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** A whole state from some traits: defaults filled in. Throws a WidgetError. */
  complete(given: unknown): State {
    if (typeof given !== "object" || given === null) {
      throw new WidgetError(this.widget, "traits", given, `an object with any of ${this.names.join(", ")}`);
    }
    const result = this.schema.safeParse(given);
    if (!result.success) throw this.#errorOf(result.error.issues[0], given);
    this.#checkConflict(result.data);
    return result.data;
  }

  /** The checked values of a change to `state`. Throws a WidgetError. */
  change(state: State, patch: Readonly<State>): State {
    const checked: State = {};
    for (const [name, value] of Object.entries(patch)) checked[name] = this.#parse(name, value);
    this.#checkConflict({ ...state, ...checked });
    return checked;
  }

  /** A state as it travels, but for the binary values and references in it. */
  encode(state: Readonly<State>): State {
    return Object.fromEntries(
      Object.entries(state).map(([name, value]) => {
        const field = this.#fields.get(name);
        const form = field && wireForms.get(field);
        return [name, form ? form.encode(value) : value];
      }),
    );
  }

  #parse(name: string, value: unknown): unknown {
    const field = this.#fields.get(name);
    if (!field) throw this.#unknown(name, value);
    const result = field.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw this.#errorOf({ ...issue, path: [name, ...issue.path] }, { [name]: value });
  }

  #checkConflict(state: State): void {
    const conflict = this.conflict(state);
    if (conflict) throw new WidgetError(this.widget, conflict.trait, state[conflict.trait], conflict.allowed);
  }

  #errorOf(issue: z.core.$ZodIssue, given: unknown): WidgetError {
    if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
      const [key] = issue.keys;
      return this.#unknown(key, valueAt(given, [key]));
    }
    return new WidgetError(this.widget, issue.path.join("."), valueAt(given, issue.path), allowedBy(issue));
  }

  #unknown(name: string, value: unknown): WidgetError {
    const near = nearest(name, this.names);
    const known = `one of ${this.names.filter((trait) => !trait.startsWith("_")).join(", ")}`;
    const hint = near ? `did you mean "${near}"?` : `it has ${known.slice(7)}.`;
    return new WidgetError(this.widget, name, value, known, `${this.widget} has no trait "${name}": ${hint}`);
  }
}

function withoutDefault(field: z.core.$ZodType): z.ZodType {
  if (field instanceof z.ZodDefault || field instanceof z.ZodPrefault) return withoutDefault(field.unwrap());
  if (!(field instanceof z.ZodType)) throw new TypeError("traits are described by zod's classic types");
  return field;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a finite number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function allowedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? `a value of type ${issue.expected}`;
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(" | ");
    case "too_small":
      return `${issue.inclusive ? "≥" : ">"} ${issue.minimum}`;
    case "too_big":
      return `${issue.inclusive ? "≤" : "<"} ${issue.maximum}`;
    case "unrecognized_keys":
      return `an object without ${issue.keys.join(", ")}`;
    default:
      return issue.message;
  }
}
