import type ts from "typescript";
import { type CellVariable, copyIntoLoops, SharedNames } from "./hot-loops.js";

/** Names that an instrumented cell expects as parameters of the function that wraps it. */
export const cellParameters = ["exports", "require", "__cell", "__interrupt"] as const;

/** Instrumented code. */
export interface Instrumented {
  readonly code: string;
  /** The position before instrumentation of a position after it, both counted from 0; undefined for what was added. */
  before(line: number, column: number): { readonly line: number; readonly column: number } | undefined;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Prepares the JavaScript of a cell, an ES module, to run as the body of a function:
 * - each top-level name is bound, through an accessor pair, to the scope that cells share, so code in the cell uses
 *   plain local variables and other cells still see and set them;
 * - the variable that holds the last expression becomes the cell's result;
 * - loops work on copies of variables where that makes no difference, and poll the interrupt flag; `import()` resolves as a cell's import does, and `import.meta` is that of the cell.
 *
 * Lines stay where they are, so a source map of the input still holds for lines.
 */
export function instrumentCell(
  compiler: typeof ts,
  js: string,
  resultName: string | undefined,
  names = new SharedNames(),
): Instrumented {
  const file = compiler.createSourceFile("cell.js", js, compiler.ScriptTarget.Latest, true, compiler.ScriptKind.JS);
  const edits: Edit[] = [];
  const exported = new Set<string>();
  const readOnly = new Set<string>();
  const variables = new Map<string, CellVariable>();
  for (const [index, statement] of file.statements.entries()) {
    if (compiler.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) {
      if (statement.exportClause !== undefined && compiler.isNamedExports(statement.exportClause)) {
        for (const element of statement.exportClause.elements) exported.add(element.name.text);
      }
      edits.push({ start: statement.getStart(file), end: statement.end, text: keepLines(statement.getText(file)) });
    } else if (compiler.isImportDeclaration(statement)) {
      for (const name of importedNames(compiler, statement)) readOnly.add(name);
    } else if (compiler.isVariableStatement(statement)) {
      const declarations = statement.declarationList.declarations;
      const [first] = declarations;
      if (resultName !== undefined && compiler.isIdentifier(first.name) && first.name.text === resultName) {
        edits.push({
          start: statement.getStart(file),
          end: first.initializer!.getStart(file),
          text: "__cell.result = ",
        });
      } else {
        const constant = isConstant(compiler, statement.declarationList);
        for (const name of declaredNames(compiler, declarations)) {
          if (constant) readOnly.add(name);
          variables.set(name, { statement: index, constant });
        }
      }
    }
  }
  collectLoopEdits(compiler, file, edits);
  for (const name of exported) if (!variables.has(name)) names.mutable.add(name);
  edits.push(...copyIntoLoops(compiler, file, variables, names));
  const bindings = [...exported].map((name) =>
    readOnly.has(name) ? `${name}: [() => ${name}]` : `${name}: [() => ${name}, ($) => { ${name} = $; }]`,
  );
  edits.unshift({ start: 0, end: 0, text: `__cell.bind({ ${bindings.join(", ")} }); ` });
  return applyEdits(js, edits);
}

/** Adds interrupt polls to a module that cells import, and leaves the rest as it is. */
export function instrumentModule(compiler: typeof ts, js: string): Instrumented {
  const file = compiler.createSourceFile("module.js", js, compiler.ScriptTarget.Latest, true, compiler.ScriptKind.JS);
  const edits: Edit[] = [];
  collectLoopEdits(compiler, file, edits);
  return applyEdits(js, edits);
}

function collectLoopEdits(compiler: typeof ts, file: ts.SourceFile, edits: Edit[]): void {
  const visit = (node: ts.Node): void => {
    if (compiler.isIterationStatement(node, false)) {
      const { statement } = node;
      // After an await, the interrupt that stopped the cell may be long gone: ask the cell rather than the flag.
      const poll = awaits(compiler, node) ? "__cell.poll();" : "if (__interrupt[0] !== 0) __cell.interrupt();";
      edits.push({ start: statement.getStart(file), end: statement.getStart(file), text: `{${poll}` });
      edits.push({ start: statement.end, end: statement.end, text: "}" });
    } else if (compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.ImportKeyword) {
      edits.push({ start: node.expression.getStart(file), end: node.expression.end, text: "__cell.import" });
    } else if (compiler.isMetaProperty(node) && node.keywordToken === compiler.SyntaxKind.ImportKeyword) {
      edits.push({ start: node.getStart(file), end: node.end, text: "__cell.meta" });
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
}

function awaits(compiler: typeof ts, loop: ts.IterationStatement): boolean {
  if (compiler.isForOfStatement(loop) && loop.awaitModifier !== undefined) return true;
  const visit = (node: ts.Node): boolean => {
    if (compiler.isFunctionLike(node)) return false;
    return compiler.isAwaitExpression(node) || (compiler.forEachChild(node, visit) ?? false);
  };
  return visit(loop);
}

/** `const`, `using` and `await using`. */
function isConstant(compiler: typeof ts, { flags }: ts.VariableDeclarationList): boolean {
  const kind = flags & compiler.NodeFlags.BlockScoped;
  return kind !== 0 && kind !== compiler.NodeFlags.Let;
}

function importedNames(compiler: typeof ts, { importClause }: ts.ImportDeclaration): string[] {
  if (importClause === undefined) return [];
  const names = importClause.name === undefined ? [] : [importClause.name.text];
  const { namedBindings } = importClause;
  if (namedBindings === undefined) return names;
  if (compiler.isNamespaceImport(namedBindings)) return [...names, namedBindings.name.text];
  return [...names, ...namedBindings.elements.map((element) => element.name.text)];
}

function declaredNames(
  compiler: typeof ts,
  declarations: readonly ts.ArrayBindingElement[] | readonly ts.VariableDeclaration[],
): string[] {
  return declarations.flatMap((declaration) => {
    if (compiler.isOmittedExpression(declaration)) return [];
    const { name } = declaration;
    return compiler.isIdentifier(name) ? [name.text] : declaredNames(compiler, [...name.elements]);
  });
}

function keepLines(text: string): string {
  return text.replace(/[^\n]/g, "");
}

function applyEdits(text: string, edits: readonly Edit[]): Instrumented {
  // Inserts at one position keep the order in which they were collected: an outer loop's brace stays outside.
  const ordered = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || (a.text === "}" && b.text === "}" ? b.index - a.index : a.index - b.index));
  let code = "";
  let position = 0;
  for (const { start, end, text: inserted } of ordered) {
    code += text.slice(position, start) + inserted;
    position = end;
  }
  code += text.slice(position);
  return { code, before: (line, column) => positionBefore(text, code, ordered, line, column) };
}

/** Edits keep the lines, so only the column differs. */
function positionBefore(text: string, code: string, ordered: readonly Edit[], line: number, column: number) {
  const offset = code.split("\n", line).reduce((sum, { length }) => sum + length + 1, column);
  let shift = 0;
  let original: number | undefined;
  for (const edit of ordered) {
    const start = edit.start + shift;
    if (offset < start) break;
    if (offset < start + edit.text.length) {
      if (edit.start === edit.end) return undefined;
      original = edit.start;
      break;
    }
    shift += edit.text.length - (edit.end - edit.start);
  }
  original ??= offset - shift;
  return { line, column: original - (original === 0 ? 0 : text.lastIndexOf("\n", original - 1) + 1) };
}
