import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const scripts = fileURLToPath(new URL("../../scripts/", import.meta.url));

/** What a script writes when it fails, with the exit code 1 that it then owes. */
function complaint(script: string, args: string[], nodeOptions: string[] = []): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, join(scripts, script), ...args], {
    encoding: "utf8",
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  return stderr;
}

describe("what cannot be done is said in one line", () => {
  it.each(["start.mjs", "setup.mjs", "test.mjs", "build.mjs", "bench.mjs"])("an old Node, by %s", (script) => {
    const old = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.19.0"})';
    expect(complaint(script, [], ["--import", old])).toMatch(
      /^miniscope-lab: Node 18\.19\.0 is too old: install Node 20\.19 or newer .*\n$/,
    );
  });

  it("a port in use", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    try {
      expect(complaint("start.mjs", ["--port", String(port)])).toMatch(
        new RegExp(`^miniscope-lab: port ${port} is in use: choose another .*\\n$`),
      );
    } finally {
      server.close();
    }
  });

  it.each([
    [["--port", "80a"], /^miniscope-lab: --port takes a number from 1 to 65535, not 80a: .*\n$/],
    [["--port"], /^miniscope-lab: --port takes a number from 1 to 65535, not nothing: .*\n$/],
    [["--prot=1"], /^miniscope-lab: start has no option --prot=1: .*\n$/],
  ])("a wrong option: %j", (args, line) => {
    expect(complaint("start.mjs", args)).toMatch(line);
  });

  it("minutes that are no number", () => {
    expect(complaint("bench.mjs", ["--soak", "ten"])).toMatch(/--soak takes a number above 0 first, not ten\.\n$/);
  });

  it("a suite that does not exist", () => {
    expect(complaint("test.mjs", ["units"])).toMatch(/^miniscope-lab: there is no test suite units: there are .*\n$/);
  });
});
