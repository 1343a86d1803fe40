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
