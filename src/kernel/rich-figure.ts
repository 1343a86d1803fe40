import type { MimeBundle } from "./host.js";

/** Specs of Vega and Vega-Lite, known by `$schema`, and plotly figures `{ data, layout }`; undefined for all else. */
export function figureOf(value: object): MimeBundle | undefined {
  const { $schema, data, layout } = value as { $schema?: unknown; data?: unknown; layout?: unknown };
  if (typeof $schema === "string") {
    const match = /\/schema\/(vega|vega-lite)\/v(\d+)(?:\.\d+)*\.json$/.exec($schema);
    if (match === null) return undefined;
    const [, language, version] = match;
    return bundle(`application/vnd.${language.replace("-", "")}.v${version}+json`, value);
  }
  return Array.isArray(data) && data.every(isRecord) && isRecord(layout)
    ? bundle("application/vnd.plotly.v1+json", value)
    : undefined;
}

/** What JSON cannot carry stays text: then the figure is shown as the object that it is. */
function bundle(type: string, value: object): MimeBundle | undefined {
  try {
    return { [type]: JSON.parse(JSON.stringify(value, toJson)) };
  } catch {
    return undefined;
  }
}

function toJson(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float64Array) : value;
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
