import { isSpecError } from "../spec/errors.js";
import { CommandError, UsageError } from "./command.js";
import { exactJson } from "./exact-json.js";
import { Interrupted } from "./interrupt.js";

/**
 * Ends the command line with what went wrong on standard error, with `--json` also as the one object on standard output.
 * The exit code is 1 for what could not be done, a spec that is wrong included, 2 for a wrong call, and 128 + the
 * signal's number after a signal.
 */
export function fail(error: unknown, { json }: { readonly json: boolean }): void {
  const { name, message, code } = error as NodeJS.ErrnoException;
  const misused = error instanceof UsageError || code?.startsWith("ERR_PARSE_ARGS") === true;
  const [firstLine] = message.split("\n");
  console.error(`miniscope-lab: ${misused || error instanceof CommandError ? firstLine : message}`);
  if (json) {
    const problems = isSpecError(error) ? { problems: error.problems } : {};
    const failure = { name: misused ? "UsageError" : name, message, ...problems };
    console.log(exactJson({ ok: false, error: failure }));
  }
  // What was interrupted may still be computing in the engine's thread.
  if (error instanceof Interrupted) process.exit(error.exitCode);
  process.exitCode = misused ? 2 : 1;
}
