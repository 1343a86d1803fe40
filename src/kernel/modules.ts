import Module, { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import type ts from "typescript";
import { cellParameters } from "./instrument.js";
import { ownPackage } from "./own-package.js";

type Namespace = Record<string, unknown>;
type LoadResult = { readonly ok: true; readonly module: unknown } | { readonly ok: false; readonly error: unknown };

/** What instrumented code uses in its loops. */
export interface ModuleRuntime {
  readonly flag: Int32Array;
  poll(): void;
  interrupt(): never;
}

/**
 * Modules as cells see them. A cell's imports are loaded as ES modules before it runs, so that packages which only
 * offer `import` and modules that await at top level work; its code then gets them from a synchronous `require`.
 */
export class CellModules {
  private readonly folder: string;
  private readonly nativeRequire: NodeJS.Require;
  private readonly nativeImport: (specifier: string) => Promise<Namespace>;
  private readonly loaded = new Map<string, LoadResult>();
  private readonly local = new Map<string, { readonly code: string; exports?: Namespace }>();

  constructor(
    private readonly compiler: typeof ts,
    folder: string,
    /** What the instrumented code of local files polls. */
    private readonly runtime: ModuleRuntime,
  ) {
    this.folder = folder;
    const base = path.join(folder, "cell.js");
    this.nativeRequire = createRequire(base);
    this.nativeImport = importFrom(base);
  }

  /**
   * Loads what the given CommonJS code requires; what is a file of the folder is left to `require`. A module that
   * fails to load throws where it is required.
   */
  async load(code: string): Promise<void> {
    for (const { fileName } of this.compiler.preProcessFile(code, true, true).importedFiles) {
      if (isRelative(fileName) || this.loaded.get(fileName)?.ok === true) continue;
      this.loaded.set(fileName, await this.loadPackage(fileName));
    }
  }

  /** Sets the JavaScript of local files that a cell imports; a file set again is evaluated again. */
  setLocal(files: readonly { readonly path: string; readonly data: string }[]): void {
    for (const { path: file, data } of files) this.local.set(file, { code: data });
  }

  readonly require = (specifier: string): unknown => this.requireFrom(this.folder, specifier);

  /** `import.meta` of a cell: that of a file in the notebook's folder. */
  get meta(): ImportMeta {
    return this.metaOf(path.join(this.folder, "cell.ts"));
  }

  readonly import = async (specifier: string): Promise<unknown> => {
    if (isRelative(specifier)) {
      const file = this.findLocal(this.folder, specifier);
      return file === undefined ? this.nativeImport(specifier) : this.requireFrom(this.folder, specifier);
    }
    return this.nativeImport(ownPackage().modules[specifier] ?? specifier);
  };

  private requireFrom(folder: string, specifier: string): unknown {
    if (isRelative(specifier)) {
      const file = this.findLocal(folder, specifier);
      return file === undefined ? this.nativeRequire(path.resolve(folder, specifier)) : this.evaluateLocal(file);
    }
    const result = this.loaded.get(specifier);
    if (result === undefined) return this.nativeRequire(specifier);
    if (!result.ok) throw result.error;
    return result.module;
  }

  private async loadPackage(specifier: string): Promise<LoadResult> {
    if (isBuiltin(specifier)) return { ok: true, module: this.nativeRequire(specifier) };
    try {
      const namespace = await this.nativeImport(ownPackage().modules[specifier] ?? specifier);
      return { ok: true, module: this.asCommonJS(specifier) ?? asInteropModule(namespace) };
    } catch (error) {
      return { ok: false, error };
    }
  }

  /** The exports of a CommonJS module, whose names `import()` may have missed. */
  private asCommonJS(specifier: string): unknown {
    try {
      const file = this.nativeRequire.resolve(specifier);
      return this.nativeRequire.cache[file]?.loaded === true ? this.nativeRequire(specifier) : undefined;
    } catch {
      return undefined;
    }
  }

  private metaOf(file: string): ImportMeta {
    const resolve = (specifier: string) =>
      isRelative(specifier)
        ? new URL(specifier, pathToFileURL(file)).href
        : (ownPackage().modules[specifier] ?? toUrl(this.nativeRequire.resolve(specifier)));
    return { dirname: path.dirname(file), filename: file, url: pathToFileURL(file).href, resolve };
  }

  private findLocal(folder: string, specifier: string): string | undefined {
    const file = path.resolve(folder, specifier);
    return [file, `${file}.js`, file.replace(/\.ts$/, ".js"), path.join(file, "index.js")].find((candidate) =>
      this.local.has(candidate),
    );
  }

  private evaluateLocal(file: string): Namespace {
    const module = this.local.get(file)!;
    if (module.exports === undefined) {
      module.exports = {};
      const head = `(function (${cellParameters.join(", ")}) {`;
      const options = { filename: file, columnOffset: -head.length };
      const run = vm.runInThisContext(`${head}${module.code}\n})`, options) as (...args: unknown[]) => void;
      const { poll, interrupt } = this.runtime;
      const cell = { poll, interrupt, import: this.import, meta: this.metaOf(file) };
      const require = (specifier: string) => this.requireFrom(path.dirname(file), specifier);
      run(module.exports, require, cell, this.runtime.flag);
    }
    return module.exports;
  }
}

function toUrl(resolved: string): string {
  return path.isAbsolute(resolved) ? pathToFileURL(resolved).href : `node:${resolved.replace(/^node:/, "")}`;
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith("./") || specifier.startsWith("../") || path.isAbsolute(specifier);
}

/** `import()` as a CommonJS module at the given path would do it. */
function importFrom(file: string): (specifier: string) => Promise<Namespace> {
  const module = new Module(file) as Module & { _compile(code: string, file: string): void };
  module._compile("module.exports = (specifier) => import(specifier);", file);
  return module.exports;
}

/** A namespace in the form that TypeScript's CommonJS output expects of an ES module. */
function asInteropModule(namespace: Namespace): Namespace {
  const module: Namespace = {};
  for (const name of Object.keys(namespace)) {
    Object.defineProperty(module, name, { enumerable: true, get: () => namespace[name] });
  }
  return Object.defineProperty(module, "__esModule", { value: true });
}
