import { delimiter, join } from "node:path";
import { venv, venvBin } from "./paths.mjs";

/**
 * The environment of programs that use the project's Python: its programs first on PATH, and Jupyter's settings, data and
 * runtime files in a folder of their own, so that a user's Jupyter is neither read nor changed.
 */
export function jupyterEnvironment(folder) {
  const {
    PYTHONHOME: _home,
    PYTHONPATH: _path,
    JUPYTER_PATH: _data,
    JUPYTER_CONFIG_PATH: _config,
    ...inherited
  } = process.env;
  return {
    ...inherited,
    PATH: `${venvBin}${delimiter}${process.env.PATH ?? ""}`,
    VIRTUAL_ENV: venv,
    PYTHONNOUSERSITE: "1",
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    IPYTHONDIR: join(folder, "ipython"),
  };
}
