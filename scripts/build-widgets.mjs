import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { must } from "./lib/command.mjs";
import { inRoot } from "./lib/paths.mjs";

const widgets = inRoot("widgets");

/**
 * Builds the browser package: bundles widgets/src with what it draws with into widgets/lib, and makes of that the
 * prebuilt JupyterLab extension widgets/labextension.
 */
export async function buildWidgets() {
  const { build } = await import("esbuild");
  const lib = join(widgets, "lib");
  rmSync(lib, { recursive: true, force: true });
  await build({
    entryPoints: [join(widgets, "src", "plugin.ts"), join(widgets, "src", "index.ts")],
    outdir: lib,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    // What the builder bundles itself it lists with its licence.
    external: ["@jupyter-widgets/base", "mp4-muxer"],
    sourcemap: false,
    logLevel: "warning",
  });
  // The builder asks for JupyterLab's core package only to learn what the application shares; core/ says it.
  const builder = inRoot("node_modules", "@jupyterlab", "builder", "lib", "build-labextension.js");
  await must("Building the JupyterLab extension", process.execPath, [
    builder,
    "--core-path",
    join(widgets, "core"),
    widgets,
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildWidgets();
