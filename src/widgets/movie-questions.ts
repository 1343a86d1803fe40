import { z } from "zod";
import { type AskedMovie, answerTo } from "./movie-answers.js";
import type { QuestionAnswer, QuestionMessage } from "./traits/movie-questions.js";

const cells = z.array(z.int().min(0)).max(100_000);
const frame = z.int().min(0);
const client = z.string().min(1).max(64);

const messageSchema: z.ZodType<QuestionMessage> = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("question"),
    client,
    generation: z.int().min(0),
    number: z.int().min(0),
    question: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("outlines"), cells }),
      z.strictObject({ kind: z.literal("vessels") }),
      z.strictObject({ kind: z.literal("traces"), cells }),
      z.strictObject({ kind: z.literal("regions"), cells, stage: z.string() }),
      z.strictObject({ kind: z.literal("limits"), stage: z.string() }),
      z.strictObject({ kind: z.literal("maximum"), stage: z.string(), from: frame, to: frame }),
    ]),
  }),
  z.strictObject({ type: z.literal("cancel"), client, number: z.int().min(0) }),
]);

/** Answers what pages ask of a movie besides its frames, one question after another, as each may take long. */
export class MovieQuestions {
  #asked: AskedMovie;
  #generation: number;
  readonly #running = new Map<string, AbortController>();
  #queue: Promise<void> = Promise.resolve();
  readonly #send: (answer: QuestionAnswer, buffers?: readonly ArrayBufferView[]) => void;

  constructor(
    asked: AskedMovie,
    generation: number,
    send: (answer: QuestionAnswer, buffers?: readonly ArrayBufferView[]) => void,
  ) {
    this.#asked = asked;
    this.#generation = generation;
    this.#send = send;
  }

  /** Goes on with another movie; what is being answered about the last one is given up. */
  replace(asked: AskedMovie, generation: number): void {
    this.#asked = asked;
    this.#generation = generation;
    for (const work of this.#running.values()) work.abort();
  }

  /** Takes a page's message; what is no question is left to others. */
  receive(content: unknown): void {
    const { success, data: message } = messageSchema.safeParse(content);
    if (!success) return;
    const key = `${message.client} ${message.number}`;
    if (message.type === "cancel") this.#running.get(key)?.abort();
    else if (message.generation === this.#generation) {
      const abort = new AbortController();
      this.#running.set(key, abort);
      const answer = () => this.#answer(message, abort.signal).finally(() => this.#running.delete(key));
      // What is at hand is not kept waiting by what has to be computed.
      if (message.question.kind === "regions" || message.question.kind === "maximum") {
        this.#queue = this.#queue.then(answer);
      } else void answer();
    }
  }

  async #answer(
    { client, number, question }: Extract<QuestionMessage, { type: "question" }>,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return;
    let reported = performance.now();
    const report = (share: number) => {
      const now = performance.now();
      if (now - reported < 100) return;
      reported = now;
      this.#send({ type: "progress", client, number, share });
    };
    try {
      const buffers = await answerTo(question, this.#asked, { signal, report });
      if (!signal.aborted) this.#send({ type: "answer", client, number }, buffers);
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.#send({ type: "problem", client, number, message });
    }
  }
}
