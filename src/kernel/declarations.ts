import type ts from "typescript";

/**
 * The declarations that hold after a cell stopped half way: those of `next`, except that names which the cell did not
 * reach keep what `previous` says of them.
 */
export function keepReached(
  compiler: typeof ts,
  previous: string,
  next: string,
  unreached: ReadonlySet<string>,
): string {
  if (unreached.size === 0) return next;
  return [
    ...selectDeclarations(compiler, next, (name) => !unreached.has(name)),
    ...selectDeclarations(compiler, previous, (name) => unreached.has(name)),
    "export {};",
  ].join("\n");
}

/** The statements of a .d.ts text, reduced to the declarations whose name is wanted. */
function selectDeclarations(compiler: typeof ts, text: string, wants: (name: string) => boolean): string[] {
  const file = compiler.createSourceFile("declarations.d.ts", text, compiler.ScriptTarget.Latest, true);
  return file.statements.flatMap((statement) => {
    if (compiler.isVariableStatement(statement)) {
      const keyword = statement.declarationList.flags & compiler.NodeFlags.Const ? "const" : "let";
      return statement.declarationList.declarations
        .filter(({ name }) => compiler.isIdentifier(name) && wants(name.text))
        .map((declaration) => `declare ${keyword} ${declaration.getText(file)};`);
    }
    if (compiler.isImportDeclaration(statement)) return wants(importName(statement)) ? [statement.getText(file)] : [];
    const { name } = statement as ts.Statement & { readonly name?: ts.Node };
    return name !== undefined && compiler.isIdentifier(name) && wants(name.text) ? [statement.getText(file)] : [];
  });
}

/** An import succeeds or fails as a whole, so one of its names stands for all. */
function importName({ importClause }: ts.ImportDeclaration): string {
  const bindings = importClause?.namedBindings;
  if (importClause?.name !== undefined) return importClause.name.text;
  if (bindings === undefined) return "";
  return "elements" in bindings ? (bindings.elements[0]?.name.text ?? "") : bindings.name.text;
}
