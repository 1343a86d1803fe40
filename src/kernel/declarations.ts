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

/**
 * The namespaces and global augmentations of `previous`, which the converter forgets, in so far as the cell does not
 * declare them anew. A member of an augmented interface that the cell declares again is left out.
 */
export function keepNamespaces(compiler: typeof ts, previous: string, cell: string): string {
  if (!/\b(namespace|module|global)\b/.test(previous)) return "";
  const source = compiler.createSourceFile("cell.ts", cell, compiler.ScriptTarget.Latest, true);
  const [declared, augmented] = [new Set<string>(), new Set<string>()];
  for (const statement of source.statements) {
    if (compiler.isModuleDeclaration(statement) && isGlobal(compiler, statement)) {
      for (const { name } of parts(compiler, statement)) augmented.add(name);
    } else for (const name of declaredNames(compiler, statement)) declared.add(name);
  }
  const file = compiler.createSourceFile("declarations.d.ts", previous, compiler.ScriptTarget.Latest, true);
  const kept = file.statements.flatMap((statement) => {
    if (!compiler.isModuleDeclaration(statement)) return [];
    if (!isGlobal(compiler, statement)) return declared.has(statement.name.text) ? [] : [statement.getText(file)];
    const members = parts(compiler, statement).filter(({ name }) => !augmented.has(name));
    return members.length === 0 ? [] : [`declare global {\n${members.map(({ text }) => text).join("\n")}\n}`];
  });
  return kept.map((text) => `${text}\n`).join("");
}

function isGlobal(compiler: typeof ts, statement: ts.ModuleDeclaration): boolean {
  return (statement.flags & compiler.NodeFlags.GlobalAugmentation) !== 0;
}

/** What a global augmentation declares, an interface member by member. */
function parts(
  compiler: typeof ts,
  { body }: ts.ModuleDeclaration,
): { readonly name: string; readonly text: string }[] {
  if (body === undefined || !compiler.isModuleBlock(body)) return [];
  return body.statements.flatMap((statement) => {
    if (!compiler.isInterfaceDeclaration(statement)) {
      const text = statement.getText();
      return [{ name: declaredNames(compiler, statement).join() || text, text }];
    }
    const { name, members } = statement;
    const head = statement.getText().slice(0, (members[0]?.getFullStart() ?? statement.end - 1) - statement.getStart());
    return members.map((member) => ({
      name: `${name.text}.${member.name?.getText() ?? member.getText()}`,
      text: `${head}${member.getText()} }`,
    }));
  });
}

function declaredNames(compiler: typeof ts, statement: ts.Statement): string[] {
  if (compiler.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      compiler.isIdentifier(name) ? [name.text] : [],
    );
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name !== undefined && compiler.isIdentifier(name) ? [name.text] : [];
}
