import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

describe("kernel", () => {
  it("says what is wrong with a connection file, and keeps its key to itself", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "connection-"));
    const file = path.join(folder, "connection.json");
    try {
      execFileSync(process.execPath, [
        "-e",
        `require("fs").writeFileSync(${JSON.stringify(file)}, '{"ip":"127.0.0.1","key":"very-secret","shell_port":"x"}')`,
      ]);
      const refused = spawnSync(process.execPath, [main, "kernel", file]);
      expect(refused.status).toBe(1);
      expect(String(refused.stderr)).toContain('"shell_port" must be a port number, not "x"');
      expect(String(refused.stderr)).not.toContain("very-secret");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
