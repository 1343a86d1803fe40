import { z } from "zod";
import { builtInSteps, type StepKind } from "../steps/index.js";
import type { StepDomain } from "./step-definition.js";

/** Under this key a step carries its definition within a process; JSON and structured clones leave it out. */
export const definitionKey: unique symbol = Symbol.for("miniscope-lab.step-definition") as never;

/** What is known of a step of one's own beside its fields. */
export interface CustomDefinition {
  readonly kind: string;
  /** The kind of the model that it follows. */
  readonly after: StepKind;
  readonly stage: string;
  readonly domain: StepDomain;
  /** Hash of `source`. */
  readonly code: string;
  /** Source text of its `contribute`. */
  readonly source: string;
  /** Strict schema of its fields. */
  readonly schema: z.ZodObject;
}

/** What every step of one's own has. */
export type CustomStepHead<Kind extends string = string> = {
  readonly kind: Kind;
  readonly after: StepKind;
  readonly code: string;
  /** Its definition, as long as it stays within a process. */
  readonly [definitionKey]?: unknown;
};

/** A step of one's own as it stands in a spec: its place, the hash of its code, and its fields. */
export type CustomStep<
  Kind extends string = string,
  Fields extends object = Readonly<Record<string, unknown>>,
> = CustomStepHead<Kind> & Readonly<Fields>;

export const builtInKinds: readonly string[] = builtInSteps.map(({ kind }) => kind);

/** How a kind of one's own may be called. */
export const kindPattern = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** The definition that an object carries, if it is a step made by a step's factory. */
export function definitionOf(step: unknown): CustomDefinition | undefined {
  if (typeof step !== "object" || step === null) return undefined;
  return (step as { readonly [definitionKey]?: CustomDefinition })[definitionKey];
}

type Issue = z.core.$ZodIssue;
type Read = { readonly step: CustomStep } | { readonly issues: readonly Issue[] };

const frame = z.strictObject({
  kind: z
    .string()
    .regex(kindPattern)
    .refine((kind) => !builtInKinds.includes(kind)),
  after: z.enum(builtInSteps.map(({ kind }) => kind)),
  code: z.string().regex(/^[0-9a-f]{16}$/),
});

const allowed: Record<string, string> = {
  kind: "a snake_case name that no step of the model has",
  after: `a kind of the model: one of ${builtInKinds.map((kind) => `"${kind}"`).join(", ")}`,
  code: "16 hex digits, the hash of the step's code",
};

/** Plain data: what JSON can write and read back. */
const data: z.ZodType = z.lazy(() =>
  z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(data), z.record(fieldName, data)]),
);
const fieldName = z.string().refine((name) => /^[A-Za-z_]\w*$/.test(name) && !(name in Object.prototype));

/** A step of one's own; its fields are checked where its definition is known, and kept as they are where it is not. */
export const customStepSchema = z.unknown().transform((value, context): CustomStep => {
  const read = readStep(value);
  if ("step" in read) return read.step;
  return refuse(read.issues, context);
});

/** Passes on what another schema found wrong, in its own words. */
export function refuse(issues: readonly z.core.$ZodIssue[], context: z.core.$RefinementCtx): never {
  for (const issue of issues) context.issues.push({ ...issue, input: context.value } as z.core.$ZodRawIssue);
  return z.NEVER;
}

function readStep(value: unknown): Read {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { issues: [wrong([], "an object with kind, after, code and the step's fields")] };
  const definition = definitionOf(value);
  const { kind, after, code, ...fields } = { ...value } as Record<string, unknown>;
  const head = frame.safeParse({ kind, after, code });
  if (!head.success) return { issues: head.error.issues.map(({ path }) => wrong(path, allowed[String(path[0])])) };
  if (definition) return readKnown(head.data, fields, definition);
  const issues = dataIssues(fields);
  return issues.length > 0 ? { issues } : { step: { ...head.data, ...fields } };
}

function readKnown(head: z.output<typeof frame>, fields: object, definition: CustomDefinition): Read {
  const { kind, after, code } = definition;
  if (head.kind !== kind) return { issues: [wrong(["kind"], `"${kind}", as it was defined`)] };
  if (head.after !== after) return { issues: [wrong(["after"], `"${after}", as it was defined`)] };
  if (head.code !== code)
    return {
      issues: [wrong(["code"], `"${code}", that of the definition at hand: the step's code is not what it was`)],
    };
  const result = definition.schema.safeParse(ownFields(fields), { error: (issue) => wordsOf(issue, definition) });
  if (!result.success) return { issues: result.error.issues };
  const issues = dataIssues(result.data);
  return issues.length > 0 ? { issues } : { step: { ...head, ...result.data, [definitionKey]: definition } };
}

/** Without what is named by a symbol. */
function ownFields(fields: object): object {
  return Object.fromEntries(Object.entries(fields));
}

function dataIssues(fields: object): Issue[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (!fieldName.safeParse(name).success) return [wrong([name], "left out: it is no name of a field")];
    return value === undefined || data.safeParse(value).success
      ? []
      : [wrong([name], "plain data: numbers, texts, true, false, null, and lists and objects of these")];
  });
}

function wrong(path: PropertyKey[], message: string): Issue {
  return { code: "custom", path, message, input: undefined };
}

/** What an issue of a user's schema allows, in the words of the built-in fields. */
function wordsOf(issue: z.core.$ZodRawIssue, { kind, schema }: CustomDefinition): string | undefined {
  const edge = (word: string) =>
    "inclusive" in issue && issue.inclusive === false ? word : `at ${word === "above" ? "least" : "most"}`;
  switch (issue.code) {
    case "unrecognized_keys":
      return Object.keys(schema.shape).join(", ") || `none: ${kind} has no fields`;
    case "invalid_type":
      return /^[aeiou]/.test(issue.expected) ? `an ${issue.expected}` : `a ${issue.expected}`;
    case "too_small":
      return `${edge("above")} ${issue.minimum}`;
    case "too_big":
      return `${edge("below")} ${issue.maximum}`;
    case "invalid_value":
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
  }
  return undefined;
}
