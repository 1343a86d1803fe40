import os from "node:os";
import path from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of a user's own Jupyter data: what `jupyter --data-dir` prints. */
export function userDataDir(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = os.homedir(),
): string {
  if (env.JUPYTER_DATA_DIR) return path.resolve(env.JUPYTER_DATA_DIR);
  if (platform === "darwin") return path.join(home, "Library", "Jupyter");
  if (platform === "win32") {
    return env.APPDATA ? path.join(env.APPDATA, "jupyter") : path.join(home, ".jupyter", "data");
  }
  return path.join(env.XDG_DATA_HOME || path.join(home, ".local", "share"), "jupyter");
}

/** The folder of Jupyter's data under a prefix, such as a Python environment. */
export function dataDirOf(prefix: string): string {
  return path.resolve(prefix, "share", "jupyter");
}

/** Where Jupyter looks for its data, when it cannot be asked itself; the first folder wins. */
export function dataPath(prefixes: readonly string[], env: Environment = process.env): string[] {
  const own = (env.JUPYTER_PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const system =
    process.platform === "win32"
      ? [path.join(env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return [...new Set([...own, ...prefixes.map(dataDirOf), userDataDir(env), ...system])];
}
