import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone. */
export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");
export const inRoot = (...parts) => join(root, ...parts);

export const venv = inRoot(".venv");
export const venvBin = join(venv, process.platform === "win32" ? "Scripts" : "bin");
export const venvPython = join(venvBin, process.platform === "win32" ? "python.exe" : "python");

/** What was done to .venv is remembered in it, so that it is forgotten with it. */
export const venvStamp = (name) => join(venv, ".stamps", name);

/** What these scripts remember and log, all of it disposable. */
export const cache = inRoot(".cache");
