import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-package-"));
const run = (program: string, args: string[], cwd = folder) =>
  execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const user = `
import { buildSpec, ca1, miniscopeV4, plan, simulate } from "miniscope-lab";

const spec = buildSpec(miniscopeV4(), ca1(), {
  duration_s: 0.2,
  includeNeuropil: false,
  includeVasculature: false,
});
const scene = await plan(spec);
const recording = await simulate(spec);
const cells: number = recording.groundTruth.cellCount;
// @ts-expect-error: the package's types are found, or this would be no error.
const wrong: string = recording.groundTruth.cellCount;
console.log(JSON.stringify({ cells, wrong, pixels: scene.stage("sensor").frame(0).length }));
`;

let packed: string[] = [];

beforeAll(() => {
  const [{ filename, files }] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root),
  );
  packed = files.map((file: { path: string }) => file.path);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", join(folder, filename)]);
  writeFileSync(join(folder, "user.ts"), user);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  it("holds the library, the command line and the widgets, and nothing else", () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "README.md",
        "dist/index.js",
        "dist/index.d.ts",
        "dist/cli/main.js",
        "widgets/labextension/package.json",
      ]),
    );
    const expected = /^(dist\/|widgets\/labextension\/|(LICENSE|README\.md|CITATION\.cff|package\.json)$)/;
    expect(packed.filter((path) => !expected.test(path) || path.endsWith(".tsbuildinfo"))).toEqual([]);
  });

  it("gives a user in an empty folder its types and a recording", () => {
    const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
    run(process.execPath, [tsc, "--module", "nodenext", "--target", "es2022", "--strict", "--types", "", "user.ts"]);
    const { cells, pixels } = JSON.parse(run(process.execPath, ["user.js"]));
    expect(pixels).toBe(608 * 608);
    expect(cells).toBeGreaterThan(500);
  });

  it("has a command line that runs", () => {
    expect(run(process.execPath, [join(folder, "node_modules", ".bin", "miniscope-lab"), "--help"])).toMatch(
      /kernelspec/,
    );
  });

  it("has a description of itself in which publint finds nothing wrong", async () => {
    const { messages, pkg } = await publint({ pkgDir: join(folder, "node_modules", "miniscope-lab"), pack: false });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });
});
