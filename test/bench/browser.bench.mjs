import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const outfile = fileURLToPath(new URL("../../.cache/browser-rows.mjs", import.meta.url));

/** The page's side, in real JupyterLab and Chromium; built first, as it shares TypeScript with the tests. */
export async function rows() {
  await build({
    entryPoints: [fileURLToPath(new URL("browser-rows.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    define: { "import.meta.url": JSON.stringify(new URL("../e2e/browser.ts", import.meta.url).href) },
  });
  try {
    return await (await import(pathToFileURL(outfile).href)).rows();
  } finally {
    rmSync(outfile, { force: true });
  }
}
