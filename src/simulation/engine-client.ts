import { startEngineThread } from "../platform/engine-host.js";
import type { EngineThread } from "../platform/engine-thread.js";
import type { Spec } from "../spec/spec.js";
import type { PlanWork } from "../steps/plan-work.js";
import { stepSources } from "./custom-step.js";
import type { EngineReply, EngineRequest } from "./engine-protocol.js";
import { EngineError, failureOf } from "./errors.js";
import { dtypeOf, newFrameData } from "./frame-data.js";
import type { FrameChunk } from "./frame-source.js";
import { KnownValues } from "./known-values.js";
import type { Plan } from "./plan.js";
import type { RenderOptions } from "./render.js";

/** A request without the number that the client gives it. */
type Question = EngineRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, "id">
    : never
  : never;

type Thread = EngineThread<EngineRequest, EngineReply>;

/** Pixels rendered before another request gets its turn: some tens of milliseconds. */
const PIXELS_PER_TURN = 400_000;

interface Waiting {
  resolve(reply: EngineReply): void;
  reject(error: Error): void;
  readonly helper?: Helper;
}

/** Computes values of a plan beside the engine. */
export interface Helper {
  compute(work: PlanWork): Promise<unknown>;
}

/** The main side of the engine's thread. The thread starts with the first request and is replaced if it dies. */
export class EngineClient {
  readonly #waiting = new Map<number, Waiting>();
  readonly #startThread: () => Promise<Thread>;
  #thread: Promise<Thread> | null = null;
  #values = new KnownValues();
  #nextRequest = 1;
  #nextPlan = 1;

  constructor(startThread = startEngineThread) {
    this.#startThread = startThread;
  }

  /** Compiles a spec in the engine's thread; `helper` computes what it asks for meanwhile. */
  async compile<Kinds extends string>(
    spec: Spec<Kinds>,
    helper?: Helper,
  ): Promise<{ planId: number; plan: Plan<Kinds> }> {
    const planId = this.#nextPlan++;
    const helped = helper !== undefined;
    const reply = await this.#ask({ ask: "compile", planId, spec, sources: stepSources(spec), helped }, helper);
    if (!("plan" in reply)) throw new Error("The engine answered a compile request without a plan.");
    // The definitions of a spec's own steps do not cross.
    return { planId, plan: this.#values.unify({ ...reply.plan, spec }) };
  }

  /**
   * Renders frames of a plan in the engine's thread, a few at a time, so that whatever else is asked meanwhile gets its
   * turn, and an abort takes effect, before a long range is done.
   */
  async render(
    planId: number,
    plan: Plan,
    stage: string,
    from: number,
    to: number,
    options: RenderOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<FrameChunk> {
    const { signal, without, onto } = options;
    const turn = Math.max(1, Math.floor(PIXELS_PER_TURN / (plan.fov.height * plan.fov.width)));
    const parts: FrameChunk[] = [];
    for (let at = from; at < to || parts.length === 0; at += turn) {
      signal?.throwIfAborted();
      parts.push(await this.#renderTurn(planId, plan, stage, at, Math.min(at + turn, to), { without, onto }));
    }
    signal?.throwIfAborted();
    const [first] = parts;
    if (parts.length === 1) return first;
    const pixels = first.height * first.width;
    const data = newFrameData(dtypeOf(first.data), (to - from) * pixels);
    for (const part of parts) data.set(part.data, (part.from - from) * pixels);
    return { ...first, to, data };
  }

  /** Has the engine let go of a plan that nobody looks at any more; if somebody does after all, it is sent again. */
  forget(planId: number): void {
    this.#thread?.then((thread) => thread.post({ ask: "forget", id: 0, planId })).catch(() => {});
  }

  async #renderTurn(
    planId: number,
    plan: Plan,
    stage: string,
    from: number,
    to: number,
    options: RenderOptions,
  ): Promise<FrameChunk> {
    for (;;) {
      const reply = await this.#ask({ ask: "render", planId, stage, from, to, options });
      if ("chunk" in reply) return reply.chunk;
      await this.#ask({ ask: "load", planId, plan });
    }
  }

  async #ask(question: Question, helper?: Helper): Promise<EngineReply> {
    this.#thread ??= this.#start().catch((error) => {
      this.#thread = null;
      throw error;
    });
    const thread = await this.#thread;
    const id = this.#nextRequest++;
    const reply = await new Promise<EngineReply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, helper });
      thread.setBusy(true);
      thread.post({ ...question, id });
    });
    if ("failure" in reply) throw new EngineError(reply.failure);
    return reply;
  }

  /** Has a value computed that the engine asks for; whoever wants the plan hears first why it could not be. */
  async #help(thread: Thread, id: number, work: PlanWork): Promise<void> {
    const { name } = work;
    try {
      const value = await this.#waiting.get(id)?.helper?.compute(work);
      thread.post({ ask: "take", id, name, value });
    } catch (error) {
      this.#waiting.get(id)?.reject(error as Error);
      thread.post({ ask: "take", id, name, failure: failureOf(error) });
    }
  }

  async #start(): Promise<Thread> {
    const thread = await this.#startThread();
    this.#values = new KnownValues();
    thread.listen(
      (reply) => {
        const waiting = this.#waiting.get(reply.id);
        if ("wanted" in reply) {
          void this.#help(thread, reply.id, reply.wanted);
          return;
        }
        this.#waiting.delete(reply.id);
        if (this.#waiting.size === 0) thread.setBusy(false);
        waiting?.resolve(reply);
      },
      (error) => {
        this.#thread = null;
        for (const waiting of this.#waiting.values()) waiting.reject(error);
        this.#waiting.clear();
      },
    );
    return thread;
  }
}

/** The engine of this process. */
export const engine = new EngineClient();
