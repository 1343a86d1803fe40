import type ts from "typescript";

/**
 * The compiler writes `any` where the type of a variable, or what a function returns, comes from a file that its
 * package hides behind `exports`. Later cells only read these declarations: there the type may be named by the path of
 * its file.
 */
export function nameHiddenTypes(
  compiler: typeof ts,
  checker: ts.TypeChecker,
): ts.TransformerFactory<ts.SourceFile | ts.Bundle> {
  return (context) => (file) => {
    if (!compiler.isSourceFile(file)) return file;
    const { factory } = context;
    const source = compiler.getParseTreeNode(file, compiler.isSourceFile);
    if (source === undefined) return file;
    const { NodeBuilderFlags: flags } = compiler;
    const typeNode = (type: ts.Type) =>
      checker.typeToTypeNode(
        type,
        source,
        flags.NoTruncation |
          flags.WriteClassExpressionAsTypeLiteral |
          flags.UseStructuralFallback |
          flags.AllowEmptyTuple |
          allowNodeModulesRelativePaths,
      );
    const isAny = (node: ts.TypeNode | undefined) => node?.kind === compiler.SyntaxKind.AnyKeyword;
    const visit = (node: ts.Node): ts.Node => {
      if (compiler.isVariableStatement(node) || compiler.isVariableDeclarationList(node))
        return compiler.visitEachChild(node, visit, context);
      if (compiler.isVariableDeclaration(node) && isAny(node.type)) {
        const original = compiler.getParseTreeNode(node);
        const type = original && checker.getTypeAtLocation(original);
        if (type === undefined || type.flags & compiler.TypeFlags.Any) return node;
        return factory.updateVariableDeclaration(node, node.name, node.exclamationToken, typeNode(type), undefined);
      }
      if (compiler.isFunctionDeclaration(node) && isAny(node.type)) {
        const original = compiler.getParseTreeNode(node, compiler.isFunctionDeclaration);
        const signature = original && checker.getSignatureFromDeclaration(original);
        if (signature === undefined || signature.getReturnType().flags & compiler.TypeFlags.Any) return node;
        const { modifiers, asteriskToken, name, typeParameters, parameters } = node;
        const type = typeNode(signature.getReturnType());
        return factory.updateFunctionDeclaration(
          node,
          modifiers,
          asteriskToken,
          name,
          typeParameters,
          parameters,
          type,
          undefined,
        );
      }
      return node;
    };
    return compiler.visitEachChild(file, visit, context);
  };
}

/** A flag of the compiler that its public types leave out. */
const allowNodeModulesRelativePaths = 1 << 26;
