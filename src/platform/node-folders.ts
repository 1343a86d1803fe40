import { constants } from "node:fs";
import { type FileHandle, mkdir, open, realpath, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { makeDurable } from "./durable.js";
import { type Folder, type FolderDraft, FolderError, type FolderHost, type FolderProblem } from "./folder.js";
import { beginDraft, finishSwap, publishDraft, removeDraft, sweepLeftovers } from "./folder-swap.js";

const problems: Readonly<Record<string, FolderProblem>> = {
  ENOENT: "missing",
  EEXIST: "exists",
  ENOTEMPTY: "exists",
  ENOTDIR: "not-a-folder",
  ENOSPC: "no-space",
  EDQUOT: "no-space",
  EACCES: "not-allowed",
  EPERM: "not-allowed",
  EROFS: "not-allowed",
};

function problemOf(error: unknown): FolderProblem | undefined {
  if (error instanceof FolderError) return error.problem;
  return error instanceof Error && "code" in error ? problems[String(error.code)] : undefined;
}

/** An error of the file system, as one that says what is wrong with the folder. */
async function naming<T>(place: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const problem = problemOf(error);
    if (!problem || error instanceof FolderError) throw error;
    throw new FolderError(problem, place, { cause: error });
  }
}

class NodeFolder implements Folder {
  readonly path: string;
  readonly #identity: string;

  constructor(path: string, identity: string) {
    this.path = path;
    this.#identity = identity;
  }

  async read(name: string, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const place = join(this.path, name);
    const data = await naming(place, this.#read(place, limit)).catch(async (error: unknown) => {
      await this.#checkIdentity();
      if (problemOf(error) === "missing" || problemOf(error) === "not-a-folder") return null;
      throw error;
    });
    await this.#checkIdentity();
    return data;
  }

  async #read(place: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
    const file = await realpath(place);
    if (!file.startsWith(this.path + sep)) throw new FolderError("outside", place);
    // Opening a pipe for reading must not wait for a writer.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return await readHandle(handle, place, limit);
    } finally {
      await handle.close();
    }
  }

  /** What was read belongs to the folder that was opened only if that one still stands here. */
  async #checkIdentity(): Promise<void> {
    if ((await identityOf(this.path).catch(() => "")) !== this.#identity) throw new FolderError("replaced", this.path);
  }
}

async function readHandle(handle: FileHandle, place: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const info = await handle.stat();
  if (!info.isFile()) throw new FolderError("not-a-file", place);
  if (info.size > limit) throw new FolderError("too-large", place);
  const data = new Uint8Array(info.size);
  let length = 0;
  while (length < data.length) {
    const { bytesRead } = await handle.read(data, length, data.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return data.subarray(0, length);
}

/** Inode numbers are used again, birth times hardly. */
async function identityOf(path: string): Promise<string> {
  const { dev, ino, birthtimeNs } = await stat(path, { bigint: true });
  return `${dev}:${ino}:${birthtimeNs}`;
}

class NodeDraft implements FolderDraft {
  readonly path: string;
  readonly #folder: string;
  readonly #made = new Set<string>();
  readonly #files: string[] = [];
  #published = false;

  constructor(path: string, folder: string) {
    this.path = path;
    this.#folder = folder;
  }

  write(name: string, data: Uint8Array): Promise<void> {
    return naming(join(this.path, name), this.#write(join(this.#folder, name), data));
  }

  async #write(file: string, data: Uint8Array): Promise<void> {
    const folder = dirname(file);
    if (!this.#made.has(folder)) await mkdir(folder, { recursive: true });
    this.#made.add(folder);
    await writeFile(file, data, { flag: "wx" });
    this.#files.push(file);
  }

  async publish(overwrite: boolean): Promise<void> {
    await naming(this.path, this.#publish(overwrite));
    this.#published = true;
  }

  /** What is written is on the disk before the folder takes its place, so that a power cut leaves no hollow recording there. */
  async #publish(overwrite: boolean): Promise<void> {
    await makeDurable(this.#files, "files");
    await makeDurable([this.#folder, ...this.#made], "folders");
    await publishDraft(this.#folder, this.path, overwrite);
    await makeDurable([dirname(this.path)], "folders");
  }

  async discard(): Promise<void> {
    if (!this.#published) await removeDraft(this.#folder);
  }
}

export const nodeFolders: FolderHost = {
  cachePath(name, folder) {
    return join(folder ?? (process.env.MINISCOPE_LAB_CACHE || join(homedir(), ".cache", "miniscope-lab")), name);
  },

  async open(path) {
    const place = resolve(path);
    const found = await naming(place, realpath(place)).catch(async (error: unknown) => {
      if (problemOf(error) === "missing" && (await finishSwap(place))) return realpath(place);
      throw error;
    });
    if (!(await naming(place, stat(found))).isDirectory()) throw new FolderError("not-a-folder", place);
    return new NodeFolder(found, await naming(place, identityOf(found)));
  },

  async draft(path) {
    // A link to a folder stays a link: the folder that it leads to is replaced.
    const place = await realpath(path).catch(() => resolve(path));
    await naming(place, mkdir(dirname(place), { recursive: true }));
    await sweepLeftovers(place);
    return new NodeDraft(place, await naming(place, beginDraft(place)));
  },
};
