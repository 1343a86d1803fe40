/** A step whose schema exists but which cannot be simulated. */
export class UnsupportedStepError extends Error {
  override readonly name = "UnsupportedStepError";
  readonly userFacing = true;

  constructor(
    readonly kind: string,
    message = `The step "${kind}" cannot be simulated yet: leave it out of the spec.`,
  ) {
    super(message);
  }
}

/** A stage or a frame that a movie does not have. */
export class FrameRangeError extends RangeError {
  override readonly name = "FrameRangeError";
  readonly userFacing = true;
}

/** Something thrown by the code of a step of one's own. */
export class CustomStepError extends Error {
  override readonly name = "CustomStepError";
  readonly userFacing = true;

  constructor(
    readonly kind: string,
    /** The frame that was rendered; null when the scene was built. */
    readonly frame: number | null,
    cause: unknown,
  ) {
    const where = frame === null ? "as it contributed to the scene" : `in frame ${frame}`;
    super(`The step "${kind}" failed ${where}: ${String(cause)}`, { cause });
  }
}

/** Why a run could not be made, or did not come to its end. */
export type RunErrorReason = "option" | "crash" | "hang" | "stopped";

/** A run with a wrong option, or one whose worker crashed or hangs; then it names the frames that are missing. */
export class RunError extends Error {
  override readonly name = "RunError";
  readonly userFacing = true;

  constructor(
    readonly reason: RunErrorReason,
    message: string,
    /** First frame (included) and last (excluded) that the worker was at; null when it was at none. */
    readonly from: number | null = null,
    readonly to: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error that crosses from the engine's thread. */
export interface EngineFailure {
  readonly name: string;
  readonly message: string;
  readonly userFacing: boolean;
}

/** An error as it crosses. */
export function failureOf(error: unknown): EngineFailure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { name, message, userFacing: error instanceof Error && "userFacing" in error && error.userFacing === true };
}

/** An error of an engine's thread, with the name it had there. */
export class EngineError extends Error {
  override readonly name: string;
  readonly userFacing: boolean;

  constructor({ name, message, userFacing }: EngineFailure) {
    super(message);
    this.name = name;
    this.userFacing = userFacing;
  }
}
