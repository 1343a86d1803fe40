import ts from "typescript";
import { describe, expect, it } from "vitest";
import { complaints, parseSource, sourceFiles } from "./source-files.js";

// What these compute is the same to the last bit on every machine; the rest of Math is not.
const allowed = new Set(
  "sqrt floor ceil abs min max round fround imul clz32 trunc sign PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2".split(" "),
);
const engine = ["physics", "random", "compute", "spec", "steps", "simulation"];

function inexact(node: ts.Node): string | undefined {
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (operator === ts.SyntaxKind.AsteriskAsteriskToken) return "uses **";
    if (operator === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return "uses **=";
  }
  if (!ts.isIdentifier(node) || node.text !== "Math") return undefined;
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return "takes Math apart";
  return allowed.has(parent.name.text) ? undefined : `uses Math.${parent.name.text}`;
}

const found = (text: string) => complaints(parseSource("example.ts", text), inexact);

describe("arithmetic of the engine", () => {
  it.each(engine)("is the same on every machine in %s", (folder) => {
    expect(sourceFiles(folder).flatMap((file) => complaints(file, inexact))).toEqual([]);
  });

  it("is seen to be inexact in all the ways of writing it", () => {
    expect(found("const a = Math.exp(1);\nconst b = a ** 2;")).toEqual([
      "example.ts:1: uses Math.exp",
      "example.ts:2: uses **",
    ]);
    expect(found("let a = 1; a **= 2;")).toHaveLength(1);
    expect(found("const { log } = Math;")).toHaveLength(1);
    expect(found('const sin = Math["sin"];')).toHaveLength(1);
    expect(found("const a = globalThis.Math.exp(1);")).toHaveLength(1);
    expect(found("const r = Math.random();")).toHaveLength(1);
  });

  it("may use what is exact", () => {
    expect(found("const a = Math.sqrt(2) * Math.fround(Math.PI) + Math.imul(2, 3); // Math.exp")).toEqual([]);
  });
});
