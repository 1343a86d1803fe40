import { defineConfig } from "vitest/config";

// What takes minutes each, one at a time.
export default defineConfig({
  test: {
    include: ["test/long/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 1_200_000,
  },
});
