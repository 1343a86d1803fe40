import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { toDisplayData } from "./display.js";
import { type KernelHost, kernelHost } from "./host.js";

/** Something shown in a cell's output that can be replaced where it stands. */
export interface DisplayHandle {
  readonly displayId: string;
  /** Shows another value in its place, wherever it is displayed. */
  update(value: unknown): Promise<void>;
}

/**
 * Shows a value in the output of the running cell as it would show as the cell's last expression.
 * @throws Error outside a notebook kernel.
 */
export async function display(value: unknown): Promise<DisplayHandle> {
  const displayId = randomUUID();
  const show = async (shown: unknown, update: boolean): Promise<void> => {
    const host = requireHost("display");
    const { data, metadata } = await toDisplayData(shown);
    host.display(data, { metadata, displayId, update });
  };
  await show(value, false);
  return { displayId, update: (next) => show(next, true) };
}

/** Clears the output of the running cell; with `wait`, when the next output arrives. */
export function clearOutput(wait = false): void {
  requireHost("clearOutput").clearOutput(wait);
}

/**
 * Asks the reader of the notebook for a line of text and resolves to what was entered: `await input("Name: ")`. With
 * `password`, what is entered is not shown.
 * @throws InputError when the front end takes no input (nbconvert, a scheduled run) or the reader ends the input.
 * @throws KeyboardInterrupt when the cell is interrupted.
 * @throws Error outside a notebook kernel.
 */
export async function input(prompt = "", options: { password?: boolean } = {}): Promise<string> {
  if (typeof prompt !== "string") throw new TypeError(`input: the prompt must be a string, not ${inspect(prompt)}.`);
  return requireHost("input").input(prompt, options);
}

function requireHost(caller: string): KernelHost {
  const host = kernelHost();
  if (host === undefined) throw new Error(`${caller} works in a notebook cell only; no kernel runs in this process.`);
  return host;
}
