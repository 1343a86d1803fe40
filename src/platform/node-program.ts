import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** A program that reads bytes from us. */
export interface PipedProgram {
  /** Hands over bytes; resolves when it can take more, and rejects with what the program said when it has ended. */
  write(bytes: Uint8Array): Promise<void>;
  /** No more bytes come; resolves with what it said when the program has ended well, rejects with it otherwise. */
  end(): Promise<string>;
  /** Stops it at once; resolves when it is gone. */
  stop(): Promise<void>;
}

/** The path of a program, as a shell would find it; null when there is none. */
export async function findProgram(name: string): Promise<string | null> {
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not there.
    }
  }
  return null;
}

/** Starts a program without a shell; what it writes to its standard output is dropped. */
export function startProgram(path: string, args: readonly string[]): PipedProgram {
  const child = spawn(path, args, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4000);
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(said.trim());
      else reject(new Error(said.trim() || `it ended with ${signal ?? `code ${code}`}`));
    });
  });
  ended.catch(() => {});
  // A program that ends early breaks the pipe; what it said tells more.
  child.stdin.on("error", () => {});
  return {
    async write(bytes) {
      const taken = new Promise<void>((resolve, reject) => {
        child.stdin.write(bytes, (error) => (error ? reject(error) : resolve()));
      });
      await taken.catch(async () => {
        await ended;
        throw new Error("it ended before all was written");
      });
    },
    end() {
      child.stdin.end();
      return ended;
    },
    async stop() {
      child.kill("SIGKILL");
      await ended.catch(() => {});
    },
  };
}

/** Whether a program, started without a shell and without input, ends well. */
export async function programWorks(path: string, args: readonly string[]): Promise<boolean> {
  try {
    await startProgram(path, args).end();
    return true;
  } catch {
    return false;
  }
}
