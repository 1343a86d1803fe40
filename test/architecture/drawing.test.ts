import ts from "typescript";
import { describe, expect, it } from "vitest";
import { complaints, parseSource, sourceFiles } from "./source-files.js";

/** Page and kernel draw with the same code, so it brings nothing with it: of other folders it knows types alone. */
function valueFromElsewhere(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return undefined;
    const isType = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly;
    return isType || moduleSpecifier.text.startsWith("./") ? undefined : `takes values from ${moduleSpecifier.text}`;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return "imports at run time";
  return undefined;
}

const found = (text: string) => complaints(parseSource("example.ts", text), valueFromElsewhere);

describe("drawing", () => {
  it("imports only types from elsewhere", () => {
    expect(sourceFiles("drawing").flatMap((file) => complaints(file, valueFromElsewhere))).toEqual([]);
  });

  it("is seen to import values however they are written", () => {
    expect(found('import { a } from "../simulation/a.js";')).toHaveLength(1);
    expect(found('import type { A } from "../simulation/a.js"; import { b } from "./b.js";')).toEqual([]);
    expect(found('export * from "zod";')).toHaveLength(1);
    expect(found('const a = await import("./a.js");')).toHaveLength(1);
  });
});
