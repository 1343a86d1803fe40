import { defineConfig } from "vitest/config";

// The packed package as a stranger installs it.
export default defineConfig({
  test: { include: ["test/package/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 180_000 },
});
