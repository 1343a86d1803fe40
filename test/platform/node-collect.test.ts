import { setImmediate } from "node:timers/promises";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { collectGarbage } from "../../src/platform/node-collect.js";

test("what nobody holds is gone once it has been collected", async () => {
  const dropped = new WeakRef({ of: "a plan" });
  await setImmediate();
  expect(dropped.deref()).toBeDefined();
  await setImmediate();
  collectGarbage();
  expect(dropped.deref()).toBeUndefined();
});

test("collecting leaves no gc behind for others to find", () => {
  collectGarbage();
  expect(runInNewContext("typeof gc")).toBe("undefined");
  expect("gc" in globalThis).toBe(false);
});
