import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root, UserFolder } from "../package/user-folder.js";

const readme = readFileSync(join(root, "README.md"), "utf8");
const [example, ...others] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);

const [, commands] = /^## Command line\n.*?```sh\n(.*?)^```$/ms.exec(readme) ?? [];

// The build in dist/ stands in for the installed package.
const folder = new UserFolder(example);
mkdirSync(join(folder.path, "node_modules"));
symlinkSync(root, join(folder.path, "node_modules", "miniscope-lab"));

afterAll(() => folder.remove());

describe("README", () => {
  it("has one example, of about twenty lines", () => {
    expect(others).toEqual([]);
    expect(example.split("\n").length).toBeLessThan(26);
  });

  it("has an example that type-checks and prints what it says", () => {
    folder.compile();
    expect(folder.run(process.execPath, ["user.js"])).toMatch(
      /^369664 pixels, the first is \d+ counts\n[1-9]\d* of [1-9]\d* cells can be detected\n$/,
    );
  });

  it("has commands that run as they stand", { timeout: 180_000 }, () => {
    const main = join(root, "dist/cli/main.js");
    writeFileSync(join(folder.path, "miniscope-lab"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, {
      mode: 0o755,
    });
    const said = folder.run("/bin/sh", ["-ec", `PATH="$PWD:$PATH"\n${commands}`]);
    expect(said).toMatch(/^A valid spec of 10 steps and 20 frames/);
    expect(said).toMatch(/^20 frames of 608 × 608 pixels, 911 cells, /m);
    expect(said).toContain('"stage": "cells_only"');
    expect(said).toMatch(/\nSaved ca1\.zarr\n.*ca1\.zarr\n20 frames of 608 × 608 pixels of 1\.655 µm/);
    expect(said).toMatch(/(\n0\.(3|45)\t[12]\t20\t.*){4}\n$/);
  });
});
