import type { DrawingContext } from "./context.js";
import { type LineKind, lineColour, lineDashes } from "./line-plot.js";
import type { Palette } from "./palette.js";

/** What a legend names: a line, or points, by how it is drawn. */
export interface LegendEntry {
  readonly label: string;
  readonly kind: LineKind;
  readonly points?: boolean;
  readonly dash: readonly number[];
}

/** Height of a row of a legend. */
export const legendRow = 16;

const sign = 22;
const gap = 16;
/** Of a letter at 11 px, on the safe side: where things stand must not depend on a font. */
const letter = 6.5;

/** The width that a text takes at most. */
export function roomFor(text: string): number {
  return letter * text.length;
}

/** The room that entries take side by side. */
export function legendWidth(entries: readonly LegendEntry[]): number {
  return entries.reduce((sum, { label }) => sum + sign + roomFor(label) + gap, -gap);
}

/** What there is to name; a line alone needs no name. */
export function legendOf(
  lines: readonly { readonly label: string; readonly kind: LineKind; readonly points?: boolean }[],
): LegendEntry[] {
  const dashes = lineDashes(lines);
  const entries = lines.map(({ label, kind, points = false }, i) => ({ label, kind, points, dash: dashes[i] }));
  return entries.filter(({ label }) => label !== "");
}

/** Entries in as many rows as they need in a width. */
export function legendRows(entries: readonly LegendEntry[], width: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [];
  for (const entry of entries) {
    const row = rows.at(-1);
    if (row && legendWidth([...row, entry]) <= width) row.push(entry);
    else rows.push([entry]);
  }
  return rows;
}

/** A disc for what is measured or true, a ring for a reference. */
export function drawDot(context: DrawingContext, x: number, y: number, kind: LineKind, palette: Palette): void {
  context.beginPath();
  context.arc(x, y, 3.25, 0, 2 * Math.PI);
  context.lineWidth = 1.5;
  context.strokeStyle = lineColour(kind, palette);
  context.fillStyle = kind === "reference" ? palette.ground : lineColour(kind, palette);
  context.fill();
  if (kind === "reference") context.stroke();
}

/** Draws a row of a legend on a base line, from its left end or to its right one. */
export function drawLegendRow(
  context: DrawingContext,
  entries: readonly LegendEntry[],
  { x, y, align = "left" }: { readonly x: number; readonly y: number; readonly align?: "left" | "right" },
  palette: Palette,
): void {
  const widths = entries.map(({ label }) => sign + context.measureText(label).width + gap);
  let from = align === "left" ? x : x + gap - widths.reduce((sum, width) => sum + width, 0);
  context.textAlign = "left";
  entries.forEach(({ label, kind, points, dash }, i) => {
    if (points) drawDot(context, from + 8, y - 3.5, kind, palette);
    else {
      context.strokeStyle = lineColour(kind, palette);
      context.lineWidth = 1.5;
      context.setLineDash([...dash]);
      context.beginPath();
      context.moveTo(from, y - 3.5);
      context.lineTo(from + 16, y - 3.5);
      context.stroke();
      context.setLineDash([]);
    }
    context.fillStyle = palette.ink;
    context.fillText(label, from + sign, y);
    from += widths[i];
  });
}
