import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root, useFolder } from "./command-line.js";

interface Finding {
  readonly subject: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly mend?: string;
}

const folder = useFolder();

/** What the doctor says where Jupyter's data path is the test's alone. */
function doctor(): { code: number | null; findings: Finding[] } {
  const { code, out } = folder.run(["doctor", "--json"], folder.pythonWithPrefix(folder.path("nowhere")));
  return { code, findings: JSON.parse(out).findings };
}

function of(findings: readonly Finding[], subject: string): Finding {
  const found = findings.find((finding) => finding.subject === subject);
  if (found === undefined) throw new Error(`nothing about ${subject} in ${JSON.stringify(findings)}`);
  return found;
}

const installed = () => folder.run(["kernelspec", "install", "--user"]);

describe("doctor", () => {
  it("finds a fresh installation in order", () => {
    installed();
    const { code, findings } = doctor();
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(code).toBe(0);
    expect(of(findings, "package").detail).toContain(path.resolve(root));
    expect(of(findings, "kernel miniscope-lab").detail).toContain(folder.path("data/kernels/miniscope-lab"));
    expect(of(findings, "jupyterlab").detail).toMatch(/^4\./);
  });

  it("says what to type when the kernel and the widgets are missing", () => {
    const { code, findings } = doctor();
    expect(code).toBe(1);
    expect(of(findings, "kernel").mend).toBe("miniscope-lab kernelspec install");
    expect(of(findings, "widgets").mend).toBe("miniscope-lab kernelspec install");
  });

  it("sees a kernel whose program is gone, and one of another version", () => {
    installed();
    const file = folder.path("data/kernels/miniscope-lab/kernel.json");
    const spec = folder.json("data/kernels/miniscope-lab/kernel.json");
    writeFileSync(file, JSON.stringify({ ...spec, argv: [spec.argv[0], "/gone/main.js"] }));
    expect(of(doctor().findings, "kernel miniscope-lab").detail).toContain("/gone/main.js, which is gone");
    writeFileSync(file, JSON.stringify({ ...spec, metadata: { ...spec.metadata, version: "0.0.1" } }));
    const { detail, mend } = of(doctor().findings, "kernel miniscope-lab");
    expect(detail).toContain("starts version 0.0.1");
    expect(mend).toContain("kernelspec install");
  });

  it("gives a way to mend that mends", () => {
    installed();
    const manifest = folder.json("data/labextensions/miniscope-lab-widgets/package.json");
    const file = folder.path("data/labextensions/miniscope-lab-widgets/package.json");
    writeFileSync(file, JSON.stringify({ ...manifest, version: "0.0.1" }));
    rmSync(folder.path("data/kernels"), { recursive: true });
    const { findings } = doctor();
    expect(of(findings, "widgets").detail).toContain("holds version 0.0.1");
    for (const { mend } of findings.filter(({ ok }) => !ok)) {
      expect(folder.run(mend!.split(" ").slice(1)).code).toBe(0);
    }
    expect(doctor().code).toBe(0);
    expect(existsSync(folder.path("data/kernels/miniscope-lab/kernel.json"))).toBe(true);
  });

  it("is readable too, and says when there is no Jupyter", () => {
    const { code, out } = folder.run(["doctor"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^ok {7}Node: /m);
    expect(out).toMatch(/^problem {2}Jupyter: no Python with Jupyter was found\n {9}to mend: python3 -m pip install/m);
    expect(out).toMatch(/\d of \d+ need mending\.$/m);
  });
});
