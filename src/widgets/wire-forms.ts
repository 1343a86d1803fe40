import { z } from "zod";

/** How a trait's value travels to the page, where that is neither JSON nor binary. */
interface WireForm {
  encode(value: unknown): unknown;
}

/** The wire forms of fields that have one. */
export const wireForms = z.registry<WireForm>();

/** A field whose values have a form of their own on the wire; `decode` takes either form, and undefined says it cannot. */
export function wiredField<Value, Wire>(
  allowed: string,
  decode: (given: unknown) => Value | undefined,
  encode: (value: Value) => Wire,
): z.ZodType<Value, Value | Wire> {
  const field: z.ZodType<Value, Value | Wire> = z.custom<Value | Wire>().transform((given, context) => {
    const value = decode(given);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: allowed });
    return z.NEVER;
  });
  return field.register(wireForms, { encode: (value) => encode(value as Value) });
}
