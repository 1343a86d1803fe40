import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { main, start, useFolder, venv } from "./command-line.js";

const folder = useFolder();
const kernels = "share/jupyter/kernels";
const widgets = "share/jupyter/labextensions/miniscope-lab-widgets";

describe("kernelspec install", () => {
  it("writes a kernel.json that starts this build, logos and the widgets", () => {
    const { code, out } = folder.run(["kernelspec", "install", "--prefix", folder.path("env")]);
    expect(code).toBe(0);
    expect(out).toContain(folder.path("env", kernels, "miniscope-lab"));
    expect(folder.json("env", kernels, "miniscope-lab/kernel.json")).toEqual({
      argv: [process.execPath, main, "kernel", "{connection_file}"],
      env: { MALLOC_MMAP_THRESHOLD_: "1048576" },
      display_name: "TypeScript (miniscope-lab)",
      language: "typescript",
      interrupt_mode: "message",
      metadata: { debugger: false, package: "miniscope-lab", version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    });
    expect(readdirSync(folder.path("env", kernels, "miniscope-lab")).sort()).toEqual([
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
    expect(folder.json("env", widgets, "package.json").name).toBe("miniscope-lab-widgets");
  });

  it("is seen by Jupyter where --user, and the active environment, put it", () => {
    folder.run(["kernelspec", "install", "--user", "--name", "mine", "--display-name", "My kernel"]);
    expect(folder.json("data", "kernels/mine/kernel.json").display_name).toBe("My kernel");
    folder.run(["kernelspec", "install", "--name", "active"], { VIRTUAL_ENV: folder.path("venv") });
    folder.run(["kernelspec", "install", "--sys-prefix", "--name", "conda"], { CONDA_PREFIX: folder.path("conda") });
    const jupyterPath = ["venv", "conda"].map((name) => folder.path(name, "share/jupyter")).join(path.delimiter);
    const listed = start(
      path.join(venv, "bin/jupyter"),
      ["kernelspec", "list", "--json"],
      folder.environment({ JUPYTER_PATH: jupyterPath, PATH: path.join(venv, "bin") }),
    );
    const { kernelspecs } = JSON.parse(listed.out);
    expect(kernelspecs.mine.resource_dir).toBe(folder.path("data/kernels/mine"));
    expect(kernelspecs.active.resource_dir).toBe(folder.path("venv", kernels, "active"));
    expect(kernelspecs.conda.resource_dir).toBe(folder.path("conda", kernels, "conda"));
    expect(kernelspecs.mine.spec.interrupt_mode).toBe("message");
  });

  it("goes to the user's folder when no environment is active", () => {
    expect(folder.run(["kernelspec", "install", "--no-widgets"]).code).toBe(0);
    expect(existsSync(folder.path("data/kernels/miniscope-lab/kernel.json"))).toBe(true);
    expect(existsSync(folder.path("data/labextensions"))).toBe(false);
  });

  it("asks the python on PATH for its prefix", () => {
    const python = folder.pythonWithPrefix(folder.path("found"));
    expect(folder.run(["kernelspec", "install", "--sys-prefix"], python).code).toBe(0);
    expect(existsSync(folder.path("found", kernels, "miniscope-lab/kernel.json"))).toBe(true);
  });

  it("leaves the kernel of somebody else alone", () => {
    mkdirSync(folder.path("data/kernels/python3"), { recursive: true });
    const spec = JSON.stringify({ argv: ["python"], display_name: "Python" });
    writeFileSync(folder.path("data/kernels/python3/kernel.json"), spec);
    for (const action of ["install", "uninstall"]) {
      const { code, err } = folder.run(["kernelspec", action, "--user", "--name", "python3"]);
      expect(code).toBe(1);
      expect(err).toContain("another kernel called python3");
    }
    expect(folder.json("data/kernels/python3/kernel.json").display_name).toBe("Python");
  });

  it("says so where it cannot write", () => {
    writeFileSync(folder.path("file"), "");
    const { code, err } = folder.run(["kernelspec", "install", "--prefix", folder.path("file")]);
    expect(code).toBe(1);
    expect(err).toMatch(/cannot be written to.*use --user/);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

describe("kernelspec uninstall", () => {
  it("removes the kernel, and the widgets with the last one", () => {
    const at = ["--prefix", folder.path("env")];
    folder.run(["kernelspec", "install", ...at]);
    folder.run(["kernelspec", "install", ...at, "--name", "second"]);
    expect(folder.run(["kernelspec", "uninstall", ...at]).code).toBe(0);
    expect(readdirSync(folder.path("env", kernels))).toEqual(["second"]);
    expect(existsSync(folder.path("env", widgets))).toBe(true);
    folder.run(["kernelspec", "uninstall", ...at, "--name", "second"]);
    expect(readdirSync(folder.path("env", kernels))).toEqual([]);
    expect(existsSync(folder.path("env", widgets))).toBe(false);
  });

  it("says so when there is none", () => {
    const { code, err } = folder.run(["kernelspec", "uninstall", "--user"]);
    expect(code).toBe(1);
    expect(err).toContain("there is no kernel miniscope-lab in");
  });
});

describe("kernelspec list", () => {
  it("tells the package's own kernels from others", () => {
    folder.run(["kernelspec", "install", "--user", "--name", "mine"]);
    mkdirSync(folder.path("data/kernels/other"));
    writeFileSync(folder.path("data/kernels/other/kernel.json"), '{ "argv": [], "display_name": "Other" }');
    mkdirSync(folder.path("data/kernels/broken"));
    writeFileSync(folder.path("data/kernels/broken/kernel.json"), "{");
    const { out } = folder.run(["kernelspec", "list"]);
    expect(out).toMatch(/^mine\t\(miniscope-lab \d/m);
    expect(out).toMatch(/^other\t\t/m);
    expect(out).not.toContain("broken");
  });
});

describe("a wrong call", () => {
  it.each([
    [[], "no command given"],
    [["frobnicate"], 'unknown command "frobnicate"'],
    [["kernelspec"], 'unknown command "kernelspec"'],
    [["kernelspec", "remove"], 'unknown command "kernelspec remove"'],
    [["kernelspec", "install", "--prefix"], "--prefix"],
    [["kernelspec", "install", "--user", "--sys-prefix"], "exclude each other"],
    [["kernelspec", "install", "--user", "--name", "../x"], 'kernel name "../x"'],
    [["kernelspec", "install", "--user", "--name", ".."], 'kernel name ".."'],
    [["kernelspec", "list", "everything"], "everything"],
    [["doctor", "--verbose"], "--verbose"],
    [["kernel"], "one argument"],
  ])("%j is refused in one line with exit code 2", (args, message) => {
    const { code, out, err } = folder.run(args);
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(out).toBe("");
    expect(code).toBe(2);
  });
});

describe("--help", () => {
  it.each([
    [["--help"], ["kernelspec install", "kernelspec uninstall", "kernelspec list", "doctor", "kernel CONNECTION_FILE"]],
    [
      ["kernelspec", "--help"],
      ["kernelspec install", "kernelspec list"],
    ],
    [
      ["kernelspec", "install", "--help"],
      ["--user", "--sys-prefix", "--no-widgets"],
    ],
    [["doctor", "-h"], ["--json"]],
  ])("%j explains", (args, expected) => {
    const { code, out } = folder.run(args);
    expect(code).toBe(0);
    for (const text of expected) expect(out).toContain(text);
  });
});
