import fc from "fast-check";
import { expect, it } from "vitest";
import { OutputLimit } from "../../src/kernel/output-limit.js";

const allowance = { burst: 100, perSecond: 20, total: 200, tail: 10, perMessage: 1 };

it("passes what is within the burst as it is", () => {
  const limit = new OutputLimit(allowance, 0);
  expect([limit.pass("a".repeat(60), 0), limit.pass("b".repeat(40), 0), limit.holds]).toEqual([
    "a".repeat(60),
    "b".repeat(40),
    false,
  ]);
});

it("keeps the newest lines of a flood and says how much is missing", () => {
  const limit = new OutputLimit(allowance, 0);
  limit.pass("x".repeat(100), 0);
  for (let i = 0; i < 1000; i++) expect(limit.pass(`${i}\n`, 0)).toBe("");
  const released = limit.release();
  expect(released.startsWith("\n[3,882 characters of output are left out here]\n")).toBe(true);
  expect(released.endsWith("998\n999\n")).toBe(true);
  expect(limit.holds).toBe(false);
});

it.each(["", "\n"])("passes the beginning and the end of a text above the burst, ending in %j", (end) => {
  const limit = new OutputLimit(allowance, 0);
  const text = `${"a".repeat(100)}${"b".repeat(400)}${"c".repeat(10 - end.length)}${end}`;
  expect(limit.pass(text, 0)).toBe("a".repeat(100));
  expect(limit.release()).toBe(`\n[400 characters of output are left out here]\n${"c".repeat(10 - end.length)}${end}`);
});

it("lets text pass again as time goes by, until the total is reached", () => {
  const limit = new OutputLimit(allowance, 0);
  const sent: string[] = [];
  for (let second = 0; second < 100; second++) sent.push(limit.pass("0123456789", second * 1000));
  expect(sent.slice(0, 20).every((text) => text === "0123456789")).toBe(true);
  expect(sent.slice(20).every((text) => text === "")).toBe(true);
});

it("charges many small messages as a large one", () => {
  const limit = new OutputLimit({ ...allowance, perMessage: 10 }, 0);
  const passed = Array.from({ length: 50 }, () => limit.pass("x", 0)).filter((text) => text !== "");
  expect(passed).toHaveLength(10);
});

it("loses no character without saying so", () => {
  const writes = fc.array(fc.tuple(fc.string({ maxLength: 30 }), fc.nat(500)), { maxLength: 60 });
  fc.assert(
    fc.property(writes, (pieces) => {
      const limit = new OutputLimit(allowance, 0);
      let [now, written, sent] = [0, 0, ""];
      for (const [text, wait] of pieces) {
        now += wait;
        written += text.length;
        sent += limit.pass(text, now);
      }
      sent += limit.release();
      const notices = [...sent.matchAll(/\n\[([\d,]+) characters of output are left out here\]\n/g)];
      const omitted = notices.reduce((sum, [, count]) => sum + Number(count.replaceAll(",", "")), 0);
      const shown = sent.length - notices.reduce((sum, [notice]) => sum + notice.length, 0);
      expect(shown + omitted).toBe(written);
    }),
  );
});
