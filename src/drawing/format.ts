/** Stands between a number and its unit. */
export const narrowSpace = "\u202f";
const thinSpace = "\u2009";
const minus = "\u2212";

/** A number with fixed decimals, a true minus, and thin spaces between thousands from five digits. */
export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value < 0 ? `${minus}∞` : "∞";
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? minus : "";
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) : whole;
  return `${sign}${grouped}${fraction ? `.${fraction}` : ""}`;
}

/** A number and its unit. */
export function formatQuantity(value: number, unit: string, decimals = 0): string {
  return `${formatNumber(value, decimals)}${narrowSpace}${unit}`;
}

/** Two decimals below 10, so that 2.99 never reads as the limit of 3. */
export function formatSnr(snr: number): string {
  return formatNumber(snr < 10 ? Math.floor(snr * 100) / 100 : snr, snr < 10 ? 2 : 0);
}

/** The decimals that tell values `step` apart. */
export function decimalsFor(step: number): number {
  return Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
}

/** A share (0 … 1) as a percentage. */
export function formatShare(share: number, decimals = 0): string {
  return formatQuantity(100 * share, "%", decimals);
}

/** A power of ten with its exponent raised. */
export function powerOfTen(power: number): string {
  return `10${String(power).replace(/./g, (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]))}`;
}

/** A number with three significant digits: plain where that is short, else times a power of ten. */
export function formatSignificant(value: number): string {
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (Number.isFinite(power) && (power < -4 || power > 6))
    return `${formatNumber(value / 10 ** power, 2)}·${powerOfTen(power)}`;
  return formatNumber(value, value === 0 ? 0 : Math.max(0, Math.min(4, 2 - power)));
}
