/** What is wrong with a recording on disk, or with saving one. */
export type RecordingProblem =
  /** There is nothing at the path. */
  | "not-found"
  /** What is there is no recording. */
  | "not-a-recording"
  /** It is written in another version of the format. */
  | "format-version"
  /** A JSON file of it cannot be read. */
  | "malformed-json"
  /** An attribute or an array's description has a wrong value. */
  | "wrong-metadata"
  /** An array that the format asks for is missing. */
  | "missing-array"
  /** An array's size does not match the spec or the other arrays. */
  | "wrong-shape"
  /** It uses a feature of zarr that is not read here. */
  | "unsupported"
  /** A name in it would lead out of its folder. */
  | "unsafe-name"
  /** A symbolic link in it leads out of its folder. */
  | "unsafe-link"
  /** What it declares would not fit into memory. */
  | "too-large"
  /** A chunk file is cut off, or is not what its array declares. */
  | "damaged-chunk"
  /** A file differs from its checksum, or is missing. */
  | "checksum"
  /** Another recording was saved in its place after it was opened. */
  | "replaced"
  /** Something is already at the path where it should be saved. */
  | "exists"
  /** The disk is full. */
  | "no-space"
  /** The file system does not permit it. */
  | "not-allowed";

/** A recording that cannot be loaded, read or saved. */
export class RecordingError extends Error {
  readonly tag = "RecordingError";
  readonly userFacing = true;
  override readonly name = "RecordingError";

  constructor(
    /** What is wrong, for a program to tell apart. */
    readonly problem: RecordingProblem,
    /** The recording's folder. */
    readonly path: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Whether something caught is a {@link RecordingError}, of this copy of the library or another; of a given kind if named. */
export function isRecordingError(error: unknown, problem?: RecordingProblem): error is RecordingError {
  const tagged = error instanceof Error && "tag" in error && error.tag === "RecordingError" && "problem" in error;
  return tagged && (problem === undefined || error.problem === problem);
}
