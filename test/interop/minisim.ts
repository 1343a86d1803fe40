import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = fileURLToPath(new URL("read_specs.py", import.meta.url));

/** A spec that Python minisim is asked for, with options as it names them. */
export type Request =
  /** JSON text, in which NaN and Infinity may stand as in Python's JSON; simulated too if asked. */
  | { readonly text: string; readonly simulate?: boolean }
  | { readonly build: readonly [scope: string, region: string, options: object] }
  | { readonly make: object };

/** What Python minisim makes of a spec: what it refuses, or the cache key, the JSON behind it and the warnings. */
export type Answer =
  | { readonly error: string }
  | { readonly error?: undefined; readonly key: string; readonly json: string; readonly warnings: readonly string[] };

/** Asks Python minisim about specs; one process answers all. */
export function askMinisim(requests: readonly Request[]): Answer[] {
  const options = { input: JSON.stringify(requests), encoding: "utf8", maxBuffer: 2 ** 30 } as const;
  return JSON.parse(execFileSync(join(root, ".venv/bin/python"), [script], options));
}

/** JSON text of any value, with the numbers that JSON has no word for as Python writes them. */
export function pythonJson(value: unknown): string {
  const word = (_: string, item: unknown) =>
    typeof item === "bigint" || (typeof item === "number" && (!Number.isFinite(item) || Object.is(item, -0)))
      ? `number ${Object.is(item, -0) ? "-0.0" : item}`
      : item;
  return JSON.stringify(value, word).replace(/"number (.*?)"/g, "$1");
}
