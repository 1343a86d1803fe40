import type ts from "typescript";

/**
 * The place of the name that is called around a position, as in `buildSpec(scope, |`; the innermost call, closed or not.
 * Undefined outside of any call's parentheses.
 */
export function calleeAround(compiler: typeof ts, code: string, position: number): number | undefined {
  // A name at the position makes it part of the call, also behind a comma or a space.
  const marked = `${code.slice(0, position)}_${code.slice(position)}`;
  const file = compiler.createSourceFile("cell.ts", marked, compiler.ScriptTarget.Latest, true);
  let callee: number | undefined;
  const visit = (node: ts.Node): void => {
    if (position < node.pos || position > node.end) return;
    if (compiler.isCallExpression(node) || compiler.isNewExpression(node)) {
      const { expression } = node;
      if (position > expression.end) {
        const name = compiler.isPropertyAccessExpression(expression) ? expression.name : expression;
        callee = name.getStart(file);
      }
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return callee;
}
