import type { SpecError } from "../spec/errors.js";
import { isParameterValue, type ParameterValue, parameterAt, withParameter } from "../spec/parameters.js";
import type { Spec } from "../spec/spec.js";
import type { StageExplorerTraits } from "./traits/stage-explorer.js";

/** Halvings between what is right and what was wanted. */
const HALVINGS = 20;

type Problem = NonNullable<StageExplorerTraits["problem"]>;

/** Why a spec that is right cannot be simulated, and the way back to one that could: the parameter's value in `good`. */
export function undoOf(good: Spec, path: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const before = path === "" ? undefined : parameterAt(good, path);
  const repair = isParameterValue(before) ? { label: `Back to ${before ?? "none"}`, value: before } : null;
  return { path, message, repair };
}

/** What is wrong with a value of a parameter, and the nearest value that is right. */
export function repairOf(spec: Spec, path: string, wanted: ParameterValue, { message }: SpecError): Problem {
  const good = parameterAt(spec, path);
  const [first] = message.split("\n");
  if (typeof good !== "number" || typeof wanted !== "number") return { path, message: first, repair: null };
  const nearest = nearestRight(spec, path, good, wanted);
  return { path, message: first, repair: { label: `Use ${nearest}`, value: nearest } };
}

/** A short number that is right, as near to the wanted one as such a number can be. */
function nearestRight(spec: Spec, path: string, good: number, wanted: number): number {
  let [right, wrong] = [good, wanted];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (right + wrong) / 2;
    if (isRight(spec, path, middle)) right = middle;
    else wrong = middle;
  }
  for (const digits of [2, 3, 4]) {
    const short = Number(right.toPrecision(digits));
    if (isRight(spec, path, short) && Math.abs(short - right) <= Math.abs(wanted - right)) return short;
  }
  return right;
}

function isRight(spec: Spec, path: string, value: number): boolean {
  try {
    withParameter(spec, path, value);
    return true;
  } catch {
    return false;
  }
}
