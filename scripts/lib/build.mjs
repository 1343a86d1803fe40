import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundleLibrary, entryPoints } from "./bundle.mjs";
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
  "scripts/lib/bundle.mjs",
];
const stamp = join(cache, "built");
const outputs = [
  ...entryPoints.map((entry) => inRoot("dist", `${entry}.js`)),
  inRoot("dist", "index.d.ts"),
  inRoot("widgets", "labextension", "package.json"),
  inRoot("widgets", "nbextension", "index.js"),
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
  await bundleLibrary();
}

/** Removes the declarations of sources that are gone, and all JavaScript. */
function removeStale(folder) {
  for (const entry of readdirSync(inRoot("dist", folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeStale(path);
    else if (!path.endsWith(".d.ts") || !existsSync(inRoot("src", path.replace(/\.d\.ts$/, ".ts"))))
      if (entry.name !== ".tsbuildinfo") rmSync(inRoot("dist", path));
  }
}
