import { randomId } from "../../src/widgets/random-id.js";
import type { MovieQuestion, QuestionAnswer, QuestionMessage } from "../../src/widgets/traits/movie-questions.js";

/** What becomes of a question. */
export interface Hopes {
  /** The buffers of the answer. */
  readonly answer: (buffers: readonly DataView[]) => void;
  readonly progress?: (share: number) => void;
  readonly problem?: (message: string) => void;
}

/** Asks the kernel about a movie, and hands the answers to those who asked. */
export class MovieAsker {
  readonly #send: (message: QuestionMessage) => void;
  readonly #client = randomId();
  readonly #open = new Map<number, Hopes>();
  #number = 0;

  constructor(send: (message: QuestionMessage) => void) {
    this.#send = send;
  }

  /** Returns what gives the question up. */
  ask(generation: number, question: MovieQuestion, hopes: Hopes): () => void {
    this.#number += 1;
    const number = this.#number;
    this.#open.set(number, hopes);
    this.#send({ type: "question", client: this.#client, generation, number, question });
    return () => {
      if (this.#open.delete(number)) this.#send({ type: "cancel", client: this.#client, number });
    };
  }

  /** Takes a message of the kernel; what answers no question of this page is left to others. */
  receive(message: QuestionAnswer, buffers: readonly DataView[]): void {
    if (message.client !== this.#client) return;
    const hopes = this.#open.get(message.number);
    if (message.type === "progress") {
      hopes?.progress?.(message.share);
      return;
    }
    if (message.type !== "answer" && message.type !== "problem") return;
    this.#open.delete(message.number);
    if (message.type === "answer") hopes?.answer(buffers);
    else hopes?.problem?.(message.message);
  }

  /** The kernel forgot the questions, or they are about another movie. */
  forget(): void {
    this.#open.clear();
  }
}
