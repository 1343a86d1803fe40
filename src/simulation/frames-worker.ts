import type { RenderPasses } from "../compute/passes.js";
import { renderPasses, sharedRenderer } from "../compute/renderer.js";
import { doPlanWork } from "../steps/plan-work.js";
import { failureOf } from "./errors.js";
import { isShared } from "./frame-data.js";
import type { FramePlan } from "./frame-plan.js";
import { findStage } from "./frame-range.js";
import type { FramesReply, FramesRequest } from "./frames-protocol.js";
import { framePasses, renderFrames } from "./render.js";

type Post = (reply: FramesReply, transfer: ArrayBuffer[]) => void;

/** The far side of a thread that renders frames of one stage for a run. */
export class FramesWorker {
  #plan: FramePlan | null = null;
  #stage = "";
  #render: RenderPasses = renderPasses;

  constructor(readonly post: Post) {}

  handle(request: FramesRequest): void {
    const { id } = request;
    try {
      if (request.ask === "load") this.post({ id, places: this.#load(request) }, []);
      else if (request.ask === "compute") this.post({ id, value: doPlanWork(request.work) }, []);
      else {
        const chunk = renderFrames(this.#plan!, this.#stage, request.from, request.to, {}, this.#render, request.room);
        this.post({ id, chunk }, isShared(chunk.data) ? [] : [chunk.data.buffer as ArrayBuffer]);
      }
    } catch (error) {
      this.post({ id, failure: failureOf(error) }, []);
    }
  }

  /** Takes in a plan; where it stands in the shared memory. */
  #load({ plan, stage, memory, places }: FramesRequest & { readonly ask: "load" }): readonly number[] {
    this.#plan = plan;
    this.#stage = stage;
    if (!memory) return [];
    // Without any frames: what is the same in all of them.
    const { job, passes } = framePasses(plan, findStage(plan.stages, stage), 0, 0);
    const shared = sharedRenderer(memory, job, passes, places);
    this.#render = shared.render;
    return shared.places;
  }
}
