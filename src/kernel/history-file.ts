import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { HistoryEntry } from "./history.js";

/** What is kept on disk. */
export interface HistoryLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Longer sources are not kept. */
  readonly maxSource: number;
}

const defaultLimits: HistoryLimits = { maxEntries: 10_000, maxBytes: 8 * 2 ** 20, maxSource: 64 * 1024 };

/**
 * Cells kept between sessions: one JSON object a line, appended by any number of kernels and readable by its owner only.
 * A file that cannot be read or written is as good as none.
 */
export class HistoryFile {
  constructor(
    readonly path: string,
    private readonly limits: HistoryLimits = defaultLimits,
  ) {}

  append(entry: HistoryEntry): void {
    if (entry.source.length > this.limits.maxSource) return;
    attempt(() => {
      mkdirSync(dirname(this.path), { recursive: true });
      appendFileSync(this.path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    });
  }

  /** The entries, oldest first; of a file above its limits, the newer half is kept. */
  load(): HistoryEntry[] {
    const text = attempt(() => readFileSync(this.path, "utf8")) ?? "";
    const entries = text.split("\n").flatMap((line) => parseEntry(line) ?? []);
    const { maxEntries, maxBytes } = this.limits;
    if (entries.length <= maxEntries && text.length <= maxBytes) return entries;
    const share = Math.min(0.5, maxBytes / 2 / text.length);
    const kept = entries.slice(-Math.max(1, Math.floor(Math.min(maxEntries / 2, entries.length * share))));
    attempt(() => this.replace(kept));
    return kept;
  }

  private replace(entries: readonly HistoryEntry[]): void {
    const next = `${this.path}.${process.pid}`;
    writeFileSync(next, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""), { mode: 0o600 });
    renameSync(next, this.path);
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function parseEntry(line: string): HistoryEntry | undefined {
  const entry = attempt(() => JSON.parse(line) as Partial<HistoryEntry> | null);
  if (typeof entry?.session !== "number" || typeof entry.line !== "number") return undefined;
  return typeof entry.source === "string" ? (entry as HistoryEntry) : undefined;
}
