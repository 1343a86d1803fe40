import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { specFromJson } from "../spec/canonical.js";
import type { Spec } from "../spec/spec.js";
import { CommandError, UsageError } from "./command.js";

/** The one file that a command is given. */
export function onlyFile(command: string, positionals: readonly string[], name: string): string {
  if (positionals.length === 1) return positionals[0];
  throw new UsageError(`${command} takes one ${name}; ${positionals.length} were given.`);
}

/**
 * The spec in a JSON file, or on standard input for `-`.
 * @throws SpecError when it holds no valid spec; CommandError when it cannot be read.
 */
export async function readSpecFile(file: string): Promise<Spec> {
  return specFromJson(file === "-" ? await text(process.stdin) : await readText(file));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(`${file} cannot be read: ${code === "ENOENT" ? "there is no such file." : message}`);
  }
}
