import { defineConfig } from "vitest/config";

// The packed package as a stranger installs it.
export default defineConfig({
  test: { include: ["test/package/**/*.test.ts"], testTimeout: 400_000, hookTimeout: 400_000 },
});
