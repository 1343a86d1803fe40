import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Real JupyterLab in a real browser: one file at a time, for each starts its own, and two browsers that draw at once on two cores
// keep JupyterLab's page busy for seconds, after which it shows some widgets no more.
export default defineConfig({
  resolve: {
    alias: [{ find: /^miniscope-lab$/, replacement: fileURLToPath(new URL("dist/index.js", import.meta.url)) }],
  },
  test: {
    include: ["test/e2e/**/*.test.ts"],
    fileParallelism: false,
    // A browser may be late; `npm test` names each test that needed its second try.
    retry: 1,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What a busy machine may take, not what is expected.
    expect: { poll: { timeout: 60_000 } },
  },
});
