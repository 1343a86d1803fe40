import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { jupyterDataFolder } from "../kernel/data-folder.js";
import { type Kernelspec, listKernelspecs } from "../kernel/kernelspec.js";
import { ownPackage } from "../kernel/own-package.js";
import { dataPath } from "./jupyter-paths.js";
import { activePrefix, jupyterPython, type Python } from "./python.js";
import { bundledExtension, extensionFolder, readManifest, sameBuild } from "./widgets-extension.js";

/** One thing that the doctor looked at. */
export interface Finding {
  readonly subject: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do about a problem. */
  readonly mend?: string;
}

const installCommand = "miniscope-lab kernelspec install";
const oldestNode = [20, 19] as const;
/** Distribution → the oldest major version that the kernel's widgets work with. */
const neededPackages = { jupyterlab: 4, ipywidgets: 8 } as const;

/** Looks at everything that a notebook with this kernel needs. */
export async function examine(): Promise<Finding[]> {
  const python = await jupyterPython();
  const prefix = activePrefix();
  const folders = python?.jupyterPath ?? dataPath(prefix === undefined ? [] : [prefix]);
  return [
    node(),
    { subject: "package", ok: true, detail: `${ownPackage().name} ${ownPackage().version} in ${ownPackage().root}` },
    await zeromq(),
    await loopback(),
    ...jupyter(python),
    ...kernels(folders),
    extension(folders),
  ];
}

function node(): Finding {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const ok = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  const detail = `${process.versions.node} at ${process.execPath}`;
  return finding("Node", ok, detail, `install Node ${oldestNode.join(".")} or newer (https://nodejs.org)`);
}

async function zeromq(): Promise<Finding> {
  try {
    const { version } = await import("zeromq");
    return finding("ZeroMQ", true, `its binary for ${process.platform} ${process.arch} loads, version ${version}`);
  } catch (error) {
    const detail = `its binary does not load: ${(error as Error).message.split("\n")[0]}`;
    return finding("ZeroMQ", false, detail, "npm rebuild zeromq, or install miniscope-lab again on this machine");
  }
}

/** Jupyter and the kernel talk through ports of the loopback interface. */
async function loopback(): Promise<Finding> {
  const server = createServer((socket) => socket.end());
  try {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const client = connect(port, "127.0.0.1");
    await once(client, "connect", { signal: AbortSignal.timeout(5000) });
    client.destroy();
    return finding("loopback", true, "127.0.0.1 takes connections");
  } catch (error) {
    const mend = "allow connections to 127.0.0.1 in the firewall or sandbox";
    return finding("loopback", false, `127.0.0.1 takes no connections: ${(error as Error).message}`, mend);
  } finally {
    server.close();
  }
}

function jupyter(python: Python | undefined): Finding[] {
  if (python === undefined) {
    const mend = "python3 -m pip install jupyterlab ipywidgets, or activate the environment that has them";
    return [finding("Jupyter", false, "no Python with Jupyter was found", mend)];
  }
  const { executable, version, packages } = python;
  const found = finding("Jupyter", true, `jupyter_core ${packages.jupyter_core} in Python ${version} at ${executable}`);
  const needed = Object.entries(neededPackages).map(([name, oldest]) => {
    const installed = packages[name];
    const ok = installed !== undefined && Number.parseInt(installed, 10) >= oldest;
    const mend = `${executable} -m pip install "${name}>=${oldest}"`;
    return finding(name, ok, installed === undefined ? "not installed" : installed, mend);
  });
  return [found, ...needed];
}

function kernels(folders: readonly string[]): Finding[] {
  const own = folders.flatMap(listKernelspecs).filter(({ ownVersion }) => ownVersion !== undefined);
  if (own.length > 0) return own.map(kernel);
  return [finding("kernel", false, `not installed in ${folders.join(", ")}`, installCommand)];
}

function kernel(spec: Kernelspec): Finding {
  const subject = `kernel ${spec.name}`;
  const mend = `${installInto(path.resolve(spec.folder, "../.."))} --name ${spec.name}`;
  const missing = spec.argv.slice(0, 2).find((file, i) => !isThere(file, i === 0 ? constants.X_OK : constants.R_OK));
  if (missing !== undefined) return finding(subject, false, `${spec.folder} starts ${missing}, which is gone`, mend);
  if (spec.ownVersion !== ownPackage().version) {
    const detail = `${spec.folder} starts version ${spec.ownVersion}, this is ${ownPackage().version}`;
    return finding(subject, false, detail, mend);
  }
  return finding(subject, true, `${spec.folder} starts ${spec.argv[1]}`);
}

/** The command that installs into a folder of Jupyter's data. */
function installInto(dataDir: string): string {
  return dataDir === jupyterDataFolder()
    ? `${installCommand} --user`
    : `${installCommand} --prefix ${path.resolve(dataDir, "../..")}`;
}

function isThere(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}

/** JupyterLab takes the first of several copies. */
function extension(folders: readonly string[]): Finding {
  const { manifest } = bundledExtension();
  const places = folders.map(extensionFolder);
  const place = places.find((folder) => readManifest(folder) !== undefined);
  if (place === undefined) {
    return finding("widgets", false, `${manifest.name} is in none of ${folders.join(", ")}`, installCommand);
  }
  const present = readManifest(place)!;
  if (sameBuild(present, manifest)) return finding("widgets", true, `${manifest.name} ${manifest.version} in ${place}`);
  const detail = `${place} holds version ${present.version} of another build, this is ${manifest.version}`;
  return finding("widgets", false, detail, installInto(path.resolve(place, "../..")));
}

function finding(subject: string, ok: boolean, detail: string, mend?: string): Finding {
  return ok || mend === undefined ? { subject, ok, detail } : { subject, ok, detail, mend };
}
