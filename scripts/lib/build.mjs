import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.mjs";
import { buildKernels } from "./kernels.mjs";
import { installNodePackages } from "./node-packages.mjs";
import { cache, inRoot } from "./paths.mjs";
import { phase } from "./phase.mjs";
import { fingerprint, unlessDone } from "./stamp.mjs";

const sources = [
  "src",
  "widgets",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "scripts/build-widgets.mjs",
];
const stamp = join(cache, "built");
const commandLine = inRoot("dist", "cli", "main.js");
const outputs = [
  commandLine,
  inRoot("dist", "index.js"),
  inRoot("dist", "compute", "kernel-binary.js"),
  inRoot("widgets", "labextension", "package.json"),
];

/** What the outputs of the build were made from. */
export const sourceFingerprint = () => fingerprint(sources);

/** Compiles src/ to dist/ and the browser package to widgets/labextension/, when their sources changed. */
export function build() {
  return unlessDone(stamp, { fingerprint: sourceFingerprint(), outputs }, async () => {
    await phase("Compiling the frame kernels", buildKernels);
    await phase("Compiling the library and the kernel", compile);
    await phase("Building the widgets", async () => (await import("../build-widgets.mjs")).buildWidgets());
  });
}

/** `npm run build`: everything anew. */
export async function main() {
  await installNodePackages();
  rmSync(inRoot("dist", ".tsbuildinfo"), { force: true });
  rmSync(stamp, { force: true });
  await build();
}

async function compile() {
  const tsc = inRoot("node_modules", "typescript", "bin", "tsc");
  await must("Compiling", process.execPath, [tsc, "-p", "tsconfig.build.json"]);
  removeStale("");
  chmodSync(commandLine, 0o755);
}

/** Removes what was compiled from sources that are gone; a folder of tests would still import it. */
function removeStale(folder) {
  for (const entry of readdirSync(inRoot("dist", folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeStale(path);
    else if (/\.(js|js\.map|d\.ts)$/.test(path) && !hasSource(path)) rmSync(inRoot("dist", path));
  }
}

function hasSource(path) {
  const stem = path.replace(/\.(js|js\.map|d\.ts)$/, "");
  return existsSync(inRoot("src", `${stem}.ts`)) || existsSync(inRoot("src", `${stem}.d.ts`));
}
