/** What kept a video from being written or read. */
export type VideoErrorReason =
  | "path"
  | "exists"
  | "busy"
  | "disk-full"
  | "format"
  | "option"
  | "range"
  | "value"
  | "empty"
  | "encoder"
  | "damaged";

/** A video or a store that cannot be written or read; `reason` tells the cases apart. */
export class VideoError extends Error {
  readonly tag = "VideoError";
  /** Its message says it all: a notebook shows no stack under it. */
  readonly userFacing = true;
  override readonly name = "VideoError";

  constructor(
    readonly reason: VideoErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Whether something caught is a {@link VideoError}, of this copy of the library or another. */
export function isVideoError(error: unknown): error is VideoError {
  return error instanceof Error && "tag" in error && error.tag === "VideoError";
}

const reasons: Readonly<Record<string, readonly [VideoErrorReason, string]>> = {
  ENOSPC: ["disk-full", "no space is left on the disk. Free some, or choose another place"],
  EDQUOT: ["disk-full", "your share of the disk is used up. Free some of it, or choose another place"],
  EFBIG: ["disk-full", "this file system takes no file of that size. Choose another place"],
  ENOENT: ["path", "there is no such file or folder. Create the folder first"],
  ENOTDIR: ["path", "a part of the path is a file, not a folder"],
  EISDIR: ["path", "it is a folder; name a file in it"],
  EACCES: ["path", "you may not write or read there. Choose a place of your own"],
  EPERM: ["path", "you may not write or read there. Choose a place of your own"],
  EROFS: ["path", "the disk is read-only. Choose another place"],
};

/** An error of the file system in words that say what to do; anything else as it is. */
export function asVideoError(error: unknown, action: string, path: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  if (!("syscall" in error)) return error;
  const [reason, words] = reasons[error.code] ?? ["path", error.message];
  return new VideoError(reason, `Cannot ${action} ${JSON.stringify(path)}: ${words}.`, { cause: error });
}
