/** Why a folder or one of its files cannot be had. */
export type FolderProblem =
  | "missing"
  | "exists"
  | "no-space"
  | "not-allowed"
  | "not-a-folder"
  | "not-a-file"
  | "outside"
  | "too-large"
  | "replaced";

/** A folder or a file that cannot be read or written as asked. */
export class FolderError extends Error {
  override readonly name = "FolderError";

  constructor(
    readonly problem: FolderProblem,
    readonly place: string,
    options?: ErrorOptions,
  ) {
    super(`${place}: ${problem}`, options);
  }
}

/** The files below one folder, by relative names such as `observed/0.0.0`, for reading. */
export interface Folder {
  readonly path: string;
  /**
   * A whole file; null when there is none.
   * @throws FolderError when it lies outside the folder (a symbolic link), is no file or larger than `limit` bytes, or
   * when another folder stands in this one's place since it was opened.
   */
  read(name: string, limit: number): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** A folder that is written beside its place and appears there whole or not at all. */
export interface FolderDraft {
  /** The path where it will appear. */
  readonly path: string;
  /** Writes a new file. */
  write(name: string, data: Uint8Array): Promise<void>;
  /** Moves the folder to its place; what stands there is replaced when `overwrite` is set. */
  publish(overwrite: boolean): Promise<void>;
  /** Removes what was written; after `publish` it does nothing. */
  discard(): Promise<void>;
}

/** Where folders are kept. */
export interface FolderHost {
  /** Opens a folder; an interrupted replacement is finished first. */
  open(path: string): Promise<Folder>;
  /** Begins a folder that is to appear at `path`. */
  draft(path: string): Promise<FolderDraft>;
  /** The path of something that is kept in the cache, or in the folder that is named. */
  cachePath(name: string, folder?: string): string;
}

/** The file system in Node. */
export async function folderHost(): Promise<FolderHost> {
  const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
  if (!inNode) throw new Error("A page has no folders to save recordings in or to load them from; do this in Node.");
  return (await import("./node-folders.js")).nodeFolders;
}
