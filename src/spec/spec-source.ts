import { builtInSteps } from "../steps/index.js";
import { acquisitionSchema } from "./acquisition.js";
import { canonicalJson } from "./canonical.js";
import { defaultsOf, elementOf, type Fields, isListOfObjects } from "./schema-defaults.js";
import { outputSchema, parseSpec, type Spec, specSchema } from "./spec.js";

/** A line may be as long as this. */
const lineLength = 100;

/**
 * A spec as TypeScript that makes it: a call of `parseSpec` with the steps in order, and of every part what is not as the
 * model has it by itself. Null for a spec with steps of one's own, whose definitions it does not hold.
 */
export function specSource(spec: Spec): string | null {
  if (spec.extensions?.steps?.length) return null;
  const short = withoutDefaults(spec);
  const steps = spec.steps.map((step) => ({ ...withoutStepDefaults(step), kind: step.kind }));
  const isSame = canonicalJson(parseSpec({ ...short, steps })) === canonicalJson(spec);
  const { steps: _, ...whole } = spec;
  const calls = (isSame ? steps : spec.steps).map(({ kind, ...fields }) => {
    const name = kind.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    return `    ${name}(${Object.keys(fields).length > 0 ? literal(fields, 4, name.length + 3) : ""}),`;
  });
  const parts = Object.entries(isSame ? short : whole).map(
    ([name, value]) => `  ${name}: ${literal(value, 2, name.length + 3)},`,
  );
  return ["parseSpec({", ...parts, "  steps: [", ...calls, "  ],", "})"].join("\n");
}

/** What is not as it would be by itself, of all but the steps. */
function withoutDefaults({ acquisition, seed, output, extensions }: Spec): Fields {
  const usual = acquisitionSchema.parse({});
  const parts = ["optics", "image_sensor", "tissue"] as const;
  const own = changedFields(acquisition, usual);
  const nested = parts.map((part) => [part, changedFields(acquisition[part], usual[part])] as const);
  const changed = { ...own, ...Object.fromEntries(nested) };
  const all: Fields = {
    seed: seed === specSchema.parse({}).seed ? {} : seed,
    acquisition: withoutEmpty(changed),
    output: changedFields(output, outputSchema.parse({})),
    extensions: extensions ?? {},
  };
  return withoutEmpty(all);
}

function withoutStepDefaults(step: Spec["steps"][number]): Fields {
  const schema = builtInSteps.find(({ kind }) => kind === step.kind)?.schema;
  const changed = changedFields(step, defaultsOf(schema, { kind: step.kind }));
  return Object.fromEntries(
    Object.entries(changed).map(([name, value]) => {
      if (!isListOfObjects(value)) return [name, value];
      const usual = defaultsOf(elementOf(schema, name), {});
      return [name, (value as readonly object[]).map((item) => changedFields(item, usual))];
    }),
  );
}

function changedFields(fields: object, usual: object): Fields {
  const defaults: Fields = { ...usual };
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name])),
  );
}

function withoutEmpty(fields: Fields): Fields {
  const isEmpty = (value: unknown) => typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

/** A value as it is written, on one line where it fits behind what `used` letters say. */
function literal(value: unknown, indent: number, used = 0): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const inside = indent + 2;
  const items = Array.isArray(value)
    ? value.map((item) => literal(item, inside))
    : Object.entries(value).map(([name, item]) => `${name}: ${literal(item, inside, name.length + 2)}`);
  if (items.length === 0) return open + close;
  const space = Array.isArray(value) ? "" : " ";
  const line = `${open}${space}${items.join(", ")}${space}${close}`;
  if (indent + used + line.length <= lineLength && !line.includes("\n")) return line;
  const pad = " ".repeat(inside);
  return `${open}\n${items.map((item) => `${pad}${item},\n`).join("")}${" ".repeat(indent)}${close}`;
}
