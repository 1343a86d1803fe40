import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { History } from "../../src/kernel/history.js";
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
