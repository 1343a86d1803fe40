import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { engineThread } from "./test/support/engine-thread.js";
import { webcodecs } from "./test/support/webcodecs.js";

export default defineConfig({
  plugins: [engineThread()],
  // Tests of the package as users get it import it by name: that is the build in dist/, made before they run.
  resolve: {
    alias: [
      { find: /^miniscope-lab$/, replacement: fileURLToPath(new URL("dist/index.js", import.meta.url)) },
      { find: /^@napi-rs\/webcodecs$/, replacement: webcodecs },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/frame-kernels.mjs", "test/support/webcodecs.ts"],
    exclude: ["test/e2e/**", "test/package/**", "test/long/**", "**/node_modules/**"],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a busy machine may take, not what is expected.
    expect: { poll: { timeout: 60_000 } },
  },
});
