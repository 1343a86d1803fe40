import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot } from "./paths.mjs";

const generated = new Set([
  "node_modules",
  "widgets/lib",
  "widgets/labextension",
  "widgets/nbextension",
  "src/compute/kernel-binary.ts",
]);

/** A hash of files and folders of the clone (their names and contents) and of further words. */
export function fingerprint(paths, ...words) {
  const hash = createHash("sha256").update(JSON.stringify(words));
  for (const path of paths) addTo(hash, path);
  return hash.digest("hex");
}

function addTo(hash, path) {
  const absolute = inRoot(path);
  if (!existsSync(absolute)) return;
  if (!statSync(absolute).isDirectory()) {
    hash.update(`${path}\0`).update(readFileSync(absolute)).update("\0");
    return;
  }
  for (const name of readdirSync(absolute).sort()) {
    const inner = `${path}/${name}`;
    if (!generated.has(name) && !generated.has(inner) && !name.startsWith(".")) addTo(hash, inner);
  }
}

/** Does the work unless its outputs exist and its stamp says that it was done from this very fingerprint. */
export async function unlessDone(stamp, { fingerprint: current, outputs }, work) {
  const previous = existsSync(stamp) ? readFileSync(stamp, "utf8") : null;
  if (previous === current && outputs.every((path) => existsSync(path))) return;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, current);
}
