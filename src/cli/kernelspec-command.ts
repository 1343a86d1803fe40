import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  installKernelspec,
  isKernelName,
  type Kernelspec,
  listKernelspecs,
  readKernelspec,
  uninstallKernelspec,
} from "../kernel/kernelspec.js";
import { ownPackage } from "../kernel/own-package.js";
import { type Command, CommandError, UsageError } from "./command.js";
import { dataPath } from "./jupyter-paths.js";
import { chosenDataDir, locationHelp, locationOptions, locationUsage } from "./location.js";
import { activePrefix, jupyterPython } from "./python.js";
import { installExtension, uninstallExtension } from "./widgets-extension.js";

const options = {
  ...locationOptions,
  name: { type: "string" },
  "no-widgets": { type: "boolean", default: false },
} as const;

export const install: Command = {
  usage: `kernelspec install ${locationUsage} [--name NAME] [--display-name TEXT] [--no-widgets]`,
  help: `Installs the kernel, and what its widgets need in JupyterLab.
${locationHelp}
--name NAME           the kernel's name, ${ownPackage().name} without it
--display-name TEXT   what Jupyter shows
--no-widgets          the kernel alone`,
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { ...options, "display-name": { type: "string" } } });
    const name = kernelName(values.name);
    const dataDir = await chosenDataDir(values);
    const present = readKernelspec(dataDir, name);
    if (present !== undefined) mustBeOwn(present);
    await writing(dataDir, () => {
      const folder = installKernelspec(dataDir, name, values["display-name"] ?? `TypeScript (${name})`);
      console.log(`Installed the kernel in ${folder}`);
      if (!values["no-widgets"]) console.log(`Installed its widgets in ${installExtension(dataDir)}`);
    });
  },
};

export const uninstall: Command = {
  usage: `kernelspec uninstall ${locationUsage} [--name NAME] [--no-widgets]`,
  help: `Removes what kernelspec install has installed.
${locationHelp}
--name NAME    the kernel's name, ${ownPackage().name} without it
--no-widgets   leaves the widgets, for another kernel of this package there`,
  async run(args) {
    const { values } = parseArgs({ args: [...args], options });
    const name = kernelName(values.name);
    const dataDir = await chosenDataDir(values);
    const present = readKernelspec(dataDir, name);
    if (present === undefined) {
      throw new CommandError(
        `there is no kernel ${name} in ${dataDir}: miniscope-lab kernelspec list shows where there are some.`,
      );
    }
    mustBeOwn(present);
    await writing(dataDir, () => {
      uninstallKernelspec(present);
      console.log(`Removed the kernel from ${present.folder}`);
      const shared = listKernelspecs(dataDir).some(({ ownVersion }) => ownVersion !== undefined);
      if (!values["no-widgets"] && !shared && uninstallExtension(dataDir)) console.log("Removed its widgets");
    });
  },
};

export const list: Command = {
  usage: "kernelspec list",
  help: "Lists the kernels that Jupyter finds, those of this package with their version.",
  async run(args) {
    parseArgs({ args: [...args], options: {} });
    const python = await jupyterPython();
    const prefix = activePrefix();
    const folders = python?.jupyterPath ?? dataPath(prefix === undefined ? [] : [prefix]);
    const specs = folders.filter((folder) => existsSync(folder)).flatMap(listKernelspecs);
    if (specs.length === 0) console.log(`No kernels in ${folders.join(", ")}`);
    for (const { name, folder, ownVersion } of specs) {
      console.log([name, ownVersion === undefined ? "" : `(${ownPackage().name} ${ownVersion})`, folder].join("\t"));
    }
  },
};

function kernelName(name: string = ownPackage().name): string {
  if (isKernelName(name)) return name;
  throw new UsageError(`kernel name ${JSON.stringify(name)}: use letters, digits, ".", "_" and "-" only.`);
}

function mustBeOwn({ name, folder, ownVersion, argv }: Kernelspec): void {
  // What an early version installed carries no mark, but starts this command line.
  if (ownVersion !== undefined || argv.some((arg) => /miniscope-lab|dist[\\/]cli[\\/]main\.js$/.test(arg))) return;
  throw new CommandError(`${folder} holds another kernel called ${name}: choose another --name.`);
}

async function writing(dataDir: string, work: () => void): Promise<void> {
  try {
    work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || !["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"].includes(code)) throw error;
    throw new CommandError(
      `${dataDir} cannot be written to (${message}): use --user, or --prefix with another folder.`,
    );
  }
}
