import type { MimeBundle } from "./host.js";

/** A table of texts; numeric columns stand right-aligned. */
export interface TextTable {
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** Written under the table, for what it leaves out. */
  readonly note?: string;
}

/** A table as HTML, with every text escaped, and as plain text in columns. */
export function renderTable(table: TextTable): MimeBundle {
  return { "text/html": tableToHtml(table), "text/plain": tableToText(table) };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function tableToHtml({ columns, rows, note }: TextTable): string {
  const cell = (tag: string, text: string, style: string) => `<${tag} style="${style}">${escapeHtml(text)}</${tag}>`;
  const aligned = (numeric: boolean) => `text-align:${numeric ? "right" : "left"}`;
  // The thin spaces within a number are no place to break a line.
  const kept = (numeric: boolean) => `${aligned(numeric)}${numeric ? ";white-space:nowrap" : ""}`;
  const head = columns.map(({ name, numeric }) => cell("th", name, aligned(numeric))).join("");
  const body = rows.map(
    (row) => `<tr>${row.map((text, i) => cell("td", text, kept(columns[i].numeric))).join("")}</tr>`,
  );
  const below = note === undefined ? "" : `<p>${escapeHtml(note)}</p>`;
  return `<table style="font-variant-numeric:tabular-nums"><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>${below}`;
}

export function tableToText({ columns, rows, note }: TextTable): string {
  const lines = [columns.map(({ name }) => name), ...rows];
  const widths = columns.map((_, i) => lines.reduce((widest, line) => Math.max(widest, line[i].length), 0));
  const align = (text: string, i: number) => (columns[i].numeric ? text.padStart(widths[i]) : text.padEnd(widths[i]));
  const texts = lines.map((line) => line.map(align).join("  ").trimEnd());
  return [...texts, ...(note === undefined ? [] : [note])].join("\n");
}
