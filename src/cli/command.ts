/** A command of the command line. */
export interface Command {
  /** The command as it is typed, its arguments included. */
  readonly usage: string;
  /** What it does, in a sentence, and its options, one a line. */
  readonly help: string;
  run(args: readonly string[]): Promise<void>;
}

/** A command called in a way it does not understand. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Something about the machine that keeps a command from being carried out; its message says how to mend it. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
