import { escapeHtml } from "../../kernel/html-table.js";
import { Button, FloatText, HBox, HTML, Label, VBox } from "../controls/index.js";
import { Callout } from "./callout.js";

/** True when the exercise is solved, else a hint. */
export type Verdict = true | string;

type Checked = Verdict | Promise<Verdict>;

/** An exercise that is solved elsewhere, such as in a sandbox above it. */
export interface ExerciseOptions {
  readonly task: string;
  /** Looks at what the reader has done. */
  readonly check: () => Checked;
  /** Said when it is solved. */
  readonly solved?: string;
}

/** An exercise whose answer is a number to type. */
export interface NumberExerciseOptions {
  readonly task: string;
  readonly answer: { readonly label: string; readonly unit?: string };
  /** Looks at the number that was typed. */
  readonly check: (answer: number) => Checked;
  readonly solved?: string;
}

/** A task with a button that checks it and gives a hint. Made by {@link exercise}. */
export class Exercise extends VBox {
  readonly task: string;
  readonly #check: (answer: number) => Checked;
  readonly #field: FloatText | null;
  readonly #result: Callout;
  readonly #solved: string;

  constructor({ task, solved = "That is it.", ...options }: ExerciseOptions | NumberExerciseOptions) {
    const field = "answer" in options ? new FloatText({ continuous_update: false, layout: { width: "110px" } }) : null;
    const { label = "", unit = "" } = "answer" in options ? options.answer : {};
    const button = new Button({ description: "Check", layout: { width: "88px" } });
    const result = new Callout();
    result.layout.display = "none";
    super({
      children: [
        new HTML({ value: `<b>Exercise</b> ${escapeHtml(task)}` }),
        new HBox({
          children: field ? [new Label({ value: label }), field, new Label({ value: unit }), button] : [button],
          layout: { align_items: "center", grid_gap: "8px" },
        }),
        result,
      ],
      _dom_classes: ["ms-callout", "ms-question"],
    });
    this.task = task;
    this.#check = options.check;
    this.#field = field;
    this.#result = result;
    this.#solved = solved;
    button.onClick(() => this.check());
  }

  /** Checks what the reader has done, or the number given in the reader's place, and says what comes of it. */
  async check(answer?: number): Promise<Verdict> {
    if (answer !== undefined && this.#field) this.#field.value = answer;
    const verdict = await this.#check(this.#field?.value ?? Number.NaN);
    this.#result.say(verdict === true ? "right" : "wrong", verdict === true ? this.#solved : verdict);
    this.#result.layout.display = null;
    return verdict;
  }

  override toString(): string {
    return [`Exercise: ${this.task}`, this.#result.text].filter(Boolean).join("\n");
  }
}

/**
 * Gives the reader something to do, and a button that checks it: what is not yet right is answered with a hint.
 *
 * @example
 * ```ts
 * exercise({
 *   task: "Read the gain off the line's slope.",
 *   answer: { label: "gain", unit: "counts per e⁻" },
 *   check: (gain) => Math.abs(gain - 2) < 0.1 || "The slope is the rise over the run: take two points far apart.",
 * })
 * ```
 */
export function exercise(options: ExerciseOptions | NumberExerciseOptions): Exercise {
  return new Exercise(options);
}
