import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type ts from "typescript";
import { nameHiddenTypes } from "./hidden-types.js";
import { SharedNames } from "./hot-loops.js";
import { instrumentCell, instrumentModule } from "./instrument.js";
import type { PackageTypes } from "./own-package.js";
import { projectOptions } from "./project-options.js";
import { addSourceMap, sourceOf } from "./source-map.js";

const require = createRequire(import.meta.url);

export interface CompilerSettings {
  /** The folder of the notebook. */
  readonly folder: string;
  /** Packages whose types resolve from any folder. */
  readonly packages: readonly PackageTypes[];
}

/** Functions of the compiler that tslab's converter calls and the public API leaves out. */
interface CompilerInternals {
  readonly nullTransformationContext: ts.TransformationContext;
  readonly SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      file: ts.SourceFile,
      enclosing: ts.Node | undefined,
      location: ts.Node,
    ): {
      symbolKind: ts.ScriptElementKind;
      displayParts: ts.SymbolDisplayPart[];
      documentation: ts.SymbolDisplayPart[];
      tags: ts.JSDocTagInfo[] | undefined;
    };
  };
  readonly Completions: { getCompletionsAtPosition(...args: unknown[]): ts.CompletionInfo | undefined };
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
}

type Compiler = typeof ts & CompilerInternals;

export interface InstalledCompiler {
  readonly compiler: typeof ts;
  /** What is wrong with the project's options. */
  readonly problem: string | undefined;
}

/**
 * Loads stock TypeScript under the name of the compiler that tslab's converter requires.
 * Must run before `tslab/dist/converter` loads.
 */
export function installCompiler(settings: CompilerSettings): InstalledCompiler {
  const base = require("typescript") as Compiler;
  const project = projectOptions(base, settings.folder);
  const names = new SharedNames();
  const tslabRequire = createRequire(require.resolve("tslab/package.json"));
  const id = tslabRequire.resolve("@tslab/typescript-for-tslab");
  const compiler = {
    ...base,
    sys: watchOwnFilesOnly(base.sys),
    createWatchCompilerHost: withOptions(base, settings, project.options, tslabRequire),
    createWatchProgram: (host: ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>) =>
      watchProgram(base, host),
    getNullTransformationContext: () => base.nullTransformationContext,
    getDefaultTypeRoots: (folder: string) => typeRoots(folder),
    getPreEmitDiagnosticsOfFiles: (program: ts.Program, files: ts.SourceFile[]) => diagnose(base, program, files),
    getQuickInfoAtPosition: (file: ts.SourceFile, checker: ts.TypeChecker, _cancellation: unknown, position: number) =>
      quickInfo(base, file, checker, position),
    Completions: {
      ...base.Completions,
      getCompletionsAtPositionForTslab: (host: object, program: ts.Program, ...rest: unknown[]) =>
        base.Completions.getCompletionsAtPosition(
          { getCompilationSettings: () => program.getCompilerOptions(), ...host },
          program,
          ...rest,
          undefined,
          false,
        ),
    },
    transpileModule: (js: string, options: ts.TranspileOptions) => transpileCell(base, js, options, names),
  };
  require.cache[id] = { id, filename: id, loaded: true, exports: compiler } as NodeJS.Module;
  return { compiler: base, problem: project.problem };
}

/** Packages do not change under a running kernel; watching each of their files costs time and file handles. */
function watchOwnFilesOnly(system: ts.System): ts.System {
  const { watchFile } = system;
  const own: ts.System = Object.create(system);
  own.watchFile = (file, ...rest) =>
    file.includes("/node_modules/") || watchFile === undefined ? { close() {} } : watchFile(file, ...rest);
  return own;
}

function withOptions(
  base: Compiler,
  settings: CompilerSettings,
  project: ts.CompilerOptions,
  tslabRequire: NodeJS.Require,
) {
  const nodeTypes = path.dirname(path.dirname(tslabRequire.resolve("@types/node/package.json")));
  const paths = Object.fromEntries(settings.packages.flatMap(({ types }) => Object.entries(types)));
  return (roots: string[], given: ts.CompilerOptions, ...rest: [ts.System]) => {
    const { noImplicitUseStrict, disableTopLevelAwait, experimentalDecorators, ...kept } = given;
    const options: ts.CompilerOptions = {
      ...kept,
      // The second pass lowers what Node does not run yet: `using`, decorators.
      target: base.ScriptTarget.ESNext,
      lib: ["lib.esnext.d.ts"],
      moduleResolution: base.ModuleResolutionKind.Bundler,
      ...project,
      typeRoots: [...(given.typeRoots ?? []), nodeTypes],
      types: ["node"],
      paths: Object.fromEntries(Object.entries(paths).map(([name, file]) => [name, [file]])),
      inlineSourceMap: true,
      inlineSources: true,
      rewriteRelativeImportExtensions: true,
    };
    return base.createWatchCompilerHost(roots, options, ...rest);
  };
}

/** `emit` with its internal last parameter, which has declarations written even if they name what a package hides. */
type ForcedEmit = (...args: [...Parameters<ts.Program["emit"]>, boolean]) => ts.EmitResult;

/**
 * The converter sends names of earlier cells to their scope, but leaves `{ name }` as it is: such shorthands are
 * written out first, and the checker asked for the variable rather than for the property. What `declare global`
 * declares is no name of that scope.
 */
function watchProgram(
  base: Compiler,
  host: ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>,
): ts.Watch<ts.BuilderProgram> {
  const { afterProgramCreate } = host;
  keepToOneTimer(host);
  host.afterProgramCreate = (program) => {
    const { emit } = program.getProgram() as ts.Program & { emit: ForcedEmit };
    const checker = program.getProgram().getTypeChecker();
    let emitting = false;
    program.emit = (file, write, cancellation, onlyDeclarations, transformers) => {
      const before: ts.TransformerFactory<ts.SourceFile> = (context) => (source) =>
        expandShorthands(base, context, source);
      const all = {
        ...transformers,
        before: [...(transformers?.before ?? []), before],
        afterDeclarations: [nameHiddenTypes(base, checker), ...(transformers?.afterDeclarations ?? [])],
      };
      emitting = true;
      const result = emit(file, write, cancellation, onlyDeclarations, all, true);
      emitting = false;
      return result;
    };
    // The converter would export `declare global` as if it were a variable.
    for (const file of program.getProgram().getSourceFiles()) {
      if (file.fileName.endsWith(cellFile)) (file as { locals?: Map<string, unknown> }).locals?.delete("__global");
    }
    const { getSymbolAtLocation } = checker;
    checker.getSymbolAtLocation = (node) => {
      if (node.parent !== undefined && base.isShorthandPropertyAssignment(node.parent) && node.parent.name === node)
        return checker.getShorthandAssignmentValueSymbol(node.parent);
      const symbol = getSymbolAtLocation(node);
      return emitting && symbol?.declarations?.some((declaration) => isInGlobal(base, declaration)) === true
        ? undefined
        : symbol;
    };
    afterProgramCreate?.(program);
  };
  return base.createWatchProgram(host);
}

/**
 * The converter has room for one timer, that of the next build. The other one, set when a package may have come, is not
 * needed: each build looks for such packages.
 */
function keepToOneTimer(host: ts.WatchHost): void {
  const { setTimeout, clearTimeout } = host;
  const unneeded = {};
  host.setTimeout = (callback, ms, ...rest) =>
    rest[0] === "timerToInvalidateFailedLookupResolutions" ? unneeded : setTimeout?.(callback, ms, ...rest);
  host.clearTimeout = (timer) => {
    if (timer !== unneeded) clearTimeout?.(timer);
  };
}

function isInGlobal(base: Compiler, node: ts.Node): boolean {
  if ((node.flags & base.NodeFlags.GlobalAugmentation) !== 0 && base.isModuleDeclaration(node)) return true;
  return node.parent !== undefined && !base.isSourceFile(node.parent) && isInGlobal(base, node.parent);
}

function expandShorthands(base: Compiler, context: ts.TransformationContext, source: ts.SourceFile): ts.SourceFile {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (!base.isShorthandPropertyAssignment(node)) return base.visitEachChild(node, visit, context);
    const { name, objectAssignmentInitializer: initializer } = node;
    const value =
      initializer === undefined
        ? name
        : factory.createAssignment(name, base.visitNode(initializer, visit, base.isExpression) ?? initializer);
    return base.setTextRange(factory.createPropertyAssignment(factory.createIdentifier(name.text), value), node);
  };
  return base.visitEachChild(source, visit, context);
}

function typeRoots(folder: string): string[] {
  const parent = path.dirname(folder);
  const above = parent === folder ? [] : typeRoots(parent);
  const here = path.join(folder, "node_modules/@types");
  return existsSync(here) ? [here, ...above] : above;
}

function diagnose(base: Compiler, program: ts.Program, files: readonly ts.SourceFile[]): ts.Diagnostic[] {
  const diagnostics: ts.Diagnostic[] = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  for (const file of files) {
    diagnostics.push(...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file));
  }
  const sorted = [...base.sortAndDeduplicateDiagnostics(diagnostics)];
  return sorted.some(({ code }) => code === topLevelAwait) ? sorted : [...sorted, ...topLevelAwaits(base, files[0])];
}

const topLevelAwait = 1308;

/** The converter learns from this error that a cell awaits; a module's own top-level await no longer causes it. */
function topLevelAwaits(base: Compiler, file: ts.SourceFile): ts.Diagnostic[] {
  const found: ts.Diagnostic[] = [];
  const add = (start: number) =>
    found.push({
      file,
      start,
      length: 5,
      code: topLevelAwait,
      category: base.DiagnosticCategory.Error,
      messageText: "",
    });
  const visit = (node: ts.Node): void => {
    if (base.isFunctionLike(node) || base.isPropertyDeclaration(node)) return;
    if (base.isAwaitExpression(node)) add(node.getStart(file));
    else if (base.isForOfStatement(node) && node.awaitModifier !== undefined) add(node.awaitModifier.getStart(file));
    else if (base.isVariableDeclarationList(node) && isAwaitUsing(base, node)) add(node.getStart(file));
    base.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isAwaitUsing(base: Compiler, list: ts.VariableDeclarationList): boolean {
  return (list.flags & base.NodeFlags.BlockScoped) === base.NodeFlags.AwaitUsing;
}

function quickInfo(
  base: Compiler,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  position: number,
): ts.QuickInfo | undefined {
  const node = base.getTouchingPropertyName(file, position);
  const symbol = node === (file as ts.Node) ? undefined : checker.getSymbolAtLocation(node);
  if (symbol === undefined) return undefined;
  const { symbolKind, displayParts, documentation, tags } =
    base.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker,
      symbol,
      file,
      base.getContainerNode(node),
      node,
    );
  const textSpan = { start: node.getStart(file), length: node.getWidth(file) };
  return { kind: symbolKind, kindModifiers: "", textSpan, displayParts, documentation, tags };
}

/** How the converter names the file of a cell. */
const cellFile = "__tslab__.ts";

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json[^,]*,([A-Za-z0-9+/=]+)\s*$/;

/** How the converter names the variable that holds a cell's last expression. */
const resultPrefix = "tsLastExpr";

function transpileCell(
  base: Compiler,
  js: string,
  options: ts.TranspileOptions,
  names: SharedNames,
): ts.TranspileOutput {
  const map = inlineMap.exec(js);
  const bare = js.replace(inlineMap, "\n");
  const resultName = new RegExp(`^export const (${resultPrefix}\\d*) = `, "m").exec(bare)?.[1];
  const isCell = map === null || sourceOf(map[1]).endsWith(cellFile);
  const instrumented = isCell ? instrumentCell(base, bare, resultName, names) : instrumentModule(base, bare);
  const { outputText, diagnostics, sourceMapText } = base.transpileModule(instrumented.code, {
    ...options,
    compilerOptions: {
      module: base.ModuleKind.CommonJS,
      esModuleInterop: true,
      target: base.ScriptTarget.ES2022,
      newLine: base.NewLineKind.LineFeed,
      sourceMap: true,
    },
  });
  const output = outputText.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  if (map !== null && sourceMapText !== undefined) {
    const lines = output.split("\n").length - 1;
    // The converter puts one line before the cell's own.
    const linesBefore = isCell ? 1 : 0;
    addSourceMap(output, { toTypeScript: map[1], instrumented, toInstrumented: sourceMapText, linesBefore, lines });
  }
  return { outputText: output, diagnostics };
}
