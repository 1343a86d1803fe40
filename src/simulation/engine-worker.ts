import type { PlanWork, PlanWorkName } from "../steps/plan-work.js";
import type { SceneValues } from "../steps/scene.js";
import type { EngineReply, EngineRequest } from "./engine-protocol.js";
import { EngineError, failureOf } from "./errors.js";
import { type Elsewhere, ValueCache, ValueGraph } from "./graph.js";
import { type CompiledPlan, compileTogether, type Plan } from "./plan.js";
import { renderFrames } from "./render.js";

type Post = (reply: EngineReply, transfer: ArrayBuffer[]) => void;

/** Plans the engine keeps at a time; a scene whose plan has gone sends it again. */
const KEPT_PLANS = 6;

/** What takes less (ms) than this is not worth another thread. */
const WORTH_MS = 40;

/** Plans that were sent here again come without the versions of their values. */
type KeptPlan = Plan & Partial<Pick<CompiledPlan, "versions">>;

type Taken = EngineRequest & { readonly ask: "take" };

/** The engine's side of the thread: compiles specs and renders frames of the plans it holds. */
export class Engine {
  readonly #cache = new ValueCache();
  readonly #plans = new Map<number, KeptPlan>();
  /** What is done with the values that were asked for, by the request that needs them. */
  readonly #wanted = new Map<number, Map<PlanWorkName, (answer: Taken) => void>>();

  constructor(readonly post: Post) {}

  handle(request: EngineRequest): void {
    const { id } = request;
    try {
      switch (request.ask) {
        case "compile":
          void this.#compile(request);
          break;
        case "take":
          this.#wanted.get(id)?.get(request.name)?.(request);
          break;
        case "load":
          this.#keep(request.planId, request.plan);
          this.post({ id, loaded: true }, []);
          break;
        case "forget":
          this.#forget(request.planId);
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

  async #compile({ id, planId, spec, sources, helped }: EngineRequest & { readonly ask: "compile" }): Promise<void> {
    try {
      const elsewhere = helped ? this.#helpFor(id) : () => null;
      const plan = await compileTogether(new ValueGraph(this.#cache), spec, sources, elsewhere);
      this.#keep(planId, plan);
      this.post({ id, plan }, []);
    } catch (error) {
      this.post({ id, failure: failureOf(error) }, []);
    } finally {
      this.#wanted.delete(id);
    }
  }

  /** Asks whoever asked to compile for what takes long. */
  #helpFor(id: number): Elsewhere {
    const wanted = new Map<PlanWorkName, (answer: Taken) => void>();
    this.#wanted.set(id, wanted);
    return <Name extends PlanWorkName>(work: PlanWork<Name>, ms: number) => {
      if (ms < WORTH_MS) return null;
      return new Promise<SceneValues[Name]>((resolve, reject) => {
        wanted.set(work.name, (answer) => {
          if ("failure" in answer) reject(new EngineError(answer.failure));
          else resolve(answer.value as SceneValues[Name]);
        });
        this.post({ id, wanted: work as PlanWork }, []);
      });
    };
  }

  /** Lets go of a plan, and of what no other one holds. */
  #forget(planId: number): void {
    const versions = new Set(this.#plans.get(planId)?.versions?.values());
    this.#plans.delete(planId);
    for (const { versions: held } of this.#plans.values())
      for (const version of held?.values() ?? []) versions.delete(version);
    this.#cache.forget(versions);
  }

  #keep(planId: number, plan: KeptPlan): void {
    this.#plans.delete(planId);
    this.#plans.set(planId, plan);
    if (this.#plans.size > KEPT_PLANS) this.#plans.delete(this.#plans.keys().next().value!);
  }
}
