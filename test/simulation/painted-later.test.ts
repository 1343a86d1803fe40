import { describe, expect, it } from "vitest";
import { EngineClient } from "../../src/simulation/engine-client.js";
import { finalize } from "../../src/simulation/finalize.js";
import { ValueCache, ValueGraph } from "../../src/simulation/graph.js";
import { compile, compileTogether } from "../../src/simulation/plan.js";
import type { Spec } from "../../src/spec/spec.js";
import { brainMotion } from "../../src/steps/brain-motion.js";
import { placeNeurons } from "../../src/steps/place-neurons.js";
import { plainSteps, smallSpec, withoutSteps } from "./small-spec.js";

const engine = new EngineClient();
const placed = smallSpec(plainSteps.slice(0, 1));
const compiled = (spec: Spec) => compileTogether(new ValueGraph(new ValueCache()), spec, [], () => null);

describe("footprints that nothing in a plan needs", () => {
  it("are left to whoever looks at them, and are the same", async () => {
    expect((await compiled(placed)).computed).toEqual(["positions"]);
    const { plan } = await engine.compile(placed);
    const whole = compile(placed);
    expect({ ...plan, spec: null }).toEqual({ ...whole, spec: null, computed: undefined, versions: undefined });
    expect(plan.cells.planted).toEqual(whole.cells.planted);
    expect(finalize(plan).planted).toEqual(finalize(whole).planted);
  });

  it("are painted once for plans of the same cells", async () => {
    const [plan, deeper] = [
      await engine.compile(placed),
      await engine.compile(smallSpec(plainSteps.slice(0, 1), { focal_depth_in_tissue_um: 90 })),
    ];
    expect(deeper.plan.cells.planted).toBe(plan.plan.cells.planted);
    const soma = smallSpec([placeNeurons({ ...plainSteps[0], morphology: "soma" })]);
    expect((await engine.compile(soma)).plan.cells.planted).toEqual(compile(soma).cells.planted);
  });

  it("are painted with the plan where they say which cells are in view", async () => {
    const moving = smallSpec([plainSteps[0], brainMotion()]);
    expect((await compiled(moving)).cells.planted).toEqual(compile(moving).cells.planted);
    const outside = smallSpec([
      placeNeurons({
        positions_um: [
          [40, 0, 0],
          [40, 0, 5000],
        ],
      }),
    ]);
    expect((await compiled(outside)).warnings).toEqual(compile(outside).warnings);
    expect(finalize(compile(outside)).cellCount).toBe(1);
  });

  it("are painted with the plan where something is made of them", async () => {
    for (const spec of [smallSpec(), smallSpec(withoutSteps("composite"))])
      expect((await compiled(spec)).computed).toContain("planted");
  });
});
