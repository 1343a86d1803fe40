import { finalize } from "../../src/simulation/finalize.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrame, renderFrames } from "../../src/simulation/render.js";
import type { Scene } from "../../src/simulation/scene.js";
import { parseSpec, type SpecInput } from "../../src/spec/spec.js";

/** A scene that the page compiles and renders by itself, in its own thread. */
export function compiledSource(spec: SpecInput): Scene {
  const plan = compile(parseSpec(spec));
  const { fps } = plan.spec.acquisition;
  const source = {
    spec: plan.spec,
    plan,
    groundTruth: finalize(plan),
    stages: plan.stages,
    warnings: plan.warnings,
    frameCount: plan.frameCount,
    fps,
    pixelSizeUm: plan.fov.pixelSizeUm,
    frames: async (stage: string, from: number, to: number, options = {}) =>
      renderFrames(plan, stage, from, to, options),
    stage: (name: string) => ({ frame: (t: number) => renderFrame(plan, t, name) }),
  };
  return source as unknown as Scene;
}

/** A frame of such a scene, at once. */
export function renderedFrame({ plan }: Pick<Scene, "plan">, stage: string, frame: number) {
  const { height, width } = plan.stages.find(({ name }) => name === stage)!;
  return { data: renderFrame(plan, frame, stage), height, width };
}
