import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ownPackage } from "../kernel/own-package.js";
import { CommandError } from "./command.js";

interface Manifest {
  readonly name: string;
  readonly version: string;
  /** Names the file to load; the name holds a hash of what was built. */
  readonly jupyterlab?: { readonly _build?: { readonly load?: string } };
}

/** The JupyterLab extension with the widgets' views that this package brings. */
export function bundledExtension(): { readonly folder: string; readonly manifest: Manifest } {
  const folder = path.join(ownPackage().root, "widgets", "labextension");
  const manifest = readManifest(folder);
  if (manifest !== undefined) return { folder, manifest };
  throw new CommandError(`${folder} is missing: in a clone run npm run build, else install miniscope-lab again.`);
}

export function extensionFolder(dataDir: string): string {
  return path.join(dataDir, "labextensions", bundledExtension().manifest.name);
}

/** Where hosts that load widgets by AMD, as VS Code does, find the same views. */
const amdFolder = (dataDir: string) => path.join(dataDir, "nbextensions", bundledExtension().manifest.name);

/** Copies the extension to where JupyterLab finds it, and returns that folder. */
export function installExtension(dataDir: string): string {
  const { folder } = bundledExtension();
  const target = extensionFolder(dataDir);
  replaceFolder(folder, target);
  replaceFolder(path.join(folder, "..", "nbextension"), amdFolder(dataDir));
  return target;
}

function replaceFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}

/** Removes the extension; whether it was there. */
export function uninstallExtension(dataDir: string): boolean {
  const folder = extensionFolder(dataDir);
  const present = existsSync(folder);
  for (const gone of [folder, amdFolder(dataDir)]) rmSync(gone, { recursive: true, force: true });
  return present;
}

/** The manifest of an extension's folder, or undefined when none can be read there. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

/** Whether both were made by the same build. */
export function sameBuild(a: Manifest, b: Manifest): boolean {
  return a.version === b.version && a.jupyterlab?._build?.load === b.jupyterlab?._build?.load;
}
