import { describe, expect, it } from "vitest";
import { EngineClient } from "../../src/simulation/engine-client.js";
import { finalize } from "../../src/simulation/finalize.js";
import type { Plan } from "../../src/simulation/plan.js";
import { sameData } from "../../src/simulation/same-data.js";
import { withValues } from "../../src/spec/path.js";
import type { Spec } from "../../src/spec/spec.js";
import { plainSteps, smallSpec } from "./small-spec.js";

const engine = new EngineClient();
// Left to itself, the focal plane would follow the sensor.
const spec = smallSpec(plainSteps, { focal_depth_in_tissue_um: 50 });
const compiled = async (some: Spec): Promise<Plan> => (await engine.compile(some)).plan;

describe("plans of one engine", () => {
  it("hold what is equal in them once, and so does their truth", async () => {
    const [plan, brighter] = [
      await compiled(spec),
      await compiled(withValues(spec, { "steps.sensor.photons_per_unit": 900 })),
    ];
    expect(brighter.patches.blurred === plan.patches.blurred).toBe(true);
    expect(brighter.cells.traces === plan.cells.traces).toBe(true);
    const [truth, other] = [finalize(plan), finalize(brighter)];
    expect(other.observed === truth.observed).toBe(true);
    expect(other.C!.data === truth.C!.data).toBe(true);
  });

  it("differ where a step has changed, and the truth of each stays its own", async () => {
    const plan = await compiled(spec);
    const wider = await compiled(withValues(spec, { "acquisition.optics.na": 0.2 }));
    expect(wider.cells.planted === plan.cells.planted).toBe(true);
    expect(wider.patches.blurred === plan.patches.blurred).toBe(false);
    const [truth, other] = [finalize(plan), finalize(wider)];
    expect(sameData(other.observed, truth.observed)).toBe(false);
    const { plan: fresh } = await new EngineClient().compile(wider.spec);
    expect(sameData(other.observed, finalize(fresh).observed)).toBe(true);
    expect(truth.observed === finalize(plan).observed).toBe(true);
  });
});
