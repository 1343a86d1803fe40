import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "./paths.mjs";

/** What is loaded by name, in dist/ as in src/: the package's entries, the command line, and threads' scripts. */
export const entryPoints = [
  "index",
  "engine",
  "cli/main",
  "kernel/io-thread",
  "platform/node-engine",
  "platform/node-frames",
  "video/small/small-worker",
  "platform/browser-engine",
  "platform/browser-frames",
];

/** What every thread loads at its start, of many small files: bundled as well, it takes half as long. */
const inlined = ["seedrandom", "zod"];

/** Bundles src/ into the entries of dist/ and the chunks that they share: hundreds of modules would load at half the speed. */
export async function bundleLibrary() {
  const { build } = await import("esbuild");
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  await build({
    entryPoints: entryPoints.map((entry) => inRoot("src", `${entry}.ts`)),
    outbase: inRoot("src"),
    outdir: inRoot("dist"),
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    external: Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !inlined.includes(name)),
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
  });
  chmodSync(inRoot("dist", "cli", "main.js"), 0o755);
  writeFileSync(inRoot("dist", "bundled-licenses.txt"), inlined.map(licenseOf).join("\n\n"));
}

/** The terms of a package, which go with its code; some have them in their README. */
function licenseOf(name) {
  const folder = inRoot("node_modules", name);
  const file = readdirSync(folder)
    .sort()
    .find((entry) => /^(licen[cs]e|readme)/i.test(entry));
  return `${name}\n\n${readFileSync(join(folder, file), "utf8")}`;
}
