import ts from "typescript";
import { describe, expect, it } from "vitest";
import { SharedNames } from "../../src/kernel/hot-loops.js";
import { cellParameters, instrumentCell } from "../../src/kernel/instrument.js";

/** Runs instrumented cells one after the other on one scope. */
function cells() {
  const names = new SharedNames();
  const scope: Record<string, unknown> = {};
  const run = (js: string): string => {
    const { code } = instrumentCell(ts, js, undefined, names);
    const bind = (bindings: Record<string, [() => unknown, ((value: unknown) => void)?]>) => {
      for (const [name, [get, set]] of Object.entries(bindings)) {
        Object.defineProperty(scope, name, { get, ...(set && { set }), configurable: true });
      }
    };
    const interrupt = () => {};
    new Function(...cellParameters, code)(scope, undefined, { bind, interrupt }, [0]);
    return code;
  };
  return { run, scope };
}

const copies = (code: string) => /__save|\$_/.test(code);

describe("loops over shared variables", () => {
  it("work on copies and write back", () => {
    const { run, scope } = cells();
    run("let sum = 0; const list = [1, 2]; export { sum, list };");
    expect(copies(run("for (const x of exports.list) exports.sum += x;"))).toBe(true);
    expect(scope.sum).toBe(3);
    expect(copies(run("let own = 0; for (let i = 0; i < 3; i++) own++; export { own };"))).toBe(true);
    expect(scope.own).toBe(3);
  });

  it.each([
    ["++", "exports.n++;"],
    ["destructuring", "[exports.n, exports.m] = [exports.n + 1, exports.n];"],
    ["object destructuring", "({ a: exports.n, ...exports.m } = { a: exports.n + 1 });"],
    ["compound", "(exports.n) += 1;"],
  ])("write back what is set by %s", (_, statement) => {
    const { run, scope } = cells();
    run("let n = 0, m; export { n, m };");
    run(`for (let i = 0; i < 3; i++) { ${statement} }`);
    expect(scope.n).toBe(3);
  });

  it("write back when they throw", () => {
    const { run, scope } = cells();
    run("let n = 0; export { n };");
    expect(() => run("for (;;) { exports.n++; if (exports.n === 4) throw new Error('stop'); }")).toThrow("stop");
    expect(scope.n).toBe(4);
  });

  it.each([
    ["a statement", "for (;;) { exports.n++; exports.library.run(); }"],
    ["a body without braces", "for (exports.n++; ; ) exports.library.run();"],
    [
      "a branch",
      "for (;;) { exports.n++; if (exports.n > 0) exports.n += exports.library.run(); else { exports.n--; } }",
    ],
    ["a condition", "while (exports.n === 0 || exports.library.run()) exports.n++;"],
    ["an increment", "for (;; exports.library.run()) exports.n++;"],
    [
      "a loop in them",
      "outer: for (;;) { exports.n++; for (;;) switch (new exports.Library()) { default: break outer; } }",
    ],
    [
      "a loop over a variable of the cell",
      "let m = 0; for (;;) { m++; exports.n = m; exports.library.run(); } export { m };",
    ],
  ])("have written back what they set before a call that never returns, in %s", (_, loop) => {
    const { run, scope } = cells();
    const kept: unknown[] = [];
    const stop = () => {
      kept.push(scope.n);
      throw new Error("stop");
    };
    scope.library = { run: stop };
    scope.Library = class {
      constructor() {
        stop();
      }
    };
    run("let n = 0; export { n };");
    expect(() => run(loop)).toThrow("stop");
    expect(kept).toEqual([1]);
  });

  it("leave alone names declared again inside, also where they call", () => {
    const { run, scope } = cells();
    scope.f = () => {};
    run("let c = 1; let n = 0; for (; n < 2; n++) { let c = 5; exports.f(); c++; } export { c, n };");
    expect([scope.c, scope.n]).toEqual([1, 2]);
  });

  it("see what a function that they call sets, in the same cell and in others", () => {
    const { run, scope } = cells();
    run("let n = 0; const step = () => { n++; }; while (n < 3) step(); export { n, step };");
    expect(scope.n).toBe(3);
    run("while (exports.n < 6) exports.step();");
    expect(scope.n).toBe(6);
    run("let m = 0; export { m };");
    run("const more = () => { exports.m++; }; export { more };");
    run("while (exports.m < 3) exports.more();");
    expect(scope.m).toBe(3);
  });

  it("in functions copy constants alone, and anew at each call", () => {
    const { run, scope } = cells();
    run("const k = 2; let n = 0; export { k, n };");
    const code = run(
      "function times(f) { let s = 0; for (let i = 0; i < 2; i++) { f(); s += exports.k * exports.n; } return s; } export { times };",
    );
    expect(code).toContain("const $_k = exports.k");
    expect(code).not.toContain("$_n");
    run("const got = exports.times(() => exports.n++); export { got };");
    expect(scope.got).toBe(2 * 1 + 2 * 2);
    run("const k = 10; export { k };");
    run("const again = exports.times(() => {}); export { again };");
    expect(scope.again).toBe(40);
  });

  it("leave alone loops that await and names declared later or again inside", () => {
    const { run, scope } = cells();
    expect(copies(run("let n = 0; const f = async () => { for (;;) { await null; n++; } }; export { n, f };"))).toBe(
      false,
    );
    run("const c = 1; let total = 0; for (let i = 0; i < 2; i++) { let c = 5; c++; total += c; } export { c, total };");
    expect([scope.c, scope.total]).toEqual([1, 12]);
  });

  it("keep labels, and functions made in them read what holds later", () => {
    const { run, scope } = cells();
    run("let n = 1; const k = 1; export { n, k };");
    run(
      "let made; outer: for (const a of [1, 2]) { for (;;) { made = () => exports.k; continue outer; } } export { made };",
    );
    run("const k = 7; export { k };");
    expect((scope.made as () => number)()).toBe(7);
  });
});
