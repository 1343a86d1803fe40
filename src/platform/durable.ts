import { open } from "node:fs/promises";

/** Files and folders whose way to the disk is waited for at a time. */
const AT_ONCE = 8;

/**
 * Waits until files, or what folders list, are on the disk: a computer that loses its power afterwards finds them there.
 * Where the system cannot do this for a folder, nothing is waited for.
 */
export async function makeDurable(paths: Iterable<string>, kind: "files" | "folders"): Promise<void> {
  const rest = paths[Symbol.iterator]();
  const work = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      await sync(next.value).catch((error: unknown) => {
        if (kind === "files" || !isUnsupported(error)) throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows opens no folders, and some network file systems sync none. */
function isUnsupported(error: unknown): boolean {
  const codes = ["EISDIR", "EPERM", "EINVAL", "ENOTSUP", "EBADF"];
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
