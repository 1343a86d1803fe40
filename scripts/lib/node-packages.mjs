import { existsSync, readFileSync } from "node:fs";
import { must } from "./command.mjs";
import { inRoot } from "./paths.mjs";
import { phase } from "./phase.mjs";

/** Brings node_modules to what package-lock.json says. */
export async function installNodePackages() {
  if (installed()) return;
  await phase("Installing the Node packages", () => npm("Installing the Node packages", ["ci", "--include=dev"]));
}

/** Runs npm: the one that runs this script, or the one on PATH. */
export function npm(what, args, options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js")
    ? must(what, process.execPath, [cli, ...args], options)
    : must(what, process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}

/** npm keeps a record of what node_modules holds; packages for other platforms are missing from it. */
function installed() {
  const record = inRoot("node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages;
  return Object.entries(wanted)
    .filter(([path]) => path.includes("node_modules/"))
    .every(([path, entry]) => (present[path] ? present[path].version === entry.version : entry.optional === true));
}
