import { formatNumber } from "../drawing/format.js";
import { displaySymbol, type MimeBundle } from "../kernel/host.js";

type Cell = string | number | boolean | null;
type Row = Readonly<Record<string, Cell>>;

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
/** Digits behind the point that a number is written with, four at most. */
const decimalsOf = (cell: Cell | undefined) =>
  typeof cell === "number" ? (Number(cell.toFixed(4)).toString().split(".")[1]?.length ?? 0) : 0;

/** Rows of numbers and texts that a notebook shows as a table; made by {@link table}. */
export class Table {
  readonly columns: readonly string[];

  constructor(readonly rows: readonly Row[]) {
    this.columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  }

  /** Whether a column holds numbers, which stand right-aligned. */
  #isNumeric(column: string): boolean {
    return this.rows.every((row) => typeof (row[column] ?? 0) === "number");
  }

  /** A cell's text; the numbers of a column have equally many decimals. */
  #text(row: Row, column: string): string {
    const cell = row[column];
    if (typeof cell !== "number") return `${cell ?? ""}`;
    return formatNumber(cell, Math.max(...this.rows.map((other) => decimalsOf(other[column]))));
  }

  [displaySymbol](): MimeBundle {
    const cell = (tag: string, column: string, text: string) =>
      `<${tag} style="text-align:${this.#isNumeric(column) ? "right" : "left"}">${escaped(text)}</${tag}>`;
    const head = this.columns.map((column) => cell("th", column, column)).join("");
    const body = this.rows.map(
      (row) => `<tr>${this.columns.map((column) => cell("td", column, this.#text(row, column))).join("")}</tr>`,
    );
    return {
      "text/html": `<table style="font-variant-numeric:tabular-nums"><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`,
      "text/plain": `${this}`,
    };
  }

  toString(): string {
    const lines = [this.columns, ...this.rows.map((row) => this.columns.map((column) => this.#text(row, column)))];
    const widths = this.columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
    return lines
      .map((line) =>
        line
          .map((text, i) => (this.#isNumeric(this.columns[i]) ? text.padStart(widths[i]) : text.padEnd(widths[i])))
          .join("  ")
          .trimEnd(),
      )
      .join("\n");
  }
}

/**
 * Shows rows as a table: numbers right, texts left, a column for every name that a row has.
 * @example
 * ```ts
 * table([{ NA: 0.3, "depth of field (µm)": 7.8 }, { NA: 0.6, "depth of field (µm)": 1.9 }])
 * ```
 */
export function table(rows: readonly Row[]): Table {
  return new Table(rows);
}
