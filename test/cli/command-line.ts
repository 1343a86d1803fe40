import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach } from "vitest";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const main = path.join(root, "dist/cli/main.js");
export const venv = path.join(root, ".venv");

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own for each test of a file, and the command line run as a user without any Jupyter in sight. */
export function useFolder() {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "command-line-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const environment = (extra: Record<string, string> = {}) => ({
    PATH: path.join(folder, "no-programs"),
    HOME: path.join(folder, "home"),
    JUPYTER_DATA_DIR: path.join(folder, "data"),
    ...extra,
  });
  return {
    path: (...parts: string[]) => path.join(folder, ...parts),
    json: (...parts: string[]) => JSON.parse(readFileSync(path.join(folder, ...parts), "utf8")),
    environment,
    /**
     * Makes the clone's Python, with its packages but with `prefix` for its environment, the one on PATH, and returns
     * the variable that does so.
     */
    pythonWithPrefix: (prefix: string): { PATH: string } => {
      const bin = path.join(folder, "bin");
      mkdirSync(bin, { recursive: true });
      const lines = `import sys; sys.prefix = '${prefix}'`;
      const script = `#!/bin/sh\ncode="$2"; shift 2\nexec ${venv}/bin/python -c "${lines}\n$code" "$@"\n`;
      writeFileSync(path.join(bin, "python3"), script, { mode: 0o755 });
      return { PATH: bin };
    },
    run: (args: readonly string[], env: Record<string, string> = {}, input = ""): Outcome =>
      start(process.execPath, [main, ...args], environment(env), input),
    write: (name: string, text: string): string => {
      writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    },
  };
}

export function start(program: string, args: readonly string[], env: Record<string, string>, input = ""): Outcome {
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: "utf8", input });
  return { code: status, out: stdout, err: stderr };
}
