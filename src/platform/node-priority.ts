import { readlinkSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { basename } from "node:path";

/** By how much nicer it is than it was. */
const NICER = 10;

/**
 * Lets this thread have the processor only while threads that answer somebody do not want it. Where threads have
 * priorities of their own, as in Linux; elsewhere it does nothing.
 */
export function giveWay(): void {
  try {
    const thread = Number(basename(readlinkSync("/proc/thread-self")));
    setPriority(thread, Math.min(getPriority(thread) + NICER, constants.priority.PRIORITY_LOW));
  } catch {
    // It competes like any other thread.
  }
}
