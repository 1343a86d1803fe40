import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a Python says about itself and the Jupyter in it. */
export interface Python {
  readonly executable: string;
  readonly version: string;
  /** sys.prefix, the environment that it runs in. */
  readonly prefix: string;
  /** Where its Jupyter looks for data; empty when there is none. */
  readonly jupyterPath: readonly string[];
  /** Distribution → version, for those of `probed` that are installed. */
  readonly packages: Readonly<Record<string, string>>;
}

const probed = ["jupyter_core", "jupyter_client", "jupyterlab", "ipywidgets", "jupyterlab_widgets"];

const probe = `
import json, platform, sys
from importlib.metadata import PackageNotFoundError, version
packages = {}
for name in sys.argv[1:]:
    try:
        packages[name] = version(name)
    except PackageNotFoundError:
        pass
try:
    from jupyter_core.paths import jupyter_path
    jupyter = jupyter_path()
except ImportError:
    jupyter = []
print(json.dumps({"executable": sys.executable, "version": platform.python_version(), "prefix": sys.prefix,
                  "jupyterPath": jupyter, "packages": packages}))
`;

const isWindows = process.platform === "win32";

/** Asks a Python; undefined when it is none that runs. */
export async function askPython(program: string): Promise<Python | undefined> {
  try {
    const { stdout } = await run(program, ["-c", probe, ...probed], { timeout: 30_000 });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Python;
  } catch {
    return undefined;
  }
}

/** The prefix of the active Python environment, as its activation script has set it. */
export function activePrefix(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env.VIRTUAL_ENV || env.CONDA_PREFIX || undefined;
}

/** The Python of the active environment, else the one on PATH. */
export async function activePython(): Promise<Python | undefined> {
  return first([...activePrograms(), ...pathPrograms], () => true);
}

/** The Python whose Jupyter a user's `jupyter` command or active environment means. */
export async function jupyterPython(): Promise<Python | undefined> {
  const shebang = jupyterShebang();
  const programs = [...activePrograms(), ...(shebang === undefined ? [] : [shebang]), ...pathPrograms];
  return first(programs, ({ jupyterPath }) => jupyterPath.length > 0);
}

const pathPrograms = isWindows ? ["python", "py"] : ["python3", "python"];

function activePrograms(): string[] {
  const prefix = activePrefix();
  if (prefix === undefined) return [];
  const places = isWindows ? ["Scripts/python.exe", "python.exe"] : ["bin/python3", "bin/python"];
  return places.map((place) => path.join(prefix, place)).filter((file) => existsSync(file));
}

async function first(programs: readonly string[], wanted: (python: Python) => boolean): Promise<Python | undefined> {
  for (const program of programs) {
    const python = await askPython(program);
    if (python !== undefined && wanted(python)) return python;
  }
  return undefined;
}

/** The interpreter of the `jupyter` command on PATH, which may belong to an environment that is not active. */
function jupyterShebang(): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const file = folders.map((folder) => path.join(folder, "jupyter")).find((candidate) => existsSync(candidate));
  if (file === undefined) return undefined;
  return /^#!\s*(\S+)/.exec(readFileSync(file, "utf8").slice(0, 512))?.[1];
}
