import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute, must } from "./command.mjs";
import { inRoot, root, venv, venvPython, venvStamp } from "./paths.mjs";
import { phase } from "./phase.mjs";
import { Problem } from "./problem.mjs";
import { fingerprint, unlessDone } from "./stamp.mjs";

const newerMinors = [14, 13, 12, 11, 10];
const probe = `
import sys, json, importlib.util as u
print(json.dumps([list(sys.version_info[:2]), sys.executable, all(u.find_spec(m) for m in ("venv", "ensurepip"))]))`;

/** Complains about a missing Python before any long work is done. */
export async function checkPython() {
  if (!(await environmentRuns())) await findPython();
}

/** Makes the project's own Python environment in .venv with the packages of a requirements file. */
export async function installPythonPackages(requirements) {
  if (!(await environmentRuns())) rmSync(venvStamp("made"), { force: true });
  await unlessDone(venvStamp("made"), { fingerprint: fingerprint([], root), outputs: [venvPython] }, makeEnvironment);
  const path = `python/${requirements}`;
  await unlessDone(venvStamp(requirements), { fingerprint: fingerprint([path]), outputs: [] }, () =>
    phase(`Installing the Python packages of ${path}`, () => pip(["install", "--requirement", inRoot(path)])),
  );
}

/** A .venv whose Python was upgraded or removed has a dangling link in bin/. */
async function environmentRuns() {
  return existsSync(venvPython) && (await execute(venvPython, ["-c", "import pip"])).code === 0;
}

async function makeEnvironment() {
  const python = await findPython();
  await phase(`Making a Python ${python.version.join(".")} environment in .venv`, () =>
    must("Making the Python environment", python.path, ["-m", "venv", "--clear", venv]),
  );
  // JupyterLab brings scripts of the old kind, which the clone's own package.json would declare to be modules.
  writeFileSync(join(venv, "package.json"), '{ "type": "commonjs" }\n');
}

function pip(args) {
  const quiet = { PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1", PIP_REQUIRE_VIRTUALENV: "1" };
  return must("Installing the Python packages", venvPython, ["-m", "pip", ...args], {
    env: { ...process.env, ...quiet },
  });
}

async function findPython() {
  const chosen = process.env.PYTHON;
  const names = chosen ? [chosen] : ["python3", ...newerMinors.map((minor) => `python3.${minor}`), "python"];
  const found = [];
  for (const name of names) {
    const python = await inspect(name);
    if (python) found.push(python);
  }
  const recent = found.filter(({ version: [major, minor] }) => major === 3 && minor >= newerMinors.at(-1));
  const complete = recent.find((python) => python.hasVenv);
  if (complete) return complete;
  if (recent.length > 0) {
    throw new Problem(
      `${recent[0].path} cannot make virtual environments: install the package python3-venv (Debian, Ubuntu: ` +
        "apt-get install python3-venv) and run this again.",
    );
  }
  const advice =
    "install Python 3.10 or newer (https://www.python.org), or set PYTHON to its path, and run this again.";
  if (found.length > 0)
    throw new Problem(`Python ${found[0].version.join(".")} (${found[0].path}) is too old: ${advice}`);
  throw new Problem(
    chosen ? `PYTHON=${chosen} is not a Python 3 that runs: ${advice}` : `no Python was found: ${advice}`,
  );
}

async function inspect(name) {
  const { code, output } = await execute(name, ["-c", probe]);
  if (code !== 0) return null;
  try {
    const [version, path, hasVenv] = JSON.parse(output.trim().split("\n").at(-1));
    return existsSync(path) ? { version, path, hasVenv } : null;
  } catch {
    return null;
  }
}
