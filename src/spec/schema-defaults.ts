import { z } from "zod";

export type Fields = Readonly<Record<string, unknown>>;

export function isListOfObjects(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "object" && !Array.isArray(item))
  );
}

/** What a schema makes of nothing but what it needs; nothing where that is not enough. */
export function defaultsOf(schema: z.ZodType | undefined, given: Fields): Fields {
  const result = schema?.safeParse(given);
  return result?.success ? { ...Object(result.data) } : {};
}

/** The schema of the items of a list in an object. */
export function elementOf(schema: z.ZodType | undefined, field: string): z.ZodType | undefined {
  let found: unknown = schema instanceof z.ZodObject ? schema.shape[field] : undefined;
  while (found instanceof z.ZodDefault || found instanceof z.ZodNullable || found instanceof z.ZodOptional)
    found = found.unwrap();
  return found instanceof z.ZodArray && found.element instanceof z.ZodType ? found.element : undefined;
}
