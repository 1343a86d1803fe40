import type ts from "typescript";

export interface Use {
  readonly nodes: ts.Node[];
  written: boolean;
}

export type Uses = ReadonlyMap<string, Use>;

export interface Calls {
  readonly statements: Set<ts.Node>;
  readonly heads: Set<ts.Node>;
}

/** Finds names in the JavaScript of a cell, where `exports.name` is a variable of an earlier one. */
export class References {
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

  /** Every plain name in a loop that the loop does not declare again, outside of functions in it. */
  own(loop: ts.Node): Uses {
    const again = this.declaredIn(loop);
    return this.uses(loop, (node) => (this.isReference(node) && !again.has(node.text) ? node.text : undefined));
  }

  private declaredIn(loop: ts.Node): ReadonlySet<string> {
    const { compiler } = this;
    const names = new Set<string>();
    const visit = (node: ts.Node): void => {
      const { name } = node as ts.Node & { readonly name?: ts.Node };
      if (name !== undefined && compiler.isIdentifier(name) && !compiler.isPropertyAccessExpression(node))
        names.add(name.text);
      if (!compiler.isFunctionLike(node)) compiler.forEachChild(node, visit);
    };
    visit(loop);
    return names;
  }

  /**
   * Where a loop calls what a signal may stop: the statements with such calls, and such conditions and increments.
   */
  callsIn(loop: ts.Node): Calls {
    const { compiler } = this;
    const calls: Calls = { statements: new Set(), heads: new Set() };
    const visit = (node: ts.Node): void => {
      if (compiler.isFunctionLike(node) || compiler.isPropertyDeclaration(node)) return;
      if ((compiler.isCallExpression(node) && !this.isBrief(node)) || compiler.isNewExpression(node)) {
        this.addPlace(calls, node, loop);
      }
      compiler.forEachChild(node, visit);
    };
    visit(loop);
    return calls;
  }

  private addPlace(calls: Calls, call: ts.Node, loop: ts.Node): void {
    const { compiler } = this;
    for (let node = call; node !== loop; node = node.parent) {
      const { parent } = node;
      const isHead =
        (compiler.isWhileStatement(parent) || compiler.isDoStatement(parent)) && parent.expression === node;
      if (isHead || (compiler.isForStatement(parent) && (parent.condition === node || parent.incrementor === node))) {
        calls.heads.add(node);
        return;
      }
      const inBlock = compiler.isBlock(parent) || compiler.isCaseOrDefaultClause(parent);
      const isBody = compiler.isIterationStatement(parent, false) && parent.statement === node;
      if ((inBlock && compiler.isStatement(node)) || (isBody && !compiler.isBlock(node))) {
        calls.statements.add(node);
        return;
      }
    }
  }

  /** A call of a function of `Math`, which ends soon. */
  private isBrief({ expression }: ts.CallExpression): boolean {
    const { compiler } = this;
    return (
      compiler.isPropertyAccessExpression(expression) &&
      compiler.isIdentifier(expression.expression) &&
      expression.expression.text === "Math"
    );
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
