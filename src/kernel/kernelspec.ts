import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ownPackage } from "./own-package.js";

/** A kernelspec as it lies in one of Jupyter's data folders. */
export interface Kernelspec {
  readonly name: string;
  readonly folder: string;
  readonly displayName: string;
  readonly argv: readonly string[];
  /** The version of this package that installed it; undefined for other kernels. */
  readonly ownVersion?: string;
}

const validName = /^[A-Za-z0-9._-]+$/;
const logos = ["logo-svg.svg", "logo-32x32.png", "logo-64x64.png"];

/**
 * Where memory comes from glibc it grows a heap that it can hardly give back while frames come and go, unless what is
 * larger than this (bytes) has pages of its own. Other systems ignore it.
 */
const memoryEnvironment = { MALLOC_MMAP_THRESHOLD_: String(2 ** 20) };

/** Whether Jupyter takes a kernel of this name. */
export function isKernelName(name: string): boolean {
  return validName.test(name) && name !== "." && name !== "..";
}

/** Writes the kernelspec into a folder of Jupyter's data and returns its own folder. */
export function installKernelspec(dataDir: string, name: string, displayName: string): string {
  const folder = path.join(dataDir, "kernels", name);
  const { name: packageName, version, root } = ownPackage();
  const main = fileURLToPath(new URL("../cli/main.js", import.meta.url));
  const spec = {
    argv: [process.execPath, main, "kernel", "{connection_file}"],
    display_name: displayName,
    language: "typescript",
    env: memoryEnvironment,
    interrupt_mode: "message",
    metadata: { debugger: false, package: packageName, version },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  for (const logo of logos) cpSync(path.join(root, "assets", logo), path.join(folder, logo));
  return folder;
}

export function uninstallKernelspec({ folder }: Kernelspec): void {
  rmSync(folder, { recursive: true });
}

/** The kernelspecs in a folder of Jupyter's data, by name; those that cannot be read are left out. */
export function listKernelspecs(dataDir: string): Kernelspec[] {
  return folderNames(path.join(dataDir, "kernels"))
    .map((name) => readKernelspec(dataDir, name))
    .filter((spec) => spec !== undefined);
}

/** The kernelspec of that name in a folder of Jupyter's data, or undefined when there is none to be read. */
export function readKernelspec(dataDir: string, name: string): Kernelspec | undefined {
  const folder = path.join(dataDir, "kernels", name);
  try {
    const { argv, display_name, metadata } = JSON.parse(readFileSync(path.join(folder, "kernel.json"), "utf8"));
    const own = metadata?.package === ownPackage().name;
    return {
      name,
      folder,
      displayName: String(display_name),
      argv: Array.isArray(argv) ? argv.map(String) : [],
      ...(own ? { ownVersion: String(metadata.version) } : {}),
    };
  } catch {
    return undefined;
  }
}

function folderNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
