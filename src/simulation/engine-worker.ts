import { type EngineReply, type EngineRequest, failureOf } from "./engine-protocol.js";
import { ValueCache } from "./graph.js";
import { compile, type Plan } from "./plan.js";
import { renderFrames } from "./render.js";

type Post = (reply: EngineReply, transfer: ArrayBuffer[]) => void;

/** Plans the engine keeps at a time; a scene whose plan has gone sends it again. */
const KEPT_PLANS = 6;

/** The engine's side of the thread: compiles specs and renders frames of the plans it holds. */
export class Engine {
  readonly #cache = new ValueCache();
  readonly #plans = new Map<number, Plan>();

  constructor(readonly post: Post) {}

  handle(request: EngineRequest): void {
    const { id } = request;
    try {
      switch (request.ask) {
        case "compile": {
          const plan = compile(request.spec, this.#cache, request.sources);
          this.#keep(request.planId, plan);
          this.post({ id, plan }, []);
          break;
        }
        case "load":
          this.#keep(request.planId, request.plan);
          this.post({ id, loaded: true }, []);
          break;
        case "render": {
          const plan = this.#plans.get(request.planId);
          if (!plan) {
            this.post({ id, unknownPlan: true }, []);
            break;
          }
          this.#keep(request.planId, plan);
          const chunk = renderFrames(plan, request.stage, request.from, request.to, request.options);
          this.post({ id, chunk }, [chunk.data.buffer as ArrayBuffer]);
        }
      }
    } catch (error) {
      this.post({ id, failure: failureOf(error) }, []);
    }
  }

  #keep(planId: number, plan: Plan): void {
    this.#plans.delete(planId);
    this.#plans.set(planId, plan);
    if (this.#plans.size > KEPT_PLANS) this.#plans.delete(this.#plans.keys().next().value!);
  }
}
