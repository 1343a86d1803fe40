import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Where the types of a package's entry points are: specifier → declaration file. */
export interface PackageTypes {
  readonly types: Readonly<Record<string, string>>;
}

interface ExportTarget {
  readonly types?: string;
  readonly default?: string;
}

/** The package this kernel is part of, which cells can import by name from any folder. */
export interface OwnPackage extends PackageTypes {
  readonly name: string;
  readonly version: string;
  readonly root: string;
  /** Specifier → URL of the module. */
  readonly modules: Readonly<Record<string, string>>;
}

let own: OwnPackage | undefined;

export function ownPackage(): OwnPackage {
  own ??= read(findRoot(path.dirname(fileURLToPath(import.meta.url))));
  return own;
}

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error("The kernel's own package.json was not found above its modules.");
  return findRoot(parent);
}

function read(root: string): OwnPackage {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    name: string;
    version: string;
    exports?: Record<string, string | ExportTarget>;
  };
  const types: Record<string, string> = {};
  const modules: Record<string, string> = {};
  for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
    const specifier = path.posix.join(manifest.name, subpath);
    const { types: declaration, default: module } =
      typeof target === "string" ? ({ default: target } as ExportTarget) : target;
    if (declaration !== undefined) types[specifier] = path.join(root, declaration);
    if (module !== undefined) modules[specifier] = pathToFileURL(path.join(root, module)).href;
  }
  return { name: manifest.name, version: manifest.version, root, types, modules };
}
