import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ownPackage } from "./own-package.js";

const validName = /^[A-Za-z0-9._-]+$/;

/**
 * Writes the kernelspec under `prefix`, as Jupyter lays out a prefix, and returns its folder.
 * @throws Error when the name is not one that Jupyter accepts.
 */
export function installKernelspec(prefix: string, name: string = ownPackage().name): string {
  if (!validName.test(name)) {
    throw new Error(`Kernel name ${JSON.stringify(name)}: use letters, digits, ".", "_" and "-" only.`);
  }
  const folder = path.resolve(prefix, "share/jupyter/kernels", name);
  const main = fileURLToPath(new URL("../cli/main.js", import.meta.url));
  const spec = {
    argv: [process.execPath, main, "kernel", "{connection_file}"],
    display_name: `TypeScript (${name})`,
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return folder;
}
