import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setKernelHost } from "../../src/kernel/host.js";
import type { Callout } from "../../src/widgets/lesson/callout.js";
import { exercise } from "../../src/widgets/lesson/exercise.js";
import { predict } from "../../src/widgets/lesson/prediction.js";
import { WidgetError } from "../../src/widgets/widget-error.js";
import { MemoryHost } from "./memory-host.js";

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => setKernelHost(undefined));

describe("a prediction", () => {
  const ask = () => predict("How much more noise?", ["as much", "√2 times", "twice"]);

  it("is answered even by a reader who predicted nothing", () => {
    const answer = ask().reveal("√2 times", "Noise grows with the root.");
    expect(String(answer)).toBe("The answer: √2 times. Noise grows with the root.");
  });

  it("stands beside the answer, and the answer follows when another one is picked in the page", () => {
    const guess = ask();
    const answer = guess.reveal("√2 times");
    const [, radio] = guess.children;
    host.deliver(radio.modelId, { method: "update", state: { index: 2 }, buffer_paths: [] });
    expect(guess.guess).toEqual(["twice"]);
    expect(String(answer)).toBe("→ You predicted “twice”. The answer: √2 times.");
    guess.guess = ["√2 times"];
    expect(String(answer)).toBe("✓ You predicted it: √2 times.");
  });

  it("of several says what was overlooked and what did not belong", () => {
    const guess = predict("Which are lost?", ["#1", "#2", "#3", "#4"], { many: true });
    const answer = guess.reveal(["#2", "#3"]) as Callout;
    expect(answer.tone).toBe("neutral");
    guess.guess = ["#1", "#2"];
    expect(answer.text).toBe("1 of 2 found; you overlooked #3, and #1 did not belong. The answer: #2, #3.");
    guess.guess = ["#2", "#3"];
    expect(answer.tone).toBe("right");
  });

  it("has choices that differ, and an answer among them", () => {
    expect(() => predict("?", ["a"])).toThrow(WidgetError);
    expect(() => predict("?", ["a", "a"])).toThrow(WidgetError);
    expect(() => ask().reveal("thrice" as "twice")).toThrow(/as much, √2 times, twice/);
  });

  it("shows text as text", () => {
    const guess = predict("Is 1 < 2 & <b>bold</b>?", ["yes", "no"]);
    expect(JSON.stringify(host.take())).not.toContain("<b>bold");
    expect(String(guess)).toContain("Predict: Is 1 < 2");
  });
});

describe("an exercise", () => {
  const gain = () =>
    exercise({
      task: "Read off the gain.",
      answer: { label: "gain", unit: "counts per e⁻" },
      check: (value) => Math.abs(value - 2) < 0.1 || "Take two points far apart.",
      solved: "Two counts for each electron.",
    });

  it("answers a number that is wrong with a hint, and one that is right with what it means", async () => {
    const task = gain();
    expect(await task.check(7)).toBe("Take two points far apart.");
    expect(String(task)).toBe("Exercise: Read off the gain.\nTake two points far apart.");
    expect(await task.check(2.04)).toBe(true);
    expect(String(task)).toContain("Two counts for each electron.");
  });

  it("is checked by its button, with the number typed", async () => {
    const task = gain();
    const [, row, result] = task.children as unknown as [
      unknown,
      { children: { modelId: string }[] },
      { layout: { display: string | null } },
    ];
    expect(result.layout.display).toBe("none");
    host.deliver(row.children[1].modelId, { method: "update", state: { value: 2 }, buffer_paths: [] });
    host.deliver(row.children[3].modelId, { method: "custom", content: { event: "click" } });
    await expect.poll(() => result.layout.display).toBeNull();
    expect(String(task)).toContain("Two counts for each electron.");
  });

  it("looks at what was done elsewhere", async () => {
    let cells = 3;
    const task = exercise({ task: "Find ten cells.", check: async () => cells >= 10 || `Only ${cells} so far.` });
    expect(await task.check()).toBe("Only 3 so far.");
    cells = 12;
    expect(await task.check()).toBe(true);
  });
});
