import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root, UserFolder } from "../package/user-folder.js";

const readme = readFileSync(join(root, "README.md"), "utf8");
const [example, ...others] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);

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
});
