import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { must } from "./lib/command.mjs";
import { inRoot } from "./lib/paths.mjs";

const widgets = inRoot("widgets");
const name = "miniscope-lab-widgets";

/**
 * Builds the browser package: bundles widgets/src with what it draws with into widgets/lib, and makes of that the
 * prebuilt JupyterLab extension widgets/labextension; and widgets/nbextension for hosts that load widgets by AMD.
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
  await buildNbextension(build);
  // The builder asks for JupyterLab's core package only to learn what the application shares; core/ says it.
  const builder = inRoot("node_modules", "@jupyterlab", "builder", "lib", "build-labextension.js");
  await must("Building the JupyterLab extension", process.execPath, [
    builder,
    "--core-path",
    join(widgets, "core"),
    widgets,
  ]);
}

/** One AMD module with its styles, and what tells RequireJS where it lies. */
async function buildNbextension(build) {
  const folder = join(widgets, "nbextension");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: { index: join(widgets, "src", "amd.ts") },
    outdir: folder,
    bundle: true,
    format: "cjs",
    target: "es2022",
    minify: true,
    external: ["@jupyter-widgets/base"],
    plugins: [styleText(build)],
    banner: { js: 'define(["@jupyter-widgets/base"],function(base){const module={exports:{}},require=()=>base;' },
    footer: { js: "return module.exports;});" },
    logLevel: "warning",
  });
  const map = { "*": { [name]: `nbextensions/${name}/index` } };
  writeFileSync(
    join(folder, "extension.js"),
    `define(function(){requirejs.config({map:${JSON.stringify(map)}});return{load_ipython_extension(){}};});\n`,
  );
}

/** Style sheets become their text, with those that they import. */
const styleText = (build) => ({
  name: "style-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
});

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildWidgets();
