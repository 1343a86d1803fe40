import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { CellSourceMap } from "./compiler.js";

export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** The file name under which a cell runs; it is what a traceback shows. */
export function cellFileName(executionCount: number): string {
  return `Cell [${executionCount}]`;
}

/** Turns errors into what a reader of the notebook needs: the message, and the lines of cells that led to it. */
export class Tracebacks {
  private readonly cells = new Map<string, CellSourceMap>();

  constructor(private readonly folder: string) {}

  addCell(fileName: string, map: CellSourceMap): void {
    this.cells.set(fileName, map);
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

  private frames(error: Error): string[] {
    const stack = typeof error.stack === "string" ? error.stack : "";
    return stack.split("\n").flatMap((line) => {
      const match = /^\s+at (?:async )?(?:(.*) \()?(?:file:\/\/)?(.*?):(\d+):(\d+)\)?$/.exec(line);
      if (match === null) return [];
      const [, caller, file, row, column] = match;
      const map = this.cells.get(file);
      if (map === undefined && !this.isLocal(file)) return [];
      const original = map === undefined ? Number(row) : map.originalLine(Number(row), Number(column));
      if (original === undefined) return [];
      const place = `${file}, line ${original}`;
      const name = caller?.replace(/^Object\./, "");
      return [
        name === undefined || name === "<anonymous>" || name === "eval"
          ? `    at ${place}`
          : `    at ${name} (${place})`,
      ];
    });
  }

  private isLocal(file: string): boolean {
    return file.startsWith(`${this.folder}/`) && !file.includes("/node_modules/") && !file.startsWith(ownFolder);
  }
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
