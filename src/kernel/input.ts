import type { Message } from "./wire.js";

/** What `input` rejects with when nothing can be entered. */
export class InputError extends Error {
  override readonly name = "InputError";
}

interface Question {
  readonly asker: Message;
  readonly content: { readonly prompt: string; readonly password: boolean };
  readonly value: Promise<string>;
  readonly resolve: (value: string) => void;
  readonly reject: (error: InputError) => void;
  /** The id of its input_request, once it was sent. */
  sentAs?: string;
}

/** An answer to come, and how to stop waiting for it. */
export interface PendingAnswer {
  readonly value: Promise<string>;
  readonly forget: () => void;
}

const endOfInput = "\u0004";

/** The questions to front ends: asked one after the other, each answered by an input_reply. */
export class Inputs {
  private readonly questions: Question[] = [];

  /** `send` sends an input_request to the sender of a message and returns its id. */
  constructor(private readonly send: (asker: Message, content: Record<string, unknown>) => string) {}

  ask(asker: Message | undefined, prompt: string, password: boolean): PendingAnswer {
    if (asker === undefined) {
      const error = new InputError(
        "input: this cell cannot ask for input, because its front end takes none (allow_stdin is off), as when a " +
          "notebook runs unattended. Run the cell in JupyterLab or a console, or give the value in the code.",
      );
      return { value: Promise.reject(error), forget: () => {} };
    }
    const question: Question = { asker, content: { prompt, password }, ...withResolvers() };
    const { value } = question;
    this.questions.push(question);
    this.askNext();
    return { value, forget: () => this.remove(question) };
  }

  receive(reply: Message): void {
    const [question] = this.questions;
    if (question?.sentAs === undefined) return;
    // Not every client says which request it answers.
    const answers = reply.parentHeader.msg_id;
    if (answers !== undefined && answers !== question.sentAs) return;
    const { value } = reply.content;
    if (typeof value !== "string" || value === endOfInput) question.reject(new InputError("input: the input ended."));
    else question.resolve(value);
    this.remove(question);
  }

  private remove(question: Question): void {
    const at = this.questions.indexOf(question);
    if (at < 0) return;
    this.questions.splice(at, 1);
    this.askNext();
  }

  private askNext(): void {
    const [next] = this.questions;
    if (next !== undefined && next.sentAs === undefined) next.sentAs = this.send(next.asker, next.content);
  }
}

function withResolvers(): Pick<Question, "value" | "resolve" | "reject"> {
  let [resolve, reject]: [Question["resolve"], Question["reject"]] = [() => {}, () => {}];
  const value = new Promise<string>((...both) => {
    [resolve, reject] = both;
  });
  return { value, resolve, reject };
}
