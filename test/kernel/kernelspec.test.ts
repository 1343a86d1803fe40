import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

describe("kernelspec install", () => {
  let prefix: string;
  beforeEach(() => {
    prefix = mkdtempSync(path.join(tmpdir(), "kernelspec-"));
  });
  afterEach(() => rmSync(prefix, { recursive: true }));

  it("writes a kernel.json that starts this build", () => {
    execFileSync(process.execPath, [main, "kernelspec", "install", "--prefix", prefix]);
    const file = path.join(prefix, "share/jupyter/kernels/miniscope-lab/kernel.json");
    const spec = JSON.parse(readFileSync(file, "utf8"));
    expect(spec).toEqual({
      argv: [process.execPath, main, "kernel", "{connection_file}"],
      display_name: "TypeScript (miniscope-lab)",
      language: "typescript",
      interrupt_mode: "message",
      metadata: { debugger: false },
    });
  });

  it("takes another name, and refuses one that leaves the folder", () => {
    execFileSync(process.execPath, [main, "kernelspec", "install", "--prefix", prefix, "--name", "other"]);
    expect(existsSync(path.join(prefix, "share/jupyter/kernels/other/kernel.json"))).toBe(true);
    const refused = spawnSync(process.execPath, [main, "kernelspec", "install", "--prefix", prefix, "--name", "../x"]);
    expect(refused.status).toBe(1);
    expect(String(refused.stderr)).toContain('Kernel name "../x"');
  });
});

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
