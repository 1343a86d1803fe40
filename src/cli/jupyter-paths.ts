import path from "node:path";
import { jupyterDataFolder } from "../kernel/data-folder.js";

/** The folder of Jupyter's data under a prefix, such as a Python environment. */
export function dataDirOf(prefix: string): string {
  return path.resolve(prefix, "share", "jupyter");
}

/** Where Jupyter looks for its data, when it cannot be asked itself; the first folder wins. */
export function dataPath(prefixes: readonly string[], env: NodeJS.ProcessEnv = process.env): string[] {
  const own = (env.JUPYTER_PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const system =
    process.platform === "win32"
      ? [path.join(env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return [...new Set([...own, ...prefixes.map(dataDirOf), jupyterDataFolder(env), ...system])];
}
