import { describe, expect, it } from "vitest";
import { displaySymbol } from "../../src/kernel/host.js";
import { plan } from "../../src/simulation/scene.js";
import { RecordingDraft } from "../../src/spec/recording-draft.js";
import { exploredFrame, exploredSteps } from "../../src/widgets/explored-steps.js";
import { StageExplorer } from "../../src/widgets/stage-explorer.js";
import { Why } from "../../src/widgets/why.js";
import { allSteps, smallAcquisition, smallSpec, withStep } from "../simulation/small-spec.js";

const spec = smallSpec(allSteps);
const opacity = "steps.vasculature.layers[0].opacity";

describe("the steps that are explored", async () => {
  const scene = await plan(spec);
  const frame = (kind: string, mode: "with" | "without" | "difference") => exploredFrame(scene, kind, mode, 4);

  it("are all twelve, each with a movie of the field of view after it", async () => {
    const steps = exploredSteps(spec);
    expect(steps.map(({ kind }) => kind)).toHaveLength(12);
    for (const { kind } of steps) expect((await frame(kind, "with")).data, kind).toHaveLength(48 * 64);
  });

  it("show as a difference what with has more than without, and what comes after is what follows without it", async () => {
    for (const { kind } of exploredSteps(spec).filter(({ isComparable }) => isComparable)) {
      const [after, before, difference] = [
        (await frame(kind, "with")).data,
        (await frame(kind, "without")).data,
        (await frame(kind, "difference")).data,
      ];
      expect(
        difference.some((value) => value !== 0),
        kind,
      ).toBe(true);
      expect(difference).toEqual(Float32Array.from(after, (value, i) => value - before[i]));
    }
    expect((await frame("neuropil", "with")).data).toEqual((await frame("vasculature", "without")).data);
    expect((await frame("optics", "with")).data).toEqual((await frame("composite", "with")).data);
  });
});

describe("StageExplorer", () => {
  it("shows the step that is asked for, what it changed, and every step in small", async () => {
    const explorer = new StageExplorer(spec, { step: "vasculature", mode: "difference", frame: 3 });
    await explorer.updateStrip();
    expect(explorer).toMatchObject({ step: "vasculature", mode: "difference", problem: null, busy: false });
    const { effect, steps, thumbnails, thumbnailSize } = explorer;
    expect(effect).toMatchObject({ kind: "vasculature", frame: 3, beforeLabel: "before (neuropil)" });
    for (const counts of [effect!.before, effect!.after])
      expect(counts.reduce((a, b) => a + b, 0) / (48 * 64)).toBeGreaterThan(0.999);
    expect(effect!.afterMean).toBeLessThan(effect!.beforeMean!);
    expect(steps.map(({ mean }) => mean)).not.toContain(null);
    expect(thumbnails).toHaveLength(steps.length * thumbnailSize[0] * thumbnailSize[1]);
  });

  it("takes over a changed parameter, in its spec and on the screen, and goes back", async () => {
    const explorer = new StageExplorer(spec, { step: "vasculature" });
    await explorer.settled();
    const before = explorer.effect!;
    expect(explorer.change(opacity, 0.2)).toBe(true);
    await explorer.settled();
    expect(explorer.spec.steps.find(({ kind }) => kind === "vasculature")).toMatchObject({
      layers: [{ opacity: 0.2 }],
    });
    expect(explorer).toMatchObject({ changed: 1, generation: 1 });
    expect(explorer.effect!.afterMean).toBeGreaterThan(before.afterMean);
    expect(explorer.effect!.beforeMean).toBe(before.beforeMean);
    const named = explorer.steps.find(({ kind }) => kind === "vasculature")!.parameters;
    expect(named.find(({ path }) => path === opacity)).toMatchObject({ value: 0.2, default: 0.85 });
    explorer.discard();
    await explorer.settled();
    expect(explorer.spec).toEqual(spec);
    expect(explorer.effect!.afterMean).toBe(before.afterMean);
  });

  it("renders what is on the screen of another scene, and the other pictures of the strip when asked for", async () => {
    const explorer = new StageExplorer(spec, { step: "vasculature" });
    await explorer.updateStrip();
    const stale = () => explorer.steps.filter(({ pictured }) => pictured !== "1 0").map(({ kind }) => kind);
    const before = explorer.steps.at(-1)!.mean!;
    explorer.change(opacity, 0.2);
    await explorer.settled();
    expect(stale()).toEqual(explorer.steps.map(({ kind }) => kind).filter((kind) => kind !== "vasculature"));
    expect(explorer.steps.at(-1)!.mean).toBe(before);
    await explorer.updateStrip();
    expect(stale()).toEqual([]);
    expect(explorer.steps.at(-1)!.mean).toBeGreaterThan(before);
  });

  it("shares its selection with other views of the cells, also when a parameter leaves them what they are", async () => {
    const explorer = new StageExplorer(spec, { step: "vasculature" });
    await explorer.settled();
    const other = new Why(await explorer.scene);
    other.cell = 3;
    expect(explorer.selected).toBe(3);
    explorer.change(opacity, 0.2);
    await explorer.settled();
    const { footprints } = explorer;
    explorer.selected = 5;
    expect([other.cell, new Why(await explorer.scene).cell]).toEqual([5, 5]);
    explorer.change("acquisition.optics.na", 0.5);
    await explorer.settled();
    expect([explorer.selected, explorer.footprints]).toEqual([5, footprints + 1]);
    expect(() => explorer.set({ selected: 100_000 })).toThrow(/selected.*below the/s);
  });

  it("gives a step its defaults", async () => {
    const explorer = new StageExplorer(smallSpec(withStep("leakage", { level: 0.4 }, allSteps)), { step: "leakage" });
    explorer.resetStep();
    await explorer.settled();
    const { parameters } = explorer.steps.find(({ kind }) => kind === "leakage")!;
    for (const { value, default: usual } of parameters) expect(value).toEqual(usual);
  });

  it("keeps its last good result when a value is wrong, and offers the nearest that is right", async () => {
    const explorer = new StageExplorer(spec, { step: "vasculature" });
    expect(explorer.change(opacity, 1.7)).toBe(false);
    expect(explorer.spec).toEqual(spec);
    expect(explorer.problem).toMatchObject({ path: opacity, repair: { label: "Use 1", value: 1 } });
    expect(explorer.problem!.message).toContain("1.7");
    expect(explorer.change(opacity, explorer.problem!.repair!.value)).toBe(true);
    await explorer.settled();
    expect(explorer.problem).toBeNull();
  });

  it("hands its spec to the draft that it was made of, or to another", async () => {
    const draft = new RecordingDraft({ acquisition: smallAcquisition, seed: 7 });
    draft.commit(...allSteps);
    const explorer = new StageExplorer(draft);
    explorer.change("steps.leakage.level", 0.2);
    expect(explorer.commit()).toEqual(explorer.spec);
    expect(draft.spec).toEqual(explorer.spec);
    expect(explorer.changed).toBe(0);
    const other = new RecordingDraft({ acquisition: {} });
    expect(explorer.commit(other)).toEqual(other.spec);
    expect(() => new StageExplorer(spec).commit()).toThrow(/commit.*a RecordingDraft/s);
    await explorer.settled();
  });

  it("explores a spec of cells alone, and refuses a step that is not there", async () => {
    const cells = smallSpec(allSteps.slice(0, 1));
    const explorer = new StageExplorer(cells);
    await explorer.settled();
    expect([explorer.step, explorer.problem]).toEqual(["place_neurons", null]);
    expect(() => new StageExplorer(cells, { step: "sensor" })).toThrow(/step.*"place_neurons"/s);
  });

  it("has a picture of the step, what it changed and the strip", async () => {
    const explorer = new StageExplorer(spec, { step: "neuropil" });
    const { "image/png": picture } = await explorer[displaySymbol]();
    expect(Buffer.from(`${picture}`, "base64").subarray(1, 4).toString()).toBe("PNG");
  });
});
