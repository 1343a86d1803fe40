import { z } from "zod";
import { builtInSteps } from "../steps/index.js";
import { acquisitionSchema, imageSensorSchema, opticsSchema, tissueSchema } from "./acquisition.js";
import { definitionOf } from "./custom-step.js";
import { fieldUnits } from "./field-name.js";
import { valueAtPath, withValues } from "./path.js";
import { pipeline } from "./pipeline.js";
import type { Spec } from "./spec.js";

/** What a parameter may be: a number in a range, one of some names, or on and off; null and "auto" where a field takes them. */
export type ParameterValue = number | string | boolean | null;

/** A field of a spec that a control can change. */
export interface Parameter {
  /** Where it stands: `steps.vasculature.layers[0].depth_um`, `acquisition.optics.na`. */
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  readonly value: ParameterValue;
  readonly default: ParameterValue;
  readonly type: "number" | "choice" | "flag";
  /** The names of a choice; of a number, what may stand in its place ("auto"), null included. */
  readonly choices: readonly (string | null)[];
  /** What a slider spans: the schema's bounds where it has them, otherwise a few times the default. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Which of several alike it belongs to, as in `layer 1 of 2`; empty where there is one. */
  readonly group: string;
}

/** What JSON schema says of a field. */
interface FieldSchema {
  readonly type?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly FieldSchema[];
  readonly prefixItems?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
}

/** Unit of a field by the end of its name, and what the name is without it. */
const units: typeof fieldUnits = [["_per_unit", ""], ["_px", "px"], ...fieldUnits];

/** Units that no name says. */
const ownUnits: Readonly<Record<string, string>> = { fps: "Hz" };

const labels: Readonly<Record<string, string>> = {
  fps: "frame rate",
  na: "NA",
  photons_per_unit: "photons per unit",
  focal_depth_in_tissue_um: "focal depth",
  field_curvature_radius_um: "field curvature",
  scatter_mfp_excitation_um: "mean free path in",
  scatter_mfp_emission_um: "mean free path out",
  scatter_blur_per_um: "scatter blur",
  p_quiescent_to_active: "quiescent → active",
  p_active_to_quiescent: "active → quiescent",
  n_roots: "number of roots",
  branch_prob: "branch probability",
  branch_area_main: "main branch, area",
  min_radius_um: "minimum radius",
  root_radius_um: "trunk radius",
  n_components: "components",
  gain_adu_per_e: "gain",
};

/** Ends of sliders where the default says too little. */
const spans: Readonly<Record<string, readonly [number, number]>> = {
  na: [0.1, 1],
  magnification: [2, 12],
  fps: [1, 60],
  duration_s: [1, 600],
  emission_nm: [400, 800],
  focal_depth_in_tissue_um: [0, 400],
  depth_of_field_um: [1, 100],
  field_curvature_radius_um: [300, 10_000],
  sigma_um: [10, 1000],
  center_offset_um: [-300, 300],
  bit_depth: [1, 16],
  depth_range_um: [0, 400],
  min_distance_um: [0, 50],
  depth_um: [0, 300],
  trace_noise: [0, 1],
  damping_ratio: [0.05, 2],
};

/** Fields of an acquisition that steps work with. */
const ofAcquisition: Readonly<Record<string, readonly string[]>> = {
  optics: [
    "optics.na",
    "optics.magnification",
    "optics.emission_nm",
    "optics.field_curvature_radius_um",
    "focal_depth_in_tissue_um",
    "tissue.scatter_mfp_excitation_um",
    "tissue.scatter_mfp_emission_um",
    "tissue.scatter_blur_per_um",
  ],
  sensor: [
    "duration_s",
    "fps",
    "image_sensor.quantum_efficiency",
    "image_sensor.read_noise_e",
    "image_sensor.gain_adu_per_e",
    "image_sensor.bit_depth",
  ],
};

const jsonSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as FieldSchema;

/** The fields of each part of an acquisition. */
const partSchemas = { optics: opticsSchema, image_sensor: imageSensorSchema, tissue: tissueSchema };

/**
 * The fields that controls can change of a step of a spec, those of the acquisition that it works with included: labels,
 * units, ranges and defaults as the schema has them. Lists of positions and the like have none.
 * @returns nothing for a step that the spec has not
 */
export function stepParameters(spec: Spec, kind: string): readonly Parameter[] {
  const found = pipeline(spec).find((one) => one.kind === kind);
  if (!found) return [];
  const builtIn = builtInSteps.find((known) => known.kind === kind);
  const at = builtIn ? `steps.${kind}` : `extensions.steps.${kind}`;
  const schema = builtIn?.schema ?? definitionOf(found.step)?.schema;
  const { kind: _, after: __, code: ___, ...fields } = schema ? (jsonSchema(schema).properties ?? {}) : {};
  const own = Object.entries(fields).flatMap(([name, field]) => parametersOf(spec, `${at}.${name}`, name, field));
  // What is listed by population is not set for the step as a whole.
  const populations = own.filter(({ path }) => path.includes(".populations["));
  const others = own.filter(({ path }) => populations.length === 0 || path.includes(".populations["));
  return [...others, ...(ofAcquisition[kind] ?? []).flatMap((name) => acquisitionParameter(spec, name))];
}

function acquisitionParameter(spec: Spec, name: string): readonly Parameter[] {
  const [part, field] = name.split(".");
  const fields = jsonSchema(field ? partSchemas[part as keyof typeof partSchemas] : acquisitionSchema).properties;
  const schema = fields?.[field ?? part];
  return schema ? parametersOf(spec, `acquisition.${name}`, field ?? part, schema) : [];
}

/** A field as parameters: none, one, or one for each number in it. */
function parametersOf(spec: Spec, path: string, name: string, schema: FieldSchema, group = ""): readonly Parameter[] {
  const value = parameterAt(spec, path);
  const options = schema.anyOf ?? [schema];
  const list = options.find(({ type, items }) => type === "array" && items?.properties);
  if (list && Array.isArray(value)) {
    const noun = name.replace(/s$/, "");
    return value.flatMap((_, i) =>
      Object.entries(list.items?.properties ?? {}).flatMap(([key, field]) =>
        parametersOf(
          spec,
          `${path}[${i}].${key}`,
          key,
          field,
          value.length > 1 ? `${noun} ${i + 1} of ${value.length}` : "",
        ),
      ),
    );
  }
  const tuple = options.find(({ prefixItems }) => prefixItems)?.prefixItems;
  if (tuple && Array.isArray(value) && value.every((item) => typeof item === "number")) {
    const ends = name.includes("range") ? ["from", "to"] : ["y", "x"];
    return tuple.map((item, i) => {
      const own = { ...item, default: Array.isArray(schema.default) ? schema.default[i] : undefined };
      const parameter = numberOf(`${path}[${i}]`, name, own, value[i], group);
      return { ...parameter, label: `${parameter.label} ${ends[i] ?? i + 1}` };
    });
  }
  const names = options.find((option) => option.enum)?.enum;
  if (names) return [{ ...plain(path, name, schema, value, group), type: "choice", choices: names }];
  if (schema.type === "boolean") return [{ ...plain(path, name, schema, value, group), type: "flag" }];
  const number = options.find(({ type }) => type === "number" || type === "integer");
  if (!number || options.some(({ type }) => type === "array" || type === "object")) return [];
  const choices = options.flatMap((option) =>
    option.type === "null" ? [null] : typeof option.const === "string" ? [option.const] : [],
  );
  return [{ ...numberOf(path, name, { ...number, default: schema.default }, value, group), choices }];
}

/** Whether a parameter may have this value at all. */
export function isParameterValue(value: unknown): value is ParameterValue {
  return value === null || ["number", "string", "boolean"].includes(typeof value);
}

function plain(path: string, name: string, schema: FieldSchema, value: unknown, group: string): Parameter {
  const ending = units.find(([end]) => name.endsWith(end) && name !== end.slice(1));
  const words = (ending ? name.slice(0, -ending[0].length) : name).replaceAll("_", " ");
  return {
    path,
    label: labels[name] ?? words,
    unit: ownUnits[name] ?? ending?.[1] ?? "",
    value: isParameterValue(value) ? value : null,
    default: isParameterValue(schema.default) ? schema.default : isParameterValue(value) ? value : null,
    type: "number",
    choices: [],
    min: 0,
    max: 1,
    step: 1,
    group,
  };
}

function numberOf(path: string, name: string, schema: FieldSchema, value: unknown, group: string): Parameter {
  const whole = schema.type === "integer";
  const given = typeof schema.default === "number" ? schema.default : typeof value === "number" ? value : 1;
  const [spanLow, spanHigh] = spans[name] ?? [0, roundUp(4 * Math.max(Math.abs(given), whole ? 2 : 1e-9))];
  const low = schema.minimum ?? schema.exclusiveMinimum ?? Math.min(spanLow, 0);
  const high = isUnder(schema.maximum) ?? schema.exclusiveMaximum ?? spanHigh;
  const from = Math.max(low, spans[name] ? spanLow : low);
  const reached = typeof value === "number" ? value : from;
  const span = Math.max(high, reached > high ? roundUp(reached) : high) - Math.min(from, reached);
  const step = whole ? 1 : decade(span / 100);
  const tidy = (number: number) => Number(number.toPrecision(12));
  const min = schema.exclusiveMinimum !== undefined && from <= schema.exclusiveMinimum ? low + step : from;
  const max = schema.exclusiveMaximum !== undefined ? high - step : reached > high ? roundUp(reached) : high;
  return {
    ...plain(path, name, schema, value, group),
    min: tidy(Math.min(min, reached)),
    max: tidy(max),
    step: tidy(step),
  };
}

/** A maximum that a slider may span: JSON schema gives whole numbers one beyond all use. */
function isUnder(maximum: number | undefined): number | undefined {
  return maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
}

/** The power of ten at or below a positive number. */
function decade(value: number): number {
  return Number(`1e${value.toExponential().split("e")[1]}`);
}

/** The next of 1, 2, 5 times a power of ten. */
function roundUp(value: number): number {
  const power = decade(value);
  return ([1, 2, 5, 10].find((digit) => digit * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** The value at a parameter's path, which may lead into lists by number. */
export function parameterAt(spec: Spec, path: string): unknown {
  const [base, ...rest] = keysOf(path);
  return rest.reduce<unknown>((value, key) => Reflect.get(Object(value), key), valueAtPath(spec, base));
}

/**
 * A spec with a parameter changed, checked as a whole.
 * @throws SpecError when the path leads nowhere or the value is wrong.
 */
export function withParameter(spec: Spec, path: string, value: ParameterValue): Spec {
  const [base, ...rest] = keysOf(path);
  return withValues(spec, { [base]: replaced(valueAtPath(spec, base), rest, value) });
}

/** The path up to the first list, and the keys from there on. */
function keysOf(path: string): readonly [base: string, ...rest: string[]] {
  const [base, ...rest] = path.split("[");
  return [
    base,
    ...rest.flatMap((piece) =>
      piece
        .split(/\]\.?/)
        .filter((key) => key !== "")
        .flatMap((key) => key.split(".")),
    ),
  ];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: ParameterValue): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === key ? replaced(item, rest, by) : item));
  const fields = Object(value);
  return Object.hasOwn(fields, key) ? { ...fields, [key]: replaced(fields[key], rest, by) } : fields;
}
