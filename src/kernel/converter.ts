import { createRequire } from "node:module";
import type { Converter, Diagnostic } from "tslab/dist/converter.js";
import type ts from "typescript";
import { calleeAround } from "./callee.js";
import { type CompilerSettings, installCompiler } from "./compiler.js";
import { keepNamespaces } from "./declarations.js";
import { describe, type Inspection } from "./inspection.js";
import { type CellSourceMap, takeSourceMap } from "./source-map.js";

const require = createRequire(import.meta.url);

/** A local file that cells import: the path of its JavaScript, had it been written, and that JavaScript. */
export interface LocalModule {
  readonly path: string;
  readonly data: string;
  readonly sourceMap: CellSourceMap | undefined;
}

export interface ConvertedCell {
  readonly ok: true;
  /** JavaScript for the body of a function with the parameters `cellParameters`; empty when the cell only has types. */
  readonly code: string;
  readonly isAsync: boolean;
  /** Declarations of this cell and the earlier ones, as the text of a .d.ts file. */
  readonly declarations: string;
  readonly sourceMap: CellSourceMap | undefined;
  /** JavaScript of local files that the cell imports and that changed. */
  readonly localModules: readonly LocalModule[];
}

export interface RejectedCell {
  readonly ok: false;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly matches: readonly { readonly text: string; readonly type: string }[];
}

/** The compiler's errors for a template literal and a comment that go on in the next line. */
const unterminated = new Set([1160, 1010]);

/** tslab's converter on the current TypeScript. */
export class CellConverter {
  readonly compiler: typeof ts;
  /** What the reader of the notebook should know of the project's options. */
  readonly problem: string | undefined;
  private readonly converter: Converter;
  private readonly isCompleteCode: (code: string) => { completed: boolean; indent?: string };

  constructor(settings: CompilerSettings) {
    const { compiler, problem } = installCompiler(settings);
    this.compiler = compiler;
    this.problem = problem;
    const tslab = require("tslab/dist/converter") as typeof import("tslab/dist/converter.js");
    this.converter = tslab.createConverter({ isJS: false, isBrowser: false });
    this.isCompleteCode = tslab.isCompleteCode;
  }

  convert(declarations: string, code: string): ConvertedCell | RejectedCell {
    const result = this.converter.convert(declarations, this.withoutExports(code));
    if (result.diagnostics.length > 0) return { ok: false, diagnostics: result.diagnostics };
    const output = result.output ?? "";
    return {
      ok: true,
      code: output,
      isAsync: result.hasToplevelAwait ?? false,
      declarations: (result.declOutput ?? "") + keepNamespaces(this.compiler, declarations, code),
      sourceMap: takeSourceMap(output),
      localModules: (result.sideOutputs ?? []).map(({ path, data }) => ({
        path,
        data,
        sourceMap: takeSourceMap(data),
      })),
    };
  }

  /** Candidates at a position, a UTF-16 offset into `code`. */
  complete(declarations: string, code: string, position: number): Completion {
    const { start, end, candidates, original } = this.converter.complete(declarations, code, position);
    const kinds = new Map((original?.entries ?? []).map((entry) => [entry.name, entry.kind as string]));
    return { start, end, matches: candidates.map((text) => ({ text, type: kinds.get(text) ?? "" })) };
  }

  /** Signature and documentation of what is at a position, or of what is called around it. */
  inspect(declarations: string, code: string, position: number, detailLevel: number): Inspection | undefined {
    const infoAt = (place: number | undefined) =>
      place === undefined ? undefined : (this.converter.inspect(declarations, code, place) as ts.QuickInfo | undefined);
    const info = infoAt(position) ?? infoAt(calleeAround(this.compiler, code, position));
    return info === undefined ? undefined : describe(info, detailLevel);
  }

  /** Every name of a cell is shared anyway; `export` before a declaration becomes blanks, so places stay. */
  private withoutExports(code: string): string {
    if (!code.includes("export")) return code;
    const { compiler } = this;
    const file = compiler.createSourceFile("cell.ts", code, compiler.ScriptTarget.Latest, true);
    return file.statements.reduce((text, statement) => {
      const modifiers = compiler.canHaveModifiers(statement) ? (compiler.getModifiers(statement) ?? []) : [];
      const [first, second] = modifiers;
      if (first?.kind !== compiler.SyntaxKind.ExportKeyword) return text;
      if (second?.kind === compiler.SyntaxKind.DefaultKeyword) return text;
      const start = first.getStart(file);
      return text.slice(0, start) + " ".repeat(first.end - start) + text.slice(first.end);
    }, code);
  }

  isComplete(code: string): { status: "complete" | "incomplete" | "invalid"; indent?: string } {
    const { completed, indent } = this.isCompleteCode(code);
    if (!completed) return { status: "incomplete", indent: indent ?? "" };
    const { diagnostics } = this.compiler.transpileModule(code, {
      reportDiagnostics: true,
      compilerOptions: { target: this.compiler.ScriptTarget.ESNext, module: this.compiler.ModuleKind.ESNext },
    });
    if (diagnostics === undefined || diagnostics.length === 0) return { status: "complete" };
    return diagnostics.some(({ code }) => unterminated.has(code))
      ? { status: "incomplete", indent: "" }
      : { status: "invalid" };
  }
}
