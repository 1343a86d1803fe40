import { z } from "zod";
import type { ExplorerRequest } from "./traits/stage-explorer.js";

const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const requestSchema: z.ZodType<ExplorerRequest> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("set"), path: z.string(), value }),
  z.strictObject({ type: z.literal("defaults"), kind: z.string() }),
  z.strictObject({ type: z.literal("discard") }),
  z.strictObject({ type: z.literal("commit") }),
  z.strictObject({ type: z.literal("strip") }),
]);

/** What a page asks of an explorer; undefined when it is something else. */
export function explorerRequest(content: unknown): ExplorerRequest | undefined {
  return requestSchema.safeParse(content).data;
}
