import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Collects the garbage of this thread now. V8 itself waits until the thread allocates more, which one that has nothing to do
 * never does. What it offers for this is there for a moment only, so that no program takes it for a setting of its user's.
 */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  collect();
}
