import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { engineThread } from "./test/support/engine-thread.js";
import { webcodecs } from "./test/support/webcodecs.js";

/** Tests that look at pages of Chromium. */
const pages = ["test/widgets-browser/**/*.test.ts", "test/video/playing.test.ts"];

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
    globalSetup: ["test/support/frame-kernels.mjs", "test/support/webcodecs.ts"],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a busy machine may take, not what is expected.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: [...pages, "test/e2e/**", "test/package/**", "test/long/**"],
        },
      },
      // A browser may be late; `npm test` names each test that needed its second try.
      { extends: true, test: { name: "pages", include: pages, retry: 1 } },
    ],
  },
});
