import { z } from "zod";
import { escapeHtml } from "../../kernel/html-table.js";
import { VBox } from "../controls/boxes.js";
import { Dropdown, ToggleButtons } from "../controls/selection.js";
import { HTML, Text } from "../controls/text.js";
import { Checkbox } from "../controls/toggles.js";
import { Layout } from "../layout.js";
import type { Widget } from "../widget.js";
import { WidgetError } from "../widget-error.js";
import { dateControl } from "./date-control.js";
import { listControl } from "./list-control.js";
import { numberControl, rangeControl } from "./number-control.js";
import { optionsOf } from "./options-of.js";

/** Controls for a schema: what to show, what they say now, and a way to hear of changes. */
export interface Form {
  readonly widget: Widget;
  /** The control of each field, by its path with dots. */
  readonly controls: ReadonlyMap<string, Widget>;
  values(): unknown;
  observe(callback: () => void): void;
}

interface Field extends Form {
  readonly widget: Widget;
}

const style = { description_width: "9em" };
const layout = { width: "32em" };
const mostButtons = 4;

/** Makes the controls of an object schema. Throws a WidgetError for a field that has none. */
export function formOf(schema: z.core.$ZodType, path = ""): Form {
  const { type, label, initial } = unwrap(schema, path);
  if (type instanceof z.ZodObject) return group(type, path, path === "" ? "" : label, initial);
  return single(control(type, path, label, initial), path);
}

function group(schema: z.ZodObject, path: string, label: string, initial: unknown): Form {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const given = isRecord(initial) ? initial[name] : undefined;
    const withInitial = given === undefined ? field : z.prefault(field as z.ZodType, given as never);
    return [name, formOf(withInitial, path === "" ? name : `${path}.${name}`) as Field] as const;
  });
  const title = label === "" ? [] : [new HTML({ value: `<b>${escapeHtml(label)}</b>` })];
  return {
    widget: new VBox({
      children: [...title, ...fields.map(([, { widget }]) => widget)],
      layout: path === "" ? {} : { margin: "0 0 0 1em" },
    }),
    controls: new Map(fields.flatMap(([, { controls }]) => [...controls])),
    values: () => Object.fromEntries(fields.map(([name, field]) => [name, field.values()])),
    observe: (callback) => {
      for (const [, field] of fields) field.observe(callback);
    },
  };
}

function single(widget: Widget & { value: unknown }, path: string): Form {
  return {
    widget,
    controls: new Map([[path, widget]]),
    values: () => widget.value,
    observe: (callback) => void (widget as Widget<{ value: unknown }>).observe("value", callback),
  };
}

function control(
  type: z.core.$ZodType,
  path: string,
  description: string,
  initial: unknown,
): Widget & { value: unknown } {
  const shown = { description, style, layout: new Layout(layout) };
  if (type instanceof z.ZodBoolean) return new Checkbox({ ...shown, value: initial === true });
  if (type instanceof z.ZodString) return new Text({ ...shown, value: typeof initial === "string" ? initial : "" });
  if (type instanceof z.ZodNumber) return numberControl(type, shown, initial);
  if (type instanceof z.ZodDate) return dateControl(type, shown, initial);
  if (type instanceof z.ZodTuple || type instanceof z.ZodArray) {
    const made = type instanceof z.ZodTuple ? rangeControl(type, shown, initial) : listControl(type, shown, initial);
    if (made) return made;
  }
  const options = optionsOf(type);
  if (options) {
    const Class = options.length > mostButtons ? Dropdown : ToggleButtons;
    const pairs = options.map((option) => [String(option), option] as const);
    const value = options.includes(initial as never) ? initial : options[0];
    return new Class<unknown>({ ...shown, options: pairs, value });
  }
  const allowed =
    "a number, a boolean, an enum, literals, a string, a date, a list of these but dates, a range as two numbers with the " +
    "same bounds, or an object of these";
  throw new WidgetError("interact", path, type._zod.def.type, allowed);
}

/** A field's own type, its label, and the value it begins with. */
function unwrap(field: z.core.$ZodType, path: string) {
  const name = path.split(".").at(-1) ?? "";
  let type = field;
  let initial: unknown;
  let label: string | undefined;
  for (;;) {
    label ??= type instanceof z.ZodType ? type.description : undefined;
    if (type instanceof z.ZodDefault || type instanceof z.ZodPrefault) {
      initial ??= type.def.defaultValue;
      type = type.def.innerType;
    } else if (type instanceof z.ZodOptional || type instanceof z.ZodReadonly || type instanceof z.ZodNullable) {
      type = type.def.innerType;
    } else {
      return { type, initial, label: label ?? name };
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
