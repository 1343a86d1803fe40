import { formatNumber, formatSignificant } from "../../drawing/format.js";

/** A number with as many decimals as it has, up to six significant digits. */
export function formatGiven(value: number): string {
  const rounded = Number(value.toPrecision(6));
  const size = Math.abs(rounded);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return formatSignificant(rounded);
  return formatNumber(rounded, String(rounded).split(".")[1]?.length ?? 0);
}

/** A value of a spec as a person writes it. */
export function formatValue(field: string, value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "number") return formatGiven(value);
  if (typeof value === "boolean") return value ? "on" : "off";
  if (!Array.isArray(value)) return typeof value === "object" ? JSON.stringify(value) : `${value}`;
  if (value.length === 0) return "none";
  if (value.length > 3 || value.some((item) => typeof item !== "number")) return `${value.length} given`;
  return value.map((item) => formatGiven(item)).join(field.includes("range") ? " – " : ", ");
}
