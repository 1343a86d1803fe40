import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { engineThread } from "./test/support/engine-thread.js";

export default defineConfig({
  plugins: [engineThread()],
  // Tests of the package as users get it import it by name: that is the build in dist/, made before they run.
  resolve: {
    alias: [{ find: /^miniscope-lab$/, replacement: fileURLToPath(new URL("dist/index.js", import.meta.url)) }],
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/frame-kernels.mjs"],
    exclude: ["test/e2e/**", "test/package/**", "test/long/**", "**/node_modules/**"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
