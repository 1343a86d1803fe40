import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Real JupyterLab in a real browser: each file starts its own, the largest file first.
export default defineConfig({
  resolve: {
    alias: [{ find: /^miniscope-lab$/, replacement: fileURLToPath(new URL("dist/index.js", import.meta.url)) }],
  },
  test: {
    include: ["test/e2e/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What a busy machine may take, not what is expected.
    expect: { poll: { timeout: 60_000 } },
  },
});
