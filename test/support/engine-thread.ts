import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Plugin } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
const scripts = ["platform/node-engine", "platform/node-frames", "video/small/small-worker"];
const bundleOf = (script: string) =>
  fileURLToPath(new URL(`../../node_modules/.cache/miniscope-lab/${script}.mjs`, import.meta.url));

/** Lets tests of the TypeScript sources start the engine's real threads, which can only load JavaScript. */
export function engineThread(): Plugin {
  let built: Promise<unknown> | null = null;
  return {
    name: "engine-thread",
    async transform(code, id) {
      if (!id.endsWith("/src/platform/node-thread.ts")) return null;
      built ??= build({
        entryPoints: scripts.map((script) => ({ in: source(`${script}.ts`), out: script })),
        outdir: dirname(bundleOf("")),
        outExtension: { ".js": ".mjs" },
        bundle: true,
        platform: "node",
        format: "esm",
        external: ["h264-mp4-encoder"],
        banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      });
      await built;
      return scripts.reduce(
        (text, script) => text.replace(`new URL("../${script}.js", import.meta.url)`, JSON.stringify(bundleOf(script))),
        code,
      );
    },
  };
}
