import { z } from "zod";

/** The values of an enum, of literals, or of a union of these. */
export function optionsOf(type: z.core.$ZodType): readonly unknown[] | undefined {
  if (type instanceof z.ZodEnum) return type.options;
  if (type instanceof z.ZodLiteral) return [...type.values];
  if (!(type instanceof z.ZodUnion)) return undefined;
  const options = type.options.map(optionsOf);
  return options.every((values) => values !== undefined) ? options.flat() : undefined;
}
