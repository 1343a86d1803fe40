import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, sourceFingerprint } from "./build.mjs";
import { execute, must } from "./command.mjs";
import { installNodePackages } from "./node-packages.mjs";
import { inRoot, root, venv, venvPython, venvStamp } from "./paths.mjs";
import { phase } from "./phase.mjs";
import { checkPython, installPythonPackages } from "./python.mjs";
import { fingerprint, unlessDone } from "./stamp.mjs";

const jupyterData = join(venv, "share", "jupyter");
const kernelspec = join(jupyterData, "kernels", "miniscope-lab");
const labextension = join(jupyterData, "labextensions", "miniscope-lab-widgets");
const serverExtension = "miniscope_lab_server";
const serverConfig = join(venv, "etc", "jupyter", "jupyter_server_config.d", `${serverExtension}.json`);
const overrides = join(jupyterData, "lab", "settings", "overrides.json");

/** A first start asks nobody whether news may be fetched. */
const labSettings = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/** `npm run setup`: everything that a start needs; what is already there is left as it is. */
export async function main() {
  await setup();
  console.error("Ready: npm start opens JupyterLab.");
}

export async function setup() {
  await checkPython();
  await installNodePackages();
  await build();
  await installPythonPackages("requirements.txt");
  await installIntoJupyter();
}

/** The kernelspec names this Node and this folder, so another Node or a moved clone installs it again. */
function installIntoJupyter() {
  const done = {
    fingerprint: fingerprint([`python/${serverExtension}.py`, "assets"], root, process.execPath, sourceFingerprint()),
    outputs: [join(kernelspec, "kernel.json"), join(labextension, "package.json"), serverConfig, overrides],
  };
  return unlessDone(venvStamp("jupyter"), done, () =>
    phase("Installing the kernel and the widgets into JupyterLab", async () => {
      const cli = inRoot("dist", "cli", "main.js");
      await must("Installing the kernel and the widgets", process.execPath, [
        cli,
        "kernelspec",
        "install",
        "--prefix",
        venv,
      ]);
      mkdirSync(join(overrides, ".."), { recursive: true });
      writeFileSync(overrides, JSON.stringify(labSettings, null, 2));
      await installServerExtension();
    }),
  );
}

/** Copies the server extension among the environment's modules, and switches it on for this environment alone. */
async function installServerExtension() {
  const { output } = await execute(venvPython, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]);
  cpSync(inRoot("python", `${serverExtension}.py`), join(output.trim(), `${serverExtension}.py`));
  mkdirSync(join(serverConfig, ".."), { recursive: true });
  writeFileSync(serverConfig, JSON.stringify({ ServerApp: { jpserver_extensions: { [serverExtension]: true } } }));
}
