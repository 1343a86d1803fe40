import { UsageError } from "./command.js";

/**
 * Path and value of `PATH=VALUE`. The value is read as JSON, and as a text where it is none, so `"auto"` needs no quotes;
 * whole numbers that no JavaScript number holds (seeds) are kept exactly.
 * @throws UsageError without a path or a "=".
 */
export function parseAssignment(option: string, text: string): [path: string, value: unknown] {
  const [path, value] = splitAssignment(option, text);
  return [path, parseValue(value)];
}

/** Path and values of `PATH=a,b,c`, or of `PATH=[…]` with a JSON list of values for those that hold commas themselves. */
export function parseAxis(option: string, text: string): [path: string, values: unknown[]] {
  const [path, list] = splitAssignment(option, text);
  const whole = list.startsWith("[") ? parseValue(list) : undefined;
  const values = Array.isArray(whole) ? whole : list.split(",").map(parseValue);
  if (list === "" || values.length === 0) throw new UsageError(`${option} ${text}: there is no value after the "=".`);
  return [path, values];
}

/** A value as it is typed on a command line. */
export function parseValue(text: string): unknown {
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(Number(text))) return BigInt(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function splitAssignment(option: string, text: string): [path: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`${option} ${text}: write PATH=VALUE, as in ${option} acquisition.fps=30.`);
}
