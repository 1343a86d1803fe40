import { inspect, types } from "node:util";
import { displaySymbol, type MimeBundle } from "./host.js";

export interface DisplayData {
  readonly data: MimeBundle;
  readonly metadata: Record<string, unknown>;
}

/**
 * The MIME bundle a value displays as: what its display method returns, possibly later, with a text/plain form
 * added; else its text.
 */
export async function toDisplayData(value: unknown): Promise<DisplayData> {
  const method = displayMethod(value);
  if (method === undefined) return { data: { "text/plain": toText(value) }, metadata: {} };
  const bundle = await method();
  if (typeof bundle !== "object" || bundle === null) {
    throw new TypeError(
      `A display method must return a MIME bundle, an object such as {"text/plain": "…"}; it returned ${inspect(bundle)}.`,
    );
  }
  return { data: "text/plain" in bundle ? bundle : { "text/plain": toText(value), ...bundle }, metadata: {} };
}

export function toText(value: unknown): string {
  if (types.isPromise(value)) return "Promise (await it to see its value)";
  return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 });
}

function displayMethod(value: unknown): (() => MimeBundle | Promise<MimeBundle>) | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = (value as { [displaySymbol]?: unknown })[displaySymbol];
  return typeof method === "function" ? () => method.call(value) : undefined;
}
