import type { Spec } from "../spec/spec.js";
import type { PlanWork, PlanWorkName } from "../steps/plan-work.js";
import type { StepSource } from "./custom-step.js";
import type { EngineFailure } from "./errors.js";
import type { FrameChunk } from "./frame-source.js";
import type { CompiledPlan, Plan } from "./plan.js";
import type { RenderOptions } from "./render.js";

/** What the engine's thread is asked; `id` comes back with the answer. */
export type EngineRequest = { readonly id: number } & (
  | {
      readonly ask: "compile";
      readonly planId: number;
      readonly spec: Spec;
      readonly sources: readonly StepSource[];
      /** Whether others may be asked for values. */
      readonly helped: boolean;
    }
  /** A value that this compile request asked for, or why there is none. */
  | { readonly ask: "take"; readonly name: PlanWorkName; readonly value: unknown }
  | { readonly ask: "take"; readonly name: PlanWorkName; readonly failure: EngineFailure }
  | { readonly ask: "load"; readonly planId: number; readonly plan: Plan }
  /** Nobody looks at this plan any more; no answer. */
  | { readonly ask: "forget"; readonly planId: number }
  | {
      readonly ask: "render";
      readonly planId: number;
      readonly stage: string;
      readonly from: number;
      readonly to: number;
      readonly options: RenderOptions;
    }
);

export type EngineReply = { readonly id: number } & (
  | { readonly plan: CompiledPlan }
  /** Asks the one who asked to compile for a value; the plan follows. */
  | { readonly wanted: PlanWork }
  | { readonly loaded: true }
  | { readonly chunk: FrameChunk }
  /** The engine no longer holds this plan: load it and ask again. */
  | { readonly unknownPlan: true }
  | { readonly failure: EngineFailure }
);
