import { expect, it } from "vitest";
import { compile } from "../../src/simulation/plan.js";
import { allSteps, smallSpec } from "./small-spec.js";

/** More than this grows with the frames or the pixels. */
const manyBytes = 4096;

/** Paths of the long arrays in a value that threads would each have a copy of. */
function copiedArrays(value: unknown, path: string): string[] {
  if (ArrayBuffer.isView(value)) {
    return value.buffer instanceof SharedArrayBuffer || value.byteLength < manyBytes ? [] : [path];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => copiedArrays(inner, `${path}.${name}`));
}

it("a plan's long arrays lie in memory that threads share", () => {
  const plan = compile(smallSpec(allSteps, { duration_s: 200 }));
  expect(copiedArrays(plan, "plan")).toEqual([]);
  // It finds one, where there is one.
  expect(copiedArrays({ plan, own: { course: new Float64Array(2000) } }, "")).toEqual([".own.course"]);
});
