import { globMatcher } from "./glob.js";
import type { HistoryFile } from "./history-file.js";

/** A cell that was run; sessions are numbered by when their kernel started. */
export interface HistoryEntry {
  readonly session: number;
  readonly line: number;
  readonly source: string;
}

type Output = string | null;
type ReplyEntry = readonly [session: number, line: number, source: string | readonly [string, Output]];
type HistoryRequest = Readonly<Record<string, unknown>>;

const maxEntries = 10_000;
const maxOutput = 1000;

/** The cells run in this session and, from the file, in earlier ones. Results are kept for this session only. */
export class History {
  private readonly own: HistoryEntry[] = [];
  private readonly outputs = new Map<number, string>();
  private earlier: readonly HistoryEntry[] | undefined;

  constructor(
    private readonly file?: HistoryFile,
    private readonly session: number = Date.now(),
  ) {}

  add(line: number, source: string): void {
    const entry = { session: this.session, line, source };
    this.own.push(entry);
    if (this.own.length > maxEntries) this.outputs.delete(this.own.shift()!.line);
    this.file?.append(entry);
  }

  /** Keeps the text of a cell's result, shortened when it is long. */
  addOutput(line: number, text: string): void {
    this.outputs.set(line, text.length > maxOutput ? `${text.slice(0, maxOutput)}…` : text);
  }

  /** The entries that a history_request asks for, oldest first, in the form of its reply. */
  query(request: HistoryRequest): ReplyEntry[] {
    return this.select(request).map(({ session, line, source }) => {
      if (request.output !== true) return [session, line, source];
      const output = session === this.session ? this.outputs.get(line) : undefined;
      return [session, line, [source, output ?? null]];
    });
  }

  private select(request: HistoryRequest): HistoryEntry[] {
    this.earlier ??= this.file?.load().filter(({ session }) => session !== this.session) ?? [];
    const entries = [...this.earlier, ...this.own];
    const count = typeof request.n === "number" ? Math.max(0, request.n) : entries.length;
    switch (request.hist_access_type) {
      case "range": {
        const session = this.sessionOf(request.session);
        const start = Number(request.start ?? 0);
        const stop = typeof request.stop === "number" ? request.stop : Number.POSITIVE_INFINITY;
        return entries.filter((entry) => entry.session === session && entry.line >= start && entry.line < stop);
      }
      case "search": {
        const matches = globMatcher(String(request.pattern ?? "*"));
        const found = entries.filter(({ source }) => matches(source));
        return lastOf(request.unique === true ? keepLastOfEach(found) : found, count);
      }
      default:
        return lastOf(entries, count);
    }
  }

  /** 0 is this session, -1 the one before, and so on; a positive number is a session's own. */
  private sessionOf(requested: unknown): number | undefined {
    const number = typeof requested === "number" ? requested : 0;
    if (number > 0) return number;
    const sessions = [...new Set(this.earlier?.map(({ session }) => session))].sort((a, b) => a - b);
    return [...sessions, this.session].at(number - 1);
  }
}

function lastOf(entries: readonly HistoryEntry[], count: number): HistoryEntry[] {
  return count === 0 ? [] : entries.slice(-count);
}

function keepLastOfEach(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const last = new Map(entries.map((entry) => [entry.source, entry]));
  return entries.filter((entry) => last.get(entry.source) === entry);
}
