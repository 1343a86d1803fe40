import { constants } from "node:fs";
import { access, type FileHandle, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** A file that is written at any position. */
export interface OutputFile {
  /** Writes all parts, one after the other, from a position on. */
  write(parts: readonly Uint8Array[], position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** A file that is read at any position. */
export interface InputFile {
  size(): Promise<number>;
  /** Up to `length` bytes from a position; fewer at the end of the file. They come in `room` where that is large enough. */
  read(position: number, length: number, room?: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A file as it stands on a disk. */
class NodeFile implements OutputFile, InputFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(parts: readonly Uint8Array[], position: number): Promise<void> {
    let rest = [...parts];
    while (rest.length > 0) {
      const batch = rest.slice(0, 256);
      const { bytesWritten } = await this.#handle.writev(batch, position);
      position += bytesWritten;
      rest = [...without(batch, bytesWritten), ...rest.slice(batch.length)];
    }
  }

  async truncate(length: number): Promise<void> {
    await this.#handle.truncate(length);
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  async read(position: number, length: number, room?: Uint8Array): Promise<Uint8Array> {
    const bytes = room && room.length >= length ? room.subarray(0, length) : new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.#handle.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done === length ? bytes : bytes.subarray(0, done);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** What is left of some parts after their first bytes; a disk may take less than it is given. */
function without(parts: readonly Uint8Array[], count: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  for (const part of parts) {
    if (count < part.length) rest.push(count > 0 ? part.subarray(count) : part);
    count = Math.max(0, count - part.length);
  }
  return rest;
}

/** Opens a file: `new` must not exist yet, `replace` empties it, `update` keeps what it holds, `read` only reads. */
export async function openFile(
  path: string,
  how: "new" | "replace" | "update" | "read",
): Promise<OutputFile & InputFile> {
  return new NodeFile(await open(path, { new: "wx+", replace: "w+", update: "r+", read: "r" }[how]));
}

/** What stands at a path: a file, anything else (a device, a folder), or nothing. */
export async function kindOfPath(path: string): Promise<"file" | "folder" | "device" | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "device";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Refuses, as the file system does, a path whose folder cannot take a new file. */
export async function checkFolderWritable(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK | constants.X_OK);
}

/** Moves a file; one that stands at the new place is replaced. */
export async function renameFile(from: string, to: string): Promise<void> {
  await rename(from, to);
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Holds a path for one writer at a time, over all processes of this machine. */
export interface Claim {
  release(): Promise<void>;
}

/** Claims a path with a file `PATH.lock` that names this process; null when a living process holds it. */
export async function claimPath(path: string): Promise<Claim | null> {
  const lock = `${path}.lock`;
  for (let tries = 0; tries < 8; tries++) {
    try {
      const handle = await open(lock, "wx");
      await handle.writeFile(String(process.pid)).finally(() => handle.close());
      return { release: () => removeFile(lock) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const owner = await readFile(lock, "utf8").catch(() => null);
    // An empty lock is about to be signed.
    if (owner === "" || (owner !== null && isAlive(Number(owner)))) return null;
    await removeFile(lock);
  }
  return null;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
