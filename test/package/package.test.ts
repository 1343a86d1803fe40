import { existsSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, UserFolder } from "./user-folder.js";

const folder = new UserFolder(`
import { buildSpec, ca1, miniscopeV4, plan, simulate, writeVideo } from "miniscope-lab";

const spec = buildSpec(miniscopeV4(), ca1(), {
  duration_s: 0.2,
  includeNeuropil: false,
  includeVasculature: false,
});
const scene = await plan(spec);
const recording = await simulate(spec);
const cells: number = recording.groundTruth.cellCount;
// @ts-expect-error: without the package's types this would be no error.
const wrong: string = recording.groundTruth.cellCount;
const { encoder } = await writeVideo(recording, "ca1.mp4");
console.log(JSON.stringify({ cells, wrong, pixels: scene.stage("sensor").frame(0).length, encoder }));
`);
const installed = join(folder.path, "node_modules", "miniscope-lab");
let packed: string[] = [];

beforeAll(() => {
  // npm test has built what is packed.
  const packing = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder.path];
  const [{ filename, files }] = JSON.parse(folder.run("npm", packing, root));
  packed = files.map((file: { path: string }) => file.path);
  folder.run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", join(folder.path, filename)]);
});

afterAll(() => folder.remove());

describe("the package", () => {
  it("holds the library, the command line and the widgets, and nothing else", () => {
    const entries = [
      "dist/index.js",
      "dist/index.d.ts",
      "dist/engine.js",
      "dist/platform/node-frames.js",
      "dist/video/small/small-worker.js",
      "dist/cli/main.js",
    ];
    const texts = ["LICENSE", "README.md", "CITATION.cff", "package.json"];
    expect(packed).toEqual(
      expect.arrayContaining([
        ...entries,
        ...texts,
        "widgets/labextension/package.json",
        "widgets/nbextension/index.js",
        "assets/logo-svg.svg",
      ]),
    );
    const strange = packed.filter(
      (path) => !/^(dist|assets|widgets\/(lab|nb)extension)\//.test(path) && !texts.includes(path),
    );
    expect(strange).toEqual([]);
    expect(packed.filter((path) => path.endsWith(".tsbuildinfo"))).toEqual([]);
  });

  it("names its classes and functions as it exports them", async () => {
    for (const entry of ["index", "engine"]) {
      const exported: Record<string, unknown> = await import(join(installed, "dist", `${entry}.js`));
      const named = Object.entries(exported).flatMap(([name, value]) =>
        typeof value === "function" ? [[name, value.name]] : [],
      );
      expect(named.filter(([name, own]) => name !== own)).toEqual([]);
      expect(named.length).toBeGreaterThan(20);
    }
  });

  it("gives a user in an empty folder its types, a recording, and a video without any other program", () => {
    folder.compile();
    const { cells, pixels, encoder } = JSON.parse(folder.run("env", ["PATH=", process.execPath, "user.js"]));
    expect(pixels).toBe(608 * 608);
    expect(cells).toBeGreaterThan(500);
    expect(encoder).toBe("h264-mp4-encoder (wasm)");
    expect(existsSync(join(folder.path, "ca1.mp4"))).toBe(true);
  });

  it("has a command line that installs the kernel", () => {
    folder.run(join(folder.path, "node_modules", ".bin", "miniscope-lab"), [
      "kernelspec",
      "install",
      "--prefix",
      "jupyter",
    ]);
    const installed = join(folder.path, "jupyter/share/jupyter");
    expect(existsSync(join(installed, "kernels/miniscope-lab/kernel.json"))).toBe(true);
    expect(existsSync(join(installed, "kernels/miniscope-lab/logo-svg.svg"))).toBe(true);
    expect(existsSync(join(installed, "labextensions/miniscope-lab-widgets/package.json"))).toBe(true);
  });

  it("describes itself so that publint finds nothing wrong", async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });
});
