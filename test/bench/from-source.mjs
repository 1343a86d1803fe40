import { rmSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { inRoot } from "../../scripts/lib/paths.mjs";

/** A module of TypeScript beside the benchmarks, built and loaded; `options` are esbuild's. */
export async function fromSource(name, options = {}) {
  const outfile = inRoot(".cache", `${basename(name, ".ts")}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    ...options,
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}
