import { z } from "zod";
import { builtInSteps, type StepKind } from "../steps/index.js";
import type { StepScene } from "../steps/step-scene.js";
import {
  builtInKinds,
  type CustomDefinition,
  type CustomStep,
  customStepSchema,
  definitionKey,
  kindPattern,
} from "./custom-step.js";
import { mustBe, SpecError, type SpecProblem } from "./errors.js";
import { flawsOf, hashOf, sourceOf } from "./function-source.js";
import { nearest } from "./nearest.js";
import { parse } from "./parse.js";

/** A step of the model that another can follow; what comes after the sensor are counts, and final. */
export type PrecedingKind = Exclude<StepKind, "sensor">;

/** A step of one's own. */
export interface StepDefinition<Kind extends string, Schema extends z.ZodObject> {
  /** What it is called, in snake_case. */
  readonly kind: Kind;
  /** The step of the model that it follows, whether or not a spec has that one. */
  readonly after: PrecedingKind;
  /** Name of the stage that it ends; the kind by default. Types know a stage of one's own by its kind only. */
  readonly stage?: string;
  /** Where it works: that of the step it follows by default. */
  readonly domain?: "tissue" | "motion" | "sensor";
  /** Kinds that have to come before it. */
  readonly requires?: readonly StepKind[];
  /** Its fields, without `kind`: plain data. */
  readonly schema: Schema;
  /**
   * What it adds to a scene. The function, and those in it that run for every frame, cross to the engine's thread as text: it
   * may use its parameters, its own variables and the language, and nothing else.
   */
  contribute(step: z.output<Schema>, scene: StepScene<z.output<Schema>>): void;
}

/** The fields of a step; an empty schema forbids other fields, not the step's own. */
type FieldsOf<Schema extends z.ZodObject> = string extends keyof z.output<Schema> ? object : z.output<Schema>;

/** Makes steps of one kind from their fields; what is left out gets its default. */
export interface StepFactory<Kind extends string = string, Input = never, Fields extends object = object> {
  (...options: Record<string, never> extends Input ? [options?: Input] : [options: Input]): CustomStep<Kind, Fields>;
  readonly kind: Kind;
  readonly definition: CustomDefinition;
}

/**
 * Defines a step of one's own, and returns what makes such steps: put them into `extraSteps` of {@link buildSpec} or among
 * the `steps` of {@link parseSpec}. They stream, run in workers, have a stage, can be masked and are part of the cache key (a
 * hash of the code included) like the steps of the model.
 * @throws SpecError when the definition is wrong: a kind or a stage that exists, a function that uses what lies outside of it
 * or what differs from machine to machine.
 * @example
 * ```ts
 * const haze = defineStep({
 *   kind: "haze",
 *   after: "composite",
 *   schema: z.object({ level: z.number().min(0).default(0.1) }),
 *   contribute(step, scene) {
 *     const { height, width } = scene.frame;
 *     const field = scene.provide("field", [], () => new Float32Array(height * width).fill(step.level));
 *     scene.operation({ do: "addField", field });
 *   },
 * });
 * const spec = buildSpec(miniscopeV4(), ca1(), { duration_s: 1, extraSteps: [haze({ level: 0.3 })] });
 * console.log(spec.extensions); // { steps: [{ kind: "haze", after: "composite", level: 0.3, code: … }] }
 * ```
 */
export function defineStep<const Kind extends string, Schema extends z.ZodObject>(
  definition: StepDefinition<Kind, Schema>,
): StepFactory<Kind, z.input<Schema>, FieldsOf<Schema>> {
  const problems = definitionProblems(definition);
  if (problems.length > 0) throw new SpecError(problems);
  const { kind, after, stage = kind, contribute } = definition;
  const source = sourceOf(contribute);
  const flaws = flawsOf(source).map((flaw) => ({
    path: `${kind}.contribute`,
    value: contribute,
    allowed: "a function that stands alone",
    message: `${kind}.contribute ${flaw}.`,
  }));
  if (flaws.length > 0) throw new SpecError(flaws);
  const { domain } = builtInSteps.find((step) => step.kind === after)!;
  const known: CustomDefinition = Object.freeze({
    kind,
    after,
    stage,
    domain: definition.domain ?? (domain === "cell" ? "tissue" : domain),
    code: hashOf(source),
    source,
    schema: definition.schema.strict(),
  });
  const make = (options: unknown = {}) => {
    const isObject = typeof options === "object" && options !== null && !Array.isArray(options);
    if (!isObject) throw new SpecError([mustBe(kind, options, `an object with ${kind}'s fields`)]);
    const step = { ...options, kind, after, code: known.code, [definitionKey]: known };
    return parse(customStepSchema, step, kind) as CustomStep<Kind, FieldsOf<Schema>>;
  };
  return Object.freeze(Object.assign(make, { kind, definition: known }));
}

const reserved = ["kind", "after", "code"];

function definitionProblems(definition: StepDefinition<string, z.ZodObject>): SpecProblem[] {
  if (typeof definition !== "object" || definition === null)
    return [mustBe("definition", definition, "an object with kind, after, schema and contribute")];
  const { kind, after, stage, requires = [], schema, contribute } = definition;
  const problems: SpecProblem[] = [];
  const where = typeof kind === "string" && kind ? kind : "definition";
  if (typeof kind !== "string" || !kindPattern.test(kind))
    problems.push(mustBe("kind", kind, "a name in snake_case, such as hot_pixels"));
  const taken = builtInSteps.flatMap((step) => [step.kind as string, step.stage as string]);
  for (const [field, name] of [
    ["kind", kind],
    ["stage", stage],
  ] as const)
    if (typeof name === "string" && taken.includes(name))
      problems.push(mustBe(field === "kind" ? field : `${where}.stage`, name, "a name that the model does not have"));
  const place = builtInKinds.indexOf(after);
  if (place < 0) {
    const near = typeof after === "string" ? nearest(after, builtInKinds) : undefined;
    const allowed = `a kind of the model: one of ${builtInKinds.slice(0, -1).join(", ")}`;
    problems.push(mustBe(`${where}.after`, after, allowed, near && `Did you mean "${near}"?`));
  } else if ((after as string) === "sensor")
    problems.push(mustBe(`${where}.after`, after, "a step before the sensor, whose counts are final"));
  for (const required of requires)
    if (!builtInKinds.slice(0, place + 1).includes(required))
      problems.push(mustBe(`${where}.requires`, required, `a kind of the model that is not after "${after}"`));
  if (!(schema instanceof z.ZodObject)) problems.push(mustBe(`${where}.schema`, schema, "a z.object({ … })"));
  else
    for (const field of Object.keys(schema.shape).filter((name) => reserved.includes(name)))
      problems.push(mustBe(`${where}.schema`, field, `without the fields ${reserved.join(", ")}`));
  if (typeof contribute !== "function")
    problems.push(mustBe(`${where}.contribute`, contribute, "a function (step, scene) => { … }"));
  return problems;
}
