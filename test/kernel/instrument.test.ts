import ts from "typescript";
import { describe, expect, it } from "vitest";
import { keepNamespaces, keepReached } from "../../src/kernel/declarations.js";
import { cellParameters, instrumentCell } from "../../src/kernel/instrument.js";

type Binding = [get: () => unknown, set?: (value: unknown) => void];

/** Runs instrumented code without imports and gives its bindings, result and number of polls. */
function run(js: string, resultName?: string, stopAfter = Number.POSITIVE_INFINITY) {
  const bindings: Record<string, Binding> = {};
  let polls = 0;
  const flag = {
    get 0() {
      polls++;
      return polls > stopAfter ? 1 : 0;
    },
  };
  const cell = {
    result: undefined as unknown,
    bind: (given: Record<string, Binding>) => Object.assign(bindings, given),
    interrupt: () => {
      throw new Error("stopped");
    },
  };
  const body = new Function(...cellParameters, instrumentCell(ts, js, resultName).code);
  let error: unknown;
  try {
    body({}, undefined, cell, flag);
  } catch (thrown) {
    error = thrown;
  }
  return { bindings, cell, polls, error };
}

describe("instrumented cells", () => {
  it("binds top-level names to live variables", () => {
    const { bindings } = run("let n = 1; function next() { return ++n; } const c = 2; export { n, next, c };");
    bindings.n[1]?.(10);
    expect((bindings.next[0]() as () => number)()).toBe(11);
    expect(bindings.n[0]()).toBe(11);
    expect(bindings.c[1]).toBeUndefined();
  });

  it("puts the last expression into the result", () => {
    expect(run("let a = 20;\nexport const tsLastExpr = a * 2;\nexport { a };", "tsLastExpr").cell.result).toBe(40);
  });

  it.each([
    ["for", "for (let i = 0; i < 3; i++) n++;"],
    ["while", "while (n < 3) n++;"],
    ["do", "do n++; while (n < 3);"],
    ["for of", "for (const i of [1, 2, 3]) n += 1;"],
    ["for in", "for (const i in { a: 1, b: 2, c: 3 }) { n += 1; }"],
    ["labelled", "outer: for (const i of [1, 2, 3]) { n++; continue outer; }"],
  ])("polls once a turn of a %s loop and leaves its meaning", (_, loop) => {
    const { bindings, polls } = run(`let n = 0; ${loop} export { n };`);
    expect(bindings.n[0]()).toBe(3);
    expect(polls).toBe(3);
  });

  it("polls nested loops without braces", () => {
    const { bindings, polls } = run(
      "let n = 0; for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) n++; export { n };",
    );
    expect(bindings.n[0]()).toBe(4);
    expect(polls).toBe(6);
  });

  it("stops an endless loop when the flag is raised", () => {
    const { bindings, error } = run("let n = 0; while (true) n++; let never = 1; export { n, never };", undefined, 5);
    expect(error).toEqual(new Error("stopped"));
    expect(bindings.n[0]()).toBe(5);
    expect(() => bindings.never[0]()).toThrow(ReferenceError);
  });

  it("keeps the number of lines", () => {
    const js = "let a = 1;\nfor (;;) {\n  break;\n}\nexport {\n  a,\n};\n";
    expect(instrumentCell(ts, js, undefined).code.split("\n")).toHaveLength(js.split("\n").length);
  });
});

describe("positions in instrumented code", () => {
  const js = "let a = 1;\nfor (let i = 0; i < 3; i++) for (;;) a = here(import(there));\nexport { a };";
  const { code, before } = instrumentCell(ts, js, undefined);
  const positionIn = (text: string, part: string) => {
    const lines = text.slice(0, text.indexOf(part)).split("\n");
    return { line: lines.length - 1, column: lines[lines.length - 1].length };
  };

  it.each(["a = 1", "let i", "i++", "a = here", "here(", "there"])("lead back to what was written: %s", (part) => {
    const { line, column } = positionIn(code, part);
    expect(before(line, column)).toEqual(positionIn(js, part));
  });
});

describe("declarations after a cell that stopped half way", () => {
  const previous = "declare let a: number, b: string;\ndeclare class Old {}\nexport {};";
  const next = "declare const a: boolean;\ndeclare function f(): void;\ninterface Shape { x: number }\nexport {};";

  it("are those of the cell when all was reached", () => {
    expect(keepReached(ts, previous, next, new Set())).toBe(next);
  });

  it("keep the earlier type of what was not reached", () => {
    const kept = keepReached(ts, previous, next, new Set(["a"]));
    expect(kept).toContain("declare let a: number;");
    expect(kept).toContain("declare function f(): void;");
    expect(kept).toContain("interface Shape");
    expect(kept).not.toContain("boolean");
  });
});

describe("namespaces and global augmentations of earlier cells", () => {
  const previous =
    "declare namespace Units { const m: 1; }\ndeclare global { interface Array<T> { last(): T; first(): T } }\nexport {};";

  it("are kept", () => {
    expect(keepNamespaces(ts, previous, "let a = 1;")).toContain("declare namespace Units { const m: 1; }");
  });

  it("give way to what the cell declares", () => {
    expect(keepNamespaces(ts, previous, "class Units {}")).not.toContain("Units");
    const kept = keepNamespaces(ts, previous, "declare global { interface Array<T> { last(): number } }");
    expect(kept).toContain("first(): T");
    expect(kept).not.toContain("last");
  });
});
