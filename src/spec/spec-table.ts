import type { z } from "zod";
import { builtInSteps } from "../steps/index.js";
import { acquisitionSchema, depthOfFieldUm } from "./acquisition.js";
import { definitionOf } from "./custom-step.js";
import { allExtensions } from "./extensions.js";
import { fieldName } from "./field-name.js";
import { defaultsOf, elementOf, type Fields, isListOfObjects } from "./schema-defaults.js";
import { outputSchema, type Spec, specSchema } from "./spec.js";

/** A field of a spec beside its default. */
export interface SpecField {
  readonly field: string;
  readonly label: string;
  readonly unit: string;
  readonly value: unknown;
  /** Undefined where the field has none. */
  readonly default: unknown;
  readonly isChanged: boolean;
  /** What an "auto" comes to, where the spec alone says it. */
  readonly resolved?: number;
}

/** A part of a spec: the optics, a step, a population of cells. */
export interface SpecGroup {
  readonly path: string;
  readonly fields: readonly SpecField[];
}

/** The fields of a spec by its parts, each with its default; the kinds of steps are not among them. */
export function specGroups(spec: Spec): readonly SpecGroup[] {
  const { optics, image_sensor, tissue, ...own } = spec.acquisition;
  const defaults = acquisitionSchema.parse({});
  const extensions: Fields = { ...spec.extensions };
  const whole: Fields = { ...allExtensions() };
  return [
    group(
      "recording",
      { seed: spec.seed, ...spec.output },
      { seed: specSchema.parse({}).seed, ...outputSchema.parse({}) },
    ),
    group("acquisition", own, defaults),
    { ...group("acquisition.optics", optics, defaults.optics, { depth_of_field_um: depthOfFieldUm(optics) }) },
    group("acquisition.image_sensor", image_sensor, defaults.image_sensor),
    group("acquisition.tissue", tissue, defaults.tissue),
    ...spec.steps.flatMap((step) =>
      stepGroups(step.kind, step, builtInSteps.find(({ kind }) => kind === step.kind)?.schema),
    ),
    ...Object.entries(extensions)
      .filter(([name]) => name !== "steps")
      .map(([name, value]) => group(`extensions.${name}`, { ...Object(value) }, { ...Object(whole[name]) })),
    ...(spec.extensions?.steps ?? []).flatMap((step) => {
      const { code: _, after: __, ...fields } = { ...step } as Fields;
      return stepGroups(step.kind, fields, definitionOf(step)?.schema);
    }),
  ];
}

/** A step's own fields, and those of the populations or layers in its lists. */
function stepGroups(kind: string, step: object, schema: z.ZodType | undefined): SpecGroup[] {
  const { kind: _, ...fields } = { ...step } as Fields;
  const defaults = defaultsOf(schema, { kind });
  const lists = Object.entries(fields).filter(([, value]) => isListOfObjects(value));
  const listed = lists.flatMap(([name, items]) =>
    (items as readonly object[]).map((item, i) =>
      group(`${kind}.${name}[${i}]`, { ...item } as Fields, defaultsOf(elementOf(schema, name), {})),
    ),
  );
  // Populations take the place of the step's own fields.
  if (fields.populations) return listed;
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !lists.some(([list]) => list === name)));
  return [group(kind, own, defaults), ...listed];
}

function group(
  path: string,
  fields: Fields,
  defaults: Fields,
  resolved: Readonly<Record<string, number>> = {},
): SpecGroup {
  return {
    path,
    fields: Object.entries(fields).map(([field, value]) => {
      const isAuto = value === "auto" && field in resolved;
      const isChanged = JSON.stringify(toJson(value)) !== JSON.stringify(toJson(defaults[field]));
      const entry = { field, ...fieldName(field), value, default: defaults[field], isChanged };
      return isAuto ? { ...entry, resolved: resolved[field] } : entry;
    }),
  };
}

/** Seeds may be bigints, which JSON does not know. */
function toJson(value: unknown): unknown {
  return typeof value === "bigint" ? `${value}` : value;
}
