import { chmodSync } from "node:fs";
import { inRoot } from "./paths.mjs";

/** What is loaded by name, in dist/ as in src/: the package's entries, the command line, and threads' scripts. */
export const entryPoints = [
  "index",
  "engine",
  "cli/main",
  "kernel/io-thread",
  "platform/node-engine",
  "platform/node-frames",
  "platform/browser-engine",
  "platform/browser-frames",
];

/** Bundles src/ into the entries of dist/ and the chunks that they share: hundreds of modules would load at half the speed. */
export async function bundleLibrary() {
  const { build } = await import("esbuild");
  await build({
    entryPoints: entryPoints.map((entry) => inRoot("src", `${entry}.ts`)),
    outbase: inRoot("src"),
    outdir: inRoot("dist"),
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
  });
  chmodSync(inRoot("dist", "cli", "main.js"), 0o755);
}
