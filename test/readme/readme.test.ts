import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const [example, ...others] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);

// A user's folder, where the build stands in for the installed package.
const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-readme-"));
const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });

beforeAll(() => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "miniscope-lab"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "example.ts"), example);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("README", () => {
  it("has one example, of about twenty lines", () => {
    expect(others).toEqual([]);
    expect(example.split("\n").length).toBeLessThan(26);
  });

  it("has an example that type-checks and prints what it says", () => {
    const options = ["--module", "nodenext", "--target", "es2022", "--strict", "--skipLibCheck", "--types", ""];
    node(join(root, "node_modules", "typescript", "bin", "tsc"), ...options, "example.ts");
    expect(node("example.js")).toMatch(
      /^369664 pixels, the first is \d+ counts\n[1-9]\d* of [1-9]\d* cells can be detected\n$/,
    );
  });
});
