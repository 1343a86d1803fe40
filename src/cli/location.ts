import { jupyterDataFolder } from "../kernel/data-folder.js";
import { CommandError, UsageError } from "./command.js";
import { dataDirOf } from "./jupyter-paths.js";
import { activePrefix, activePython } from "./python.js";

/** The options that say which of Jupyter's data folders a command is about, for parseArgs. */
export const locationOptions = {
  user: { type: "boolean", default: false },
  "sys-prefix": { type: "boolean", default: false },
  prefix: { type: "string" },
} as const;

export const locationUsage = "[--user | --sys-prefix | --prefix DIR]";

export const locationHelp = `--user         your own Jupyter folder, seen by every Jupyter you start
--sys-prefix   the active Python environment, else that of the python on PATH
--prefix DIR   the environment in DIR
Without one of them: the active Python environment if there is one, else your own folder.`;

export interface Location {
  readonly user?: boolean;
  readonly "sys-prefix"?: boolean;
  readonly prefix?: string;
}

/** The folder of Jupyter's data that the options name. */
export async function chosenDataDir(location: Location): Promise<string> {
  const { user = false, "sys-prefix": sysPrefix = false, prefix } = location;
  if (Number(user) + Number(sysPrefix) + Number(prefix !== undefined) > 1) {
    throw new UsageError("--user, --sys-prefix and --prefix exclude each other: give one of them.");
  }
  if (prefix === "") throw new UsageError("--prefix needs the folder of an environment, not an empty text.");
  if (prefix !== undefined) return dataDirOf(prefix);
  if (sysPrefix) return dataDirOf(await systemPrefix());
  const active = user ? undefined : activePrefix();
  return active === undefined ? jupyterDataFolder() : dataDirOf(active);
}

async function systemPrefix(): Promise<string> {
  const prefix = activePrefix() ?? (await activePython())?.prefix;
  if (prefix !== undefined) return prefix;
  throw new CommandError("--sys-prefix needs a Python, and none was found on PATH: use --user or --prefix DIR.");
}
