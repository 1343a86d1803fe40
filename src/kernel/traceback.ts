import path from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { CellSourceMap, SourcePlace } from "./source-map.js";

export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** The file name under which a cell runs; it is what a traceback shows. */
export function cellFileName(executionCount: number): string {
  return `Cell [${executionCount}]`;
}

/** The file name under which a user expression runs. */
export function expressionFileName(name: string): string {
  return `Expression [${name}]`;
}

/** Turns errors into what a reader of the notebook needs: the message, and the lines of cells that led to it. */
export class Tracebacks {
  private readonly sources = new Map<string, { readonly shownAs: string; readonly map: CellSourceMap }>();

  constructor(private readonly folder: string) {}

  addCell(fileName: string, map: CellSourceMap): void {
    this.sources.set(fileName, { shownAs: fileName, map });
  }

  /** Adds a local file by the path of its JavaScript. */
  addFile(file: string, map: CellSourceMap): void {
    const shownAs = path.relative(this.folder, file).replace(/\.([cm]?)js$/, ".$1ts");
    this.sources.set(file, { shownAs, map });
  }

  report(thrown: unknown): ErrorReport {
    if (!isError(thrown)) {
      const text = inspect(thrown);
      return { ename: "Thrown", evalue: text, traceback: [`${red("Thrown")}: ${text}`] };
    }
    const { name, message } = thrown;
    return { ename: name, evalue: message, traceback: this.lines(thrown, new Set()) };
  }

  private lines(error: Error, seen: Set<unknown>): string[] {
    seen.add(error);
    const heading = `${red(error.name)}: ${error.message}`;
    if ((error as { userFacing?: unknown }).userFacing === true && error.name.endsWith("Error")) return [heading];
    const { cause } = error;
    const because = isError(cause) && !seen.has(cause) ? this.lines(cause, seen) : [];
    return [heading, ...this.frames(error), ...because.map((line, i) => (i === 0 ? `Caused by ${line}` : line))];
  }

  /** The frames in cells and local files, the first in each with its line and a caret. */
  private frames(error: Error): string[] {
    const stack = typeof error.stack === "string" ? error.stack : "";
    const quoted = new Set<string>();
    return stack.split("\n").flatMap((line) => {
      const frame = this.frame(line);
      if (frame === undefined) return [];
      const { caller, shownAs, place } = frame;
      const where = `${shownAs}, line ${place.line}, column ${place.column}`;
      const name = caller?.replace(/^Object\./, "");
      const anonymous = name === undefined || name === "<anonymous>" || name === "eval";
      const heading = anonymous ? `    at ${where}` : `    at ${name} (${where})`;
      if (quoted.has(shownAs) || place.text.trim() === "") return [heading];
      quoted.add(shownAs);
      return [heading, ...quote(place)];
    });
  }

  private frame(line: string): { caller: string | undefined; shownAs: string; place: SourcePlace } | undefined {
    const match = /^\s+at (?:async )?(?:(.*) \()?(?:file:\/\/)?(.*?):(\d+):(\d+)\)?$/.exec(line);
    if (match === null) return undefined;
    const [, caller, file] = match;
    const [row, column] = [Number(match[3]), Number(match[4])];
    const source = this.sources.get(file);
    if (source !== undefined) {
      const place = source.map.place(row, column);
      return place && { caller, shownAs: source.shownAs, place };
    }
    return this.isLocal(file) ? { caller, shownAs: file, place: { line: row, column, text: "" } } : undefined;
  }

  private isLocal(file: string): boolean {
    return file.startsWith(`${this.folder}/`) && !file.includes("/node_modules/") && !file.startsWith(ownFolder);
  }
}

const widestQuote = 120;

/** A line and, under it, a caret at the place; of a long line, the part around the place. */
function quote({ text, column }: SourcePlace): string[] {
  const start = column <= widestQuote ? 0 : column - widestQuote / 2;
  const shown = text.slice(start, start + widestQuote);
  const indent = text.length - text.trimStart().length;
  const cut = start === 0 ? Math.min(indent, column - 1) : 0;
  const before = shown.slice(cut, column - 1 - start).replace(/[^\t]/g, " ");
  return [`      ${shown.slice(cut)}`, `      ${before}^`];
}

const ownFolder = fileURLToPath(new URL("..", import.meta.url));

function isError(value: unknown): value is Error {
  return (
    value instanceof Error || (typeof value === "object" && value !== null && "stack" in value && "message" in value)
  );
}

function red(text: string): string {
  return `\u001b[31m${text}\u001b[39m`;
}
