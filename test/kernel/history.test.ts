import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { jupyterDataFolder } from "../../src/kernel/data-folder.js";
import { History } from "../../src/kernel/history.js";
import { HistoryFile, type HistoryLimits } from "../../src/kernel/history-file.js";
import { toCodePoints, toUtf16 } from "../../src/kernel/positions.js";

function historyOf(...sources: string[]): History {
  const history = new History();
  for (const [i, source] of sources.entries()) history.add(i + 1, source);
  return history;
}

describe("history", () => {
  const history = historyOf("let a = 1", "a + 1", "let b = 2", "a + 1");
  const sources = (request: Record<string, unknown>) => history.query(request).map((entry) => entry[2]);

  it("gives the last cells", () => {
    expect(sources({ hist_access_type: "tail", n: 2 })).toEqual(["let b = 2", "a + 1"]);
    expect(sources({ hist_access_type: "tail", n: 0 })).toEqual([]);
  });

  it("gives a range without its end", () => {
    expect(sources({ hist_access_type: "range", session: 0, start: 2, stop: 4 })).toEqual(["a + 1", "let b = 2"]);
  });

  it("finds by pattern", () => {
    expect(sources({ hist_access_type: "search", pattern: "let*" })).toEqual(["let a = 1", "let b = 2"]);
    expect(sources({ hist_access_type: "search", pattern: "*=*" })).toHaveLength(2);
    expect(sources({ hist_access_type: "search", pattern: "a ? 1", unique: true })).toEqual(["a + 1"]);
    expect(sources({ hist_access_type: "search", pattern: "let" })).toEqual([]);
  });

  it("agrees with a regular expression on any pattern", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?") });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom("a", "b") }), (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
        expect(historyOf(text).query({ hist_access_type: "search", pattern }).length === 1).toBe(expected);
      }),
    );
  });
});

describe("history between sessions", () => {
  const folder = mkdtempSync(join(tmpdir(), "history-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const inFolder = (name: string, limits?: HistoryLimits) => new HistoryFile(join(folder, "made", name), limits);

  it("numbers sessions from this one backwards", () => {
    for (const session of [100, 200]) new History(inFolder("a"), session).add(1, `from ${session}`);
    const history = new History(inFolder("a"), 300);
    history.add(1, "from 300");
    const range = (session: number) => history.query({ hist_access_type: "range", session });
    expect([range(0), range(-1), range(-2), range(-3), range(100)]).toEqual([
      [[300, 1, "from 300"]],
      [[200, 1, "from 200"]],
      [[100, 1, "from 100"]],
      [],
      [[100, 1, "from 100"]],
    ]);
    expect(history.query({ hist_access_type: "tail", n: 2 }).map(([session]) => session)).toEqual([200, 300]);
    expect(history.query({ hist_access_type: "search", pattern: "*100" })).toHaveLength(1);
  });

  it("gives results of this session", () => {
    const history = historyOf("6 * 7", "1");
    history.addOutput(1, "42");
    expect(history.query({ hist_access_type: "tail", output: true }).map((entry) => entry[2])).toEqual([
      ["6 * 7", "42"],
      ["1", null],
    ]);
  });

  it("lets nobody else read the file, and keeps its newer half when it grows", () => {
    const file = inFolder("b", { maxEntries: 10, maxBytes: 10_000, maxSource: 100 });
    for (let line = 1; line <= 11; line++) file.append({ session: 1, line, source: `cell ${line}` });
    file.append({ session: 1, line: 12, source: "long ".repeat(100) });
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(file.load().map(({ line }) => line)).toEqual([7, 8, 9, 10, 11]);
    expect(file.load()).toHaveLength(5);
    for (let line = 1; line <= 5; line++) file.append({ session: 2, line, source: "x".repeat(100) });
    const small = new HistoryFile(file.path, { maxEntries: 100, maxBytes: 300, maxSource: 100 });
    expect(small.load().length).toBeLessThan(3);
  });

  it("reads past lines that are not entries, and does without a file", () => {
    const file = inFolder("c");
    file.append({ session: 1, line: 1, source: "good" });
    appendFileSync(file.path, 'null\n{"session":1}\n{"session":1,"line":2,"source":"half');
    expect(file.load()).toEqual([{ session: 1, line: 1, source: "good" }]);
    const nowhere = new History(new HistoryFile(join(file.path, "under-a-file", "history.jsonl")));
    nowhere.add(1, "kept here");
    expect(nowhere.query({ hist_access_type: "tail" })).toHaveLength(1);
  });

  it("is kept where Jupyter keeps data", () => {
    expect(jupyterDataFolder({ JUPYTER_DATA_DIR: "/data" }, "linux", "/home/me")).toBe("/data");
    expect(jupyterDataFolder({ XDG_DATA_HOME: "/xdg" }, "linux", "/home/me")).toBe("/xdg/jupyter");
    expect(jupyterDataFolder({}, "linux", "/home/me")).toBe("/home/me/.local/share/jupyter");
    expect(jupyterDataFolder({}, "darwin", "/Users/me")).toBe("/Users/me/Library/Jupyter");
  });
});

describe("cursor positions", () => {
  it("go from code points to UTF-16 units and back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(20), (text, points) => {
        const inside = Math.min(points, [...text].length);
        expect(toCodePoints(text, toUtf16(text, points))).toBe(inside);
      }),
    );
  });
});
