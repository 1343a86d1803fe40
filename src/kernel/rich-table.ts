import type { MimeBundle } from "./host.js";
import { tableToHtml } from "./html-table.js";

type Scalar = string | number | boolean | bigint | Date | null | undefined;
type FlatRecord = Readonly<Record<string, Scalar>>;

const mostRows = 50;
const mostColumns = 30;

/**
 * Arrays, sets and maps of flat records, and maps of single values, as a table: a column for every name that a shown
 * row has. Undefined for everything else. The plain text stays that of the value, which tells "1" from 1.
 */
export function tableOf(value: unknown): MimeBundle | undefined {
  if (Array.isArray(value)) return recordTable(value.slice(0, mostRows), value.length);
  if (value instanceof Set) return recordTable(first(value), value.size);
  if (value instanceof Map) return mapTable(first(value), value.size);
  return undefined;
}

function mapTable(entries: readonly (readonly [unknown, unknown])[], size: number): MimeBundle | undefined {
  if (!entries.every(([key]) => isScalar(key))) return undefined;
  const rows = entries.map(([key, value]) => ({ key, ...(isFlatRecord(value) ? value : { value }) }));
  const nested = entries.some(([, value]) => isFlatRecord(value) && "key" in value);
  const mixed = new Set(entries.map(([, value]) => isFlatRecord(value))).size > 1;
  return nested || mixed ? undefined : recordTable(rows, size);
}

function recordTable(rows: readonly unknown[], size: number): MimeBundle | undefined {
  if (rows.length === 0 || !rows.every(isFlatRecord)) return undefined;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0 || names.length > mostColumns) return undefined;
  const columns = names.map((name) => ({ name, numeric: rows.every((row) => isNumeric(row[name])) }));
  const texts = rows.map((row) => names.map((name) => toText(row[name])));
  const left = size - rows.length;
  return { "text/html": tableToHtml({ columns, rows: texts, ...(left > 0 && { note: `… ${left} more rows` }) }) };
}

function first<T>(values: Iterable<T>): T[] {
  const shown: T[] = [];
  for (const value of values) {
    if (shown.length === mostRows) break;
    shown.push(value);
  }
  return shown;
}

function isFlatRecord(value: unknown): value is FlatRecord {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(
    (property) => "value" in property && isScalar(property.value),
  );
}

function isScalar(value: unknown): value is Scalar {
  return value === null || value instanceof Date || !["object", "function", "symbol"].includes(typeof value);
}

function isNumeric(value: Scalar): boolean {
  return value === undefined || typeof value === "number" || typeof value === "bigint";
}

function toText(value: Scalar): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  return value === undefined ? "" : `${value}`;
}
