import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Plugin } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
const bundle = fileURLToPath(new URL("../../node_modules/.cache/miniscope-lab/node-engine.mjs", import.meta.url));

/** Lets tests of the TypeScript sources start the engine's real thread, which can only load JavaScript. */
export function engineThread(): Plugin {
  let built: Promise<unknown> | null = null;
  return {
    name: "engine-thread",
    async transform(code, id) {
      if (!id.endsWith("/src/platform/node-thread.ts")) return null;
      built ??= build({
        entryPoints: [source("platform/node-engine.ts")],
        outfile: bundle,
        bundle: true,
        platform: "node",
        format: "esm",
        banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      });
      await built;
      return code.replace('new URL("./node-engine.js", import.meta.url)', JSON.stringify(bundle));
    },
  };
}
