import { SourceMap } from "node:module";
import type { Instrumented } from "./instrument.js";

/** A place in what was written, line and column counted from 1, and the text of that line. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Leads from the JavaScript that runs to the TypeScript that was written. */
export interface CellSourceMap {
  /** The place behind a position of the JavaScript, whose line and column count from 1. */
  place(line: number, column: number): SourcePlace | undefined;
}

interface MapParts {
  /** The compiler's map from its JavaScript to TypeScript, as base64 of JSON, with the source in it. */
  readonly toTypeScript: string;
  readonly instrumented: Instrumented;
  /** The map from the JavaScript that runs to the instrumented one. */
  readonly toInstrumented: string;
  /** Lines that stand before the first one written. */
  readonly linesBefore: number;
  /** Lines of the JavaScript that runs. */
  readonly lines: number;
}

const maps = new Map<string, CellSourceMap>();

/** Keeps the map of an output of the converter until it is taken. */
export function addSourceMap(output: string, parts: MapParts): void {
  maps.set(output, chain(parts));
}

/** The map of an output of the converter; each is handed out once. */
export function takeSourceMap(output: string): CellSourceMap | undefined {
  const map = maps.get(output);
  maps.delete(output);
  return map;
}

/** The name of the file that an inline map of the compiler speaks of. */
export function sourceOf(toTypeScript: string): string {
  return decode(toTypeScript).sources[0] ?? "";
}

function chain({ toTypeScript, instrumented, toInstrumented, linesBefore, lines }: MapParts): CellSourceMap {
  let read: { first: SourceMap; second: SourceMap; source: readonly string[] } | undefined;
  return {
    place(line, column) {
      if (line > lines) return undefined;
      read ??= {
        first: new SourceMap(JSON.parse(toInstrumented)),
        second: new SourceMap(decode(toTypeScript)),
        source: (decode(toTypeScript).sourcesContent?.[0] ?? "").split(/\r?\n/),
      };
      const middle = read.first.findEntry(line - 1, column - 1);
      if (!("originalLine" in middle)) return undefined;
      const position = instrumented.before(middle.originalLine, middle.originalColumn);
      if (position === undefined) return undefined;
      const original = read.second.findEntry(position.line, position.column);
      if (!("originalLine" in original) || original.originalLine < linesBefore) return undefined;
      return {
        line: original.originalLine - linesBefore + 1,
        column: original.originalColumn + 1,
        text: read.source[original.originalLine] ?? "",
      };
    },
  };
}

function decode(base64: string): ConstructorParameters<typeof SourceMap>[0] {
  return JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
}
