import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root, UserFolder } from "../package/user-folder.js";

const [, code] = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(root, "docs/custom-steps.md"), "utf8")) ?? [];

// The build in dist/ stands in for the installed package.
const folder = new UserFolder(code);
mkdirSync(join(folder.path, "node_modules"));
symlinkSync(root, join(folder.path, "node_modules", "miniscope-lab"));

afterAll(() => folder.remove());

describe("the page on steps of one's own", () => {
  it("has code that type-checks and makes pixels glow, as many as it asks for", () => {
    folder.compile();
    const [, glowing] = /^(\d+) pixels glow\n$/.exec(folder.run(process.execPath, ["user.js"])) ?? [];
    // 2 % of 608² pixels, of which those brighter than 1 are e^(−1/5).
    const expected = 0.02 * 608 * 608 * Math.exp(-1 / 5);
    expect(Math.abs(Number(glowing) / expected - 1)).toBeLessThan(0.15);
  });
});
