import type { z } from "zod";
import { type Folder, FolderError, type FolderHost } from "../platform/folder.js";
import { type Checksums, checksumsName, parseChecksums, sha256 } from "./checksums.js";
import { RecordingError, type RecordingProblem } from "./errors.js";
import { METADATA_BYTES } from "./format.js";

/** No file of a recording is larger: blosc ends there. */
const FILE_BYTES = 2 ** 31 - 1;

/** The files of a recording, each held against its checksum where there is one; whatever is wrong is a RecordingError. */
export class StoredFolder {
  readonly path: string;
  readonly #folder: Folder;
  #checksums: Checksums | null = null;

  private constructor(folder: Folder) {
    this.path = folder.path;
    this.#folder = folder;
  }

  static async open(host: FolderHost, path: string, verify: boolean): Promise<StoredFolder> {
    const folder = await host.open(path).catch((error: unknown) => {
      throw readingError(error, path, path);
    });
    const stored = new StoredFolder(folder);
    const list = verify ? await stored.#read(checksumsName, METADATA_BYTES) : null;
    if (!list) return stored;
    stored.#checksums = parseChecksums(new TextDecoder().decode(list));
    if (!stored.#checksums) throw stored.error("checksum", `${checksumsName} is damaged. ${advice}`);
    return stored;
  }

  /** A whole file; null when there is none and none should be. */
  async read(name: string, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const data = await this.#read(name, limit);
    const expected = this.#checksums?.get(name);
    if (expected === undefined) return data;
    if (!data) throw this.error("checksum", `the file ${name} is missing. ${advice}`);
    if ((await sha256(data)) !== expected)
      throw this.error("checksum", `the file ${name} is not what was saved. ${advice}`);
    return data;
  }

  /** A JSON file that must look as a schema says; null when there is none. */
  async json<Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.output<Schema> | null> {
    const text = await this.text(name);
    if (text === null) return null;
    const parsed = schema.safeParse(this.parseJson(name, text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const field = issue.path.join(".") || "its content";
    throw this.error(
      "wrong-metadata",
      `${name}: ${field} is not as the format has it (${issue.message}). ${savedAgain}`,
    );
  }

  async text(name: string): Promise<string | null> {
    const data = await this.read(name, METADATA_BYTES);
    return data && new TextDecoder().decode(data);
  }

  parseJson(name: string, text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw this.error("malformed-json", `${name} is no JSON (${reason}). ${savedAgain}`, { cause });
    }
  }

  /** Reads every file that has a checksum. */
  async verify(signal?: AbortSignal): Promise<void> {
    for (const name of this.#checksums?.keys() ?? []) {
      signal?.throwIfAborted();
      await this.read(name, FILE_BYTES);
    }
  }

  /** Refuses a name that could lead out of the folder. */
  checkName(field: string, name: string): void {
    if (/^[\w-]+$/.test(name)) return;
    throw this.error("unsafe-name", `${field} has the name ${JSON.stringify(name)}, which is none. ${distrust}`);
  }

  error(problem: RecordingProblem, message: string, options?: ErrorOptions): RecordingError {
    return new RecordingError(problem, this.path, `${this.path}: ${message}`, options);
  }

  async #read(name: string, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
    if (!isSafe(name)) throw this.error("unsafe-name", `the name ${JSON.stringify(name)} leads out of it. ${distrust}`);
    try {
      return await this.#folder.read(name, limit);
    } catch (error) {
      throw readingError(error, this.path, name);
    }
  }
}

const advice =
  "Take a good copy or simulate it again; if it was changed on purpose, remove checksums.sha256 or load it with { verify: false }.";
const savedAgain = "Take a good copy, or save it again.";
const distrust = "Do not trust this recording.";

function isSafe(name: string): boolean {
  return (
    !name.includes("\\") && !name.includes("\0") && name.split("/").every((part) => !["", ".", ".."].includes(part))
  );
}

function readingError(error: unknown, path: string, name: string): unknown {
  if (!(error instanceof FolderError)) return error;
  const failed = (problem: RecordingProblem, message: string) =>
    new RecordingError(problem, path, message, { cause: error });
  switch (error.problem) {
    case "missing":
      return failed("not-found", `There is no recording at ${error.place}: check the path.`);
    case "not-a-folder":
      return failed("not-a-recording", `${error.place} is a file; a recording is a folder.`);
    case "not-allowed":
      return failed("not-allowed", `${path}: ${name} may not be read: change its permissions.`);
    case "outside":
      return failed("unsafe-link", `${path}: ${name} is a link that leads out of the recording. ${distrust}`);
    case "not-a-file":
      return failed("unsafe-link", `${path}: ${name} is no file. ${distrust}`);
    case "too-large":
      return failed("too-large", `${path}: the file ${name} is larger than it can be in a recording. ${distrust}`);
    case "replaced":
      return failed("replaced", `${path} was replaced or removed after it was opened: load it again.`);
    default:
      return error;
  }
}
