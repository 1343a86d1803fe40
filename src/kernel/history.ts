type Entry = readonly [session: number, line: number, source: string];

/** The cells run since the kernel started. */
export class History {
  private readonly entries: Entry[] = [];

  add(line: number, source: string): void {
    this.entries.push([0, line, source]);
  }

  /** The entries that a history_request asks for, in the form of its reply. */
  query(request: Readonly<Record<string, unknown>>): (Entry | [number, number, [string, null]])[] {
    const entries = this.select(request);
    return request.output === true
      ? entries.map(([session, line, source]) => [session, line, [source, null]])
      : entries;
  }

  private select(request: Readonly<Record<string, unknown>>): Entry[] {
    const count = typeof request.n === "number" ? Math.max(0, request.n) : this.entries.length;
    switch (request.hist_access_type) {
      case "range": {
        const start = Number(request.start ?? 0);
        const stop = typeof request.stop === "number" ? request.stop : Number.POSITIVE_INFINITY;
        return this.entries.filter(([, line]) => line >= start && line < stop);
      }
      case "search": {
        const matches = globMatcher(String(request.pattern ?? "*"));
        const found = this.entries.filter(([, , source]) => matches(source));
        return lastOf(request.unique === true ? keepLastOfEach(found) : found, count);
      }
      default:
        return lastOf(this.entries, count);
    }
  }
}

function lastOf(entries: readonly Entry[], count: number): Entry[] {
  return count === 0 ? [] : entries.slice(-count);
}

function keepLastOfEach(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry[2], entry])).values()];
}

/** `*` and `?` as in file names. Matched by hand: a pattern from outside must not become a slow regular expression. */
function globMatcher(pattern: string): (text: string) => boolean {
  const parts = pattern.split(/\*+/);
  return (text) => {
    let [position, first] = [0, true];
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1;
      const at = last && !first ? Math.max(position, text.length - part.length) : findPart(text, part, position, first);
      if (at < 0 || !matchesAt(text, part, at)) return false;
      position = at + part.length;
      if (last && position !== text.length) return false;
      first = false;
    }
    return true;
  };
}

function findPart(text: string, part: string, from: number, anchored: boolean): number {
  if (anchored) return from;
  for (let at = from; at + part.length <= text.length; at++) if (matchesAt(text, part, at)) return at;
  return -1;
}

function matchesAt(text: string, part: string, at: number): boolean {
  if (at + part.length > text.length) return false;
  for (let i = 0; i < part.length; i++) if (part[i] !== "?" && part[i] !== text[at + i]) return false;
  return true;
}
