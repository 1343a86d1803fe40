import { buildSpec, ca1, miniscopeV4, plan, simulate } from "../../dist/index.js";

const duration_s = 20;

/** Miniscope V4 over CA1, 608 × 608. */
export async function rows() {
  const spec = buildSpec(miniscopeV4(), ca1(), { duration_s, includeNeuropil: false, includeVasculature: false });
  const planning = await seconds(() => plan(spec));
  const simulating = await seconds(() => simulate(spec));
  const frames = simulating.result.frameCount;
  return [
    { name: `plan, V4 × CA1, ${duration_s} s`, value: planning.seconds, unit: "s" },
    { name: `simulate, V4 × CA1, ${duration_s} s`, value: simulating.seconds, unit: "s" },
    { name: "simulate, frames a second at 608 × 608", value: frames / simulating.seconds, unit: "/s" },
  ];
}

async function seconds(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}
