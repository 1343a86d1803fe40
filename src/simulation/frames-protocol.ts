import type { PlanWork } from "../steps/plan-work.js";
import type { EngineFailure } from "./errors.js";
import type { FramePlan } from "./frame-plan.js";
import type { FrameChunk, FrameData } from "./frame-source.js";

/** What a thread is asked that renders frames of one stage for a run, and helps with its plan before; `id` comes back with the answer. */
export type FramesRequest = { readonly id: number } & (
  | {
      readonly ask: "load";
      readonly plan: FramePlan;
      readonly stage: string;
      /** A memory that all threads of the run render in; null where threads cannot share one. */
      readonly memory: WebAssembly.Memory | null;
      /** Where the first of them has put what frames are rendered from; null for the first one. */
      readonly places: readonly number[] | null;
    }
  | { readonly ask: "compute"; readonly work: PlanWork }
  | {
      readonly ask: "render";
      readonly from: number;
      readonly to: number;
      /** Memory to render into: that of earlier frames, which nobody needs any more, or a part of one that threads share. */
      readonly room: ArrayBuffer | FrameData | null;
    }
);

export type FramesReply = { readonly id: number } & (
  | { readonly places: readonly number[] }
  | { readonly value: unknown }
  | { readonly chunk: FrameChunk }
  | { readonly failure: EngineFailure }
);
