import { formatNumber } from "../drawing/format.js";
import { displaySymbol, type MimeBundle } from "../kernel/host.js";
import { renderTable, type TextTable, tableToText } from "../kernel/html-table.js";

type Cell = string | number | boolean | null;
type Row = Readonly<Record<string, Cell>>;

/** Digits behind the point that a number is written with, four at most. */
const decimalsOf = (cell: Cell | undefined) =>
  typeof cell === "number" ? (Number(cell.toFixed(4)).toString().split(".")[1]?.length ?? 0) : 0;

/** How a table is written. */
export interface TableOptions {
  /**
   * Where one quantity is: `"in columns"`, whose numbers have equally many decimals (the default), or `"in rows"`, as where
   * a gain stands above a noise: numbers keep the decimals that they are given with.
   */
  readonly quantities?: "in columns" | "in rows";
}

/** Rows of numbers and texts that a notebook shows as a table; made by {@link table}. */
export class Table {
  readonly columns: readonly string[];

  constructor(
    readonly rows: readonly Row[],
    readonly options: TableOptions = {},
  ) {
    this.columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  }

  /** Whether a column holds numbers, which stand right-aligned. */
  #isNumeric(column: string): boolean {
    return this.rows.every((row) => typeof (row[column] ?? 0) === "number");
  }

  /** A cell's text; the numbers of a column have equally many decimals, but where every row is another quantity. */
  #text(row: Row, column: string): string {
    const cell = row[column];
    if (typeof cell !== "number") return `${cell ?? ""}`;
    const alike = this.options.quantities === "in rows" ? [row] : this.rows;
    return formatNumber(cell, Math.max(...alike.map((other) => decimalsOf(other[column]))));
  }

  #texts(): TextTable {
    const columns = this.columns.map((name) => ({ name, numeric: this.#isNumeric(name) }));
    return { columns, rows: this.rows.map((row) => this.columns.map((column) => this.#text(row, column))) };
  }

  /** How a notebook shows it: as an HTML table. */
  [displaySymbol](): MimeBundle {
    return renderTable(this.#texts());
  }

  /** The table as aligned plain text. */
  toString(): string {
    return tableToText(this.#texts());
  }
}

/**
 * Shows rows as a table: numbers right, texts left, a column for every name that a row has.
 * @example
 * ```ts
 * table([{ NA: 0.3, "depth of field (µm)": 7.8 }, { NA: 0.6, "depth of field (µm)": 1.9 }])
 * ```
 */
export function table(rows: readonly Row[], options: TableOptions = {}): Table {
  return new Table(rows, options);
}
