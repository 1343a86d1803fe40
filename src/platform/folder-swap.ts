import { createHash, randomBytes } from "node:crypto";
import { access, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

/**
 * How a folder takes the place of another, which no file system does in one move. Beside `ca1.zarr` stand, each for a while
 * and named after the machine and process that made them:
 *
 *     .ca1.zarr.ID.writing   being written
 *     .ca1.zarr.ID.ready     whole, about to take the place
 *     .ca1.zarr.ID.old       what stood in the place before
 *     .ca1.zarr.ID.trash     being removed
 *
 * A place that is empty while `.old` and `.ready` of one ID stand beside it was left in the middle of a swap; whoever comes
 * next moves `.ready` there. Nothing is removed under a name from which it could still be moved into the place.
 */
type State = "writing" | "ready" | "old" | "trash";

interface Sibling {
  readonly id: string;
  readonly state: State;
  readonly path: string;
}

const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

function sibling(place: string, id: string, state: State): string {
  return join(dirname(place), `.${basename(place)}.${id}.${state}`);
}

/** The same folder in another state. */
function inState(path: string, state: State): string {
  return path.replace(/\.(writing|ready|old|trash)$/, `.${state}`);
}

async function siblings(place: string): Promise<Sibling[]> {
  const names = await readdir(dirname(place)).catch(() => []);
  const stem = `.${basename(place)}.`;
  return names.flatMap((name) => {
    const match =
      name.startsWith(stem) && /^([0-9a-f]+-\d+-[0-9a-f]+)\.(writing|ready|old|trash)$/.exec(name.slice(stem.length));
    return match ? [{ id: match[1], state: match[2] as State, path: join(dirname(place), name) }] : [];
  });
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whether a move was made; false when there was nothing to move, or the goal was taken. */
async function moved(from: string, to: string, ...tolerated: string[]): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT", ...tolerated)) return false;
    throw error;
  }
}

/** Removes a folder that may be in several hands: moved aside first, so that no one can put it in the place half removed. */
async function remove(path: string): Promise<void> {
  const trash = inState(path, "trash");
  const aside = trash === path || (await moved(path, trash, "ENOTEMPTY", "EEXIST").catch(() => false));
  // What cannot be removed now is swept by a later save.
  if (aside) await rm(trash, { recursive: true, force: true }).catch(() => {});
}

/** Whether the process that made a folder is known to have ended. */
function ownerIsGone(id: string): boolean {
  const [host, pid] = id.split("-");
  if (host !== machine) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return hasCode(error, "ESRCH");
  }
}

/** Makes an empty folder beside a place. */
export async function beginDraft(place: string): Promise<string> {
  const id = `${machine}-${process.pid}-${randomBytes(4).toString("hex")}`;
  const folder = sibling(place, id, "writing");
  await mkdir(folder);
  return folder;
}

/** Removes a draft that will not be published. */
export async function removeDraft(folder: string): Promise<void> {
  await remove(folder);
  await remove(inState(folder, "ready"));
}

/** Moves a finished draft to its place. Several may do so at once; the last one stays. */
export async function publishDraft(folder: string, place: string, overwrite: boolean): Promise<void> {
  if (!overwrite) return rename(folder, place);
  const ready = inState(folder, "ready");
  await rename(folder, ready);
  // Another one's may be in the place again by the second move.
  while (!(await swap(ready, place)));
}

async function swap(ready: string, place: string): Promise<boolean> {
  const old = inState(ready, "old");
  const replaced = await moved(place, old);
  try {
    const done = await moved(ready, place, "ENOTEMPTY", "EEXIST");
    // Somebody who found the swap half done may have finished it, and then `ready` is gone.
    return done || !(await exists(ready));
  } catch (error) {
    if (replaced) await moved(old, place);
    throw error;
  } finally {
    if (replaced) await remove(old);
  }
}

/** Finishes a swap that was interrupted in the middle; whether something stands in the place now. */
export async function finishSwap(place: string): Promise<boolean> {
  while (!(await exists(place))) {
    const beside = await siblings(place);
    const halves = beside.filter(
      ({ id, state }) => state === "old" && beside.some((other) => other.id === id && other.state === "ready"),
    );
    const ages = await Promise.all(
      halves.map(({ path }) =>
        stat(path).then(
          (info) => info.ctimeMs,
          () => 0,
        ),
      ),
    );
    const latest = halves[ages.indexOf(Math.max(...ages))];
    if (!latest) return false;
    if (await moved(inState(latest.path, "ready"), place, "ENOTEMPTY", "EEXIST")) await remove(latest.path);
  }
  return true;
}

/** Removes what ended processes left beside a place. */
export async function sweepLeftovers(place: string): Promise<void> {
  const left = (await siblings(place)).filter(({ id, state }) => state === "trash" || ownerIsGone(id));
  // A swap that one of them left half done is finished before anything of it is removed.
  await finishSwap(place);
  for (const { path } of left) await remove(path);
}
