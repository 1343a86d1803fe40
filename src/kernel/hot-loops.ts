import type ts from "typescript";
import type { Edit } from "./instrument.js";

/** What is known of the names that cells share, gathered from cell to cell. */
export class SharedNames {
  /** Names that some function reads or sets: while a loop runs, a call may change what they hold. */
  readonly captured = new Set<string>();
  /** Names declared by `const`. */
  readonly constant = new Set<string>();
  /** Names declared in another way, once at least. */
  readonly mutable = new Set<string>();

  isConstant(name: string): boolean {
    return this.constant.has(name) && !this.mutable.has(name);
  }
}

/** A variable of the cell itself: where it is declared, and whether by `const`. */
export interface CellVariable {
  readonly statement: number;
  readonly constant: boolean;
}

/**
 * Lets loops that never await work on copies of shared variables, which the engine keeps in registers:
 * - a loop that stands at top level copies what no function of any cell touches, and what is constant, and writes back
 *   what it set when it ends, in whatever way;
 * - any other loop copies the constants of earlier cells.
 */
export function copyIntoLoops(
  compiler: typeof ts,
  file: ts.SourceFile,
  declared: ReadonlyMap<string, CellVariable>,
  names: SharedNames,
): Edit[] {
  const references = new References(compiler);
  for (const [name, { constant }] of declared) (constant ? names.constant : names.mutable).add(name);
  references.addCaptured(file, names.captured);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (references.isLoop(node) && references.runsThrough(node)) {
      const constants = [...references.shared(node)].filter(([name]) => names.isConstant(name));
      edits.push(...constantEdits(file, node, constants));
      references.functionsIn(node, visit);
    } else compiler.forEachChild(node, visit);
  };
  file.statements.forEach((statement, index) => {
    if (!references.isLoop(statement) || !references.runsThrough(statement)) {
      visit(statement);
      return;
    }
    const own = [...references.own(statement)].flatMap(([name, use]): [string, Use][] => {
      const variable = declared.get(name);
      if (variable === undefined || variable.statement >= index) return [];
      if (variable.constant) return [[name, { ...use, written: false }]];
      return names.captured.has(name) ? [] : [[name, use]];
    });
    const shared = [...references.shared(statement)].filter(
      ([name]) => names.isConstant(name) || !names.captured.has(name),
    );
    edits.push(...variableEdits(file, statement, own, shared));
    references.functionsIn(statement, visit);
  });
  return edits;
}

interface Use {
  readonly nodes: ts.Node[];
  written: boolean;
}

type Uses = ReadonlyMap<string, Use>;

/** Finds names in the JavaScript of a cell, where `exports.name` is a variable of an earlier one. */
class References {
  constructor(private readonly compiler: typeof ts) {}

  isLoop(node: ts.Node): boolean {
    return this.compiler.isIterationStatement(node, true);
  }

  /** Whether a loop neither awaits nor yields nor declares names outside itself. */
  runsThrough(loop: ts.Node): boolean {
    const { compiler } = this;
    const { Using, BlockScoped } = compiler.NodeFlags;
    const breaks = (node: ts.Node): boolean => {
      if (compiler.isFunctionLike(node)) return false;
      if (compiler.isAwaitExpression(node) || compiler.isYieldExpression(node)) return true;
      if (compiler.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
      if (compiler.isVariableDeclarationList(node)) {
        const kind = node.flags & BlockScoped;
        if (kind === 0 || (kind & Using) !== 0) return true;
      }
      return compiler.forEachChild(node, breaks) ?? false;
    };
    return !breaks(loop);
  }

  /** Variables of earlier cells that a loop uses outside of functions in it. */
  shared(loop: ts.Node): Uses {
    return this.uses(loop, (node) => this.sharedName(node));
  }

  /** Every plain name in a loop, outside of functions in it. */
  own(loop: ts.Node): Uses {
    return this.uses(loop, (node) => (this.isReference(node) ? node.text : undefined));
  }

  functionsIn(node: ts.Node, visit: (node: ts.Node) => void): void {
    this.compiler.forEachChild(node, (child) => {
      if (this.compiler.isFunctionLike(child)) visit(child);
      else this.functionsIn(child, visit);
    });
  }

  /** Adds what functions name; a name that a function declares itself, at its top, is its own. */
  addCaptured(node: ts.Node, captured: Set<string>, hidden: ReadonlySet<string> | undefined = undefined): void {
    const { compiler } = this;
    if (
      compiler.isFunctionLike(node) ||
      compiler.isClassStaticBlockDeclaration(node) ||
      compiler.isPropertyDeclaration(node)
    ) {
      const parameters = new Set([...(hidden ?? []), ...this.parameterNames(node)]);
      const body = "body" in node ? node.body : undefined;
      const inBody = new Set([...parameters, ...this.namesOf(body)]);
      compiler.forEachChild(node, (child) => this.addCaptured(child, captured, child === body ? inBody : parameters));
      return;
    }
    if (hidden !== undefined) {
      const shared = this.sharedName(node);
      if (shared !== undefined) captured.add(shared);
      else if (this.isReference(node) && !hidden.has(node.text)) captured.add(node.text);
    }
    compiler.forEachChild(node, (child) => this.addCaptured(child, captured, hidden));
  }

  private parameterNames(node: ts.Node): string[] {
    if (!this.compiler.isFunctionLike(node)) return [];
    return node.parameters.flatMap(({ name }) => (this.compiler.isIdentifier(name) ? [name.text] : []));
  }

  private namesOf(body: ts.Node | undefined): string[] {
    const { compiler } = this;
    if (body === undefined || !compiler.isBlock(body)) return [];
    return body.statements
      .filter(compiler.isVariableStatement)
      .flatMap(({ declarationList }) =>
        declarationList.declarations.flatMap(({ name }) => (compiler.isIdentifier(name) ? [name.text] : [])),
      );
  }

  private sharedName(node: ts.Node): string | undefined {
    const { compiler } = this;
    const isShared =
      compiler.isPropertyAccessExpression(node) &&
      compiler.isIdentifier(node.expression) &&
      node.expression.text === "exports" &&
      compiler.isIdentifier(node.name);
    return isShared ? node.name.text : undefined;
  }

  private isReference(node: ts.Node): node is ts.Identifier {
    const { compiler } = this;
    if (!compiler.isIdentifier(node)) return false;
    const { parent } = node;
    return !(
      (compiler.isPropertyAccessExpression(parent) || compiler.isPropertyAssignment(parent)) &&
      parent.name === node
    );
  }

  private uses(loop: ts.Node, nameOf: (node: ts.Node) => string | undefined): Uses {
    const { compiler } = this;
    const found = new Map<string, Use>();
    const visit = (node: ts.Node): void => {
      if (compiler.isFunctionLike(node) || compiler.isPropertyDeclaration(node)) return;
      const name = nameOf(node);
      if (name === undefined) {
        compiler.forEachChild(node, visit);
        return;
      }
      const use = found.get(name) ?? { nodes: [], written: false };
      use.nodes.push(node);
      use.written ||= this.isWritten(node);
      found.set(name, use);
    };
    visit(loop);
    return found;
  }

  private isWritten(node: ts.Node): boolean {
    const { compiler } = this;
    const { parent } = node;
    if (compiler.isPrefixUnaryExpression(parent) || compiler.isPostfixUnaryExpression(parent)) {
      const { PlusPlusToken, MinusMinusToken } = compiler.SyntaxKind;
      return parent.operator === PlusPlusToken || parent.operator === MinusMinusToken;
    }
    if (compiler.isBinaryExpression(parent)) return parent.left === node && this.assigns(parent.operatorToken);
    if (compiler.isForOfStatement(parent) || compiler.isForInStatement(parent)) return parent.initializer === node;
    const isPattern =
      compiler.isArrayLiteralExpression(parent) ||
      compiler.isObjectLiteralExpression(parent) ||
      compiler.isPropertyAssignment(parent) ||
      compiler.isShorthandPropertyAssignment(parent) ||
      compiler.isSpreadElement(parent) ||
      compiler.isSpreadAssignment(parent) ||
      compiler.isParenthesizedExpression(parent);
    return isPattern && this.isWritten(parent);
  }

  private assigns({ kind }: ts.BinaryOperatorToken): boolean {
    const { FirstAssignment, LastAssignment } = this.compiler.SyntaxKind;
    return kind >= FirstAssignment && kind <= LastAssignment;
  }
}

function replaceShared(file: ts.SourceFile, shared: readonly [string, Use][]): Edit[] {
  return shared.flatMap(([name, { nodes }]) =>
    nodes.map((node) => ({ start: node.getStart(file), end: node.end, text: `$_${name}` })),
  );
}

function constantEdits(file: ts.SourceFile, loop: ts.Node, constants: readonly [string, Use][]): Edit[] {
  if (constants.length === 0) return [];
  const start = loop.getStart(file);
  const copies = constants.map(([name]) => `$_${name} = exports.${name}`).join(", ");
  return [
    { start, end: start, text: `{ const ${copies}; ` },
    ...replaceShared(file, constants),
    { start: loop.end, end: loop.end, text: " }" },
  ];
}

function variableEdits(
  file: ts.SourceFile,
  loop: ts.Node,
  own: readonly [string, Use][],
  shared: readonly [string, Use][],
): Edit[] {
  const copies = [
    ...own.map(([name, { written }]) => ({ local: name, source: name, written })),
    ...shared.map(([name, { written }]) => ({ local: `$_${name}`, source: `exports.${name}`, written })),
  ];
  if (copies.length === 0) return [];
  const written = copies.filter((copy) => copy.written);
  const list = (items: readonly string[]) => items.join(", ");
  const values = list(written.map((_, i) => `$${i}`));
  const set = written.map(({ source }, i) => `${source} = $${i};`).join(" ");
  const locals = list(copies.map(({ local }) => local));
  const sources = list(copies.map(({ source }) => source));
  const start = loop.getStart(file);
  return [
    { start, end: start, text: `;(($set) => ((${locals}) => { try { ` },
    ...replaceShared(file, shared),
    {
      start: loop.end,
      end: loop.end,
      text: ` } finally { $set(${list(written.map(({ local }) => local))}); } })(${sources}))((${values}) => { ${set} });`,
    },
  ];
}
