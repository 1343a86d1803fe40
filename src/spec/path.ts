import { mustBe, SpecError } from "./errors.js";
import { allExtensions } from "./extensions.js";
import { nearest } from "./nearest.js";
import { parseSpec, type Spec } from "./spec.js";

/** None of the values that bring other steps. */
type SameSteps = { readonly [Path in "steps" | "extensions" | "extensions.steps"]?: never };

/**
 * A copy of a spec with some fields replaced, checked as a whole. A path is written as in `acquisition.optics.na`,
 * `seed` or `steps.sensor.photons_per_unit`: a step is named by its kind. Objects and lists can be replaced as a whole;
 * what a new object leaves out gets its default. A path into an extension that is off turns it on with its defaults.
 * @throws SpecError when a path leads nowhere or the new spec is wrong.
 */
export function withValues<Kinds extends string>(
  spec: Spec<Kinds>,
  values: Readonly<Record<string, unknown>> & SameSteps,
): Spec<Kinds>;
export function withValues(spec: Spec, values: Readonly<Record<string, unknown>>): Spec;
export function withValues(spec: Spec, values: Readonly<Record<string, unknown>>): Spec {
  const fields = Object.entries(values);
  for (const [path] of fields) checkPath(spec, path);
  return parseSpec(fields.reduce<unknown>((tree, [path, value]) => replace(tree, path, path.split("."), value), spec));
}

/**
 * The value at a path of a spec; undefined in an extension that is off.
 * @throws SpecError when the path leads nowhere.
 */
export function valueAtPath(spec: Spec, path: string): unknown {
  checkPath(spec, path);
  return path.split(".").reduce<unknown>((tree, key) => fieldsOf(tree).find(([name]) => name === key)?.[1], spec);
}

/** Refuses a path that leads nowhere even if every extension were on. */
function checkPath(spec: Spec, path: string): void {
  const whole = { ...spec, extensions: { ...allExtensions(), ...spec.extensions } };
  path.split(".").reduce<unknown>((tree, key) => child(tree, path, key), whole);
}

function replace(tree: unknown, path: string, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (Array.isArray(tree)) {
    const old = child(tree, path, key);
    const fresh = rest.length === 0 ? value : replace(old, path, rest, value);
    return tree.map((step) => (step === old ? fresh : step));
  }
  // The path leads somewhere in the spec; an object that took this one's place may have left the field to its default.
  const fresh = rest.length === 0 ? value : replace(Reflect.get(Object(tree), key), path, rest, value);
  return { ...Object(tree), [key]: fresh };
}

/** Own properties only, so a path never reaches `__proto__` or `constructor`. */
function child(tree: unknown, path: string, key: string): unknown {
  const fields = fieldsOf(tree);
  const found = fields.find(([name]) => name === key);
  if (found) return found[1];
  const names = fields.map(([name]) => name);
  const similar = nearest(key, names);
  const hint = similar ? `Did you mean "${similar}"?` : "";
  const allowed = Array.isArray(tree) ? "the path of the whole list" : "a shorter path";
  throw new SpecError([mustBe(path, key, names.length > 0 ? `one of ${names.join(", ")}` : allowed, hint)]);
}

function fieldsOf(tree: unknown): [string, unknown][] {
  if (Array.isArray(tree)) return tree.flatMap((step) => (typeof step?.kind === "string" ? [[step.kind, step]] : []));
  return typeof tree === "object" && tree !== null ? Object.entries(tree) : [];
}
