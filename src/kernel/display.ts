import { inspect, types } from "node:util";
import { displayForms, displaySymbol, type MimeBundle } from "./host.js";
import { figureOf } from "./rich-figure.js";
import { imageOf } from "./rich-image.js";
import { tableOf } from "./rich-table.js";

export interface DisplayData {
  readonly data: MimeBundle;
  readonly metadata: Record<string, unknown>;
}

/**
 * The MIME bundle a value displays as: what its display method returns, possibly later, with a text/plain form
 * added; else, for images, figures and tables known by their shape, that form; else its text.
 */
export async function toDisplayData(value: unknown): Promise<DisplayData> {
  const method = displayMethod(value);
  if (method === undefined) return { data: { "text/plain": toText(value), ...(await richForm(value)) }, metadata: {} };
  const bundle = await method();
  if (typeof bundle !== "object" || bundle === null) {
    throw new TypeError(
      `A display method must return a MIME bundle, an object such as {"text/plain": "…"}; it returned ${inspect(bundle)}.`,
    );
  }
  return { data: "text/plain" in bundle ? bundle : { "text/plain": toText(value), ...bundle }, metadata: {} };
}

/** A getter of a stranger's object may throw: then its text is all there is. */
async function richForm(value: unknown): Promise<MimeBundle | undefined> {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return undefined;
  try {
    for (const form of displayForms().values()) {
      const bundle = form(value);
      if (bundle) return bundle;
    }
    return (await imageOf(value)) ?? figureOf(value) ?? tableOf(value);
  } catch {
    return undefined;
  }
}

export function toText(value: unknown): string {
  if (types.isPromise(value)) return "Promise (await it to see its value)";
  const text = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 });
  // An error that is shown, not thrown: where it was made means little, and those places are not the cell's lines.
  return types.isNativeError(value)
    ? text.replace(/\n\s+(?:at .*?|\.{3} \d+ lines matching .*?)( \{)?(?=\n|$)/g, "$1")
    : text;
}

function displayMethod(value: unknown): (() => MimeBundle | Promise<MimeBundle>) | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = (value as { [displaySymbol]?: unknown })[displaySymbol];
  return typeof method === "function" ? () => method.call(value) : undefined;
}
