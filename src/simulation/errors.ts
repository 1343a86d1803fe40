/** A step whose schema exists but which cannot be simulated. */
export class UnsupportedStepError extends Error {
  override readonly name = "UnsupportedStepError";
  readonly userFacing = true;

  constructor(readonly kind: string) {
    super(`The step "${kind}" cannot be simulated yet: leave it out of the spec.`);
  }
}

/** A stage or a frame that a movie does not have. */
export class FrameRangeError extends RangeError {
  override readonly name = "FrameRangeError";
  readonly userFacing = true;
}
