import path from "node:path";
import type ts from "typescript";

/** Compiler options that a project may set for its notebooks; the others belong to the way cells run. */
const respected = [
  "strict",
  "noImplicitAny",
  "noImplicitThis",
  "strictNullChecks",
  "strictFunctionTypes",
  "strictBindCallApply",
  "strictPropertyInitialization",
  "strictBuiltinIteratorReturn",
  "useUnknownInCatchVariables",
  "noUncheckedIndexedAccess",
  "exactOptionalPropertyTypes",
  "experimentalDecorators",
  "emitDecoratorMetadata",
  "useDefineForClassFields",
] as const;

export interface ProjectOptions {
  readonly options: ts.CompilerOptions;
  /** What is wrong with the project's tsconfig.json, which is then passed over. */
  readonly problem: string | undefined;
}

/** The options for cells in a folder: strict, unless the nearest tsconfig.json, there or above, says otherwise. */
export function projectOptions(compiler: typeof ts, folder: string): ProjectOptions {
  const defaults: ts.CompilerOptions = { strict: true };
  const file = compiler.findConfigFile(folder, compiler.sys.fileExists);
  if (file === undefined) return { options: defaults, problem: undefined };
  const { config, error } = compiler.readConfigFile(file, compiler.sys.readFile);
  // Only its options count: no need to list the files of the project.
  const host: ts.ParseConfigHost = { ...compiler.sys, readDirectory: () => [] };
  const parsed = compiler.parseJsonConfigFileContent(config ?? {}, host, path.dirname(file));
  const failed = error ?? parsed.errors.find(({ code }) => !emptyProject.has(code));
  if (failed !== undefined) {
    const reason = compiler.flattenDiagnosticMessageText(failed.messageText, "\n");
    const problem = `${file} is passed over: ${reason} Mend it and restart the kernel.`;
    return { options: defaults, problem };
  }
  const chosen = respected.flatMap((name) =>
    parsed.options[name] === undefined ? [] : [[name, parsed.options[name]] as const],
  );
  return { options: { ...defaults, ...Object.fromEntries(chosen) }, problem: undefined };
}

/** The compiler's errors for a project without files. */
const emptyProject = new Set([18002, 18003]);
