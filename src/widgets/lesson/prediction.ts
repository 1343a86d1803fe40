import { escapeHtml } from "../../kernel/html-table.js";
import { Checkbox, HTML, RadioButtons, VBox } from "../controls/index.js";
import { WidgetError } from "../widget-error.js";
import { callout, type Tone } from "./callout.js";

/** How a prediction is asked for. */
export interface PredictOptions {
  /** Whether several choices can be ticked, or none. One is picked unless this is set. */
  readonly many?: boolean;
}

type Answer<Choice extends string> = Choice | readonly Choice[];

/** A question that is asked before the answer is shown. Made by {@link predict}. */
export class Prediction<Choice extends string = string> extends VBox {
  readonly question: string;
  readonly choices: readonly Choice[];
  readonly #boxes: readonly Checkbox[];
  readonly #radio: RadioButtons<Choice> | null;

  constructor(question: string, choices: readonly Choice[], { many = false }: PredictOptions) {
    const width = { width: "auto" };
    const boxes = many ? choices.map((description) => new Checkbox({ description, indent: false, layout: width })) : [];
    const radio = many ? null : new RadioButtons<Choice>({ options: [...choices], value: null, layout: width });
    super({
      children: [new HTML({ value: `<b>Predict</b> ${escapeHtml(question)}` }), ...(radio ? [radio] : boxes)],
      _dom_classes: ["ms-callout", "ms-question"],
    });
    this.question = question;
    this.choices = [...choices];
    this.#boxes = boxes;
    this.#radio = radio;
  }

  /** What is predicted: the choices picked. Null while nothing is. */
  get guess(): readonly Choice[] | null {
    const picked = this.#radio ? this.#radio.value : null;
    if (picked !== null) return [picked];
    const ticked = this.choices.filter((_, i) => this.#boxes[i]?.value);
    return ticked.length > 0 ? ticked : null;
  }

  /** Predicts in place of the reader. */
  set guess(guess: readonly Choice[] | null) {
    for (const choice of guess ?? []) this.#check(choice);
    if (this.#radio) this.#radio.value = guess?.[0] ?? null;
    for (const [i, box] of this.#boxes.entries()) box.value = guess?.includes(this.choices[i]) ?? false;
  }

  /**
   * The answer, beside what was predicted; it follows when the prediction is changed.
   * @param because a sentence or two that say why
   * @throws WidgetError when the answer is none of the choices.
   */
  reveal(answer: Answer<Choice>, because = ""): VBox {
    const right = typeof answer === "string" ? [answer] : [...answer];
    for (const choice of right) this.#check(choice);
    const shown = callout(["neutral", ""]);
    const show = () => shown.say(...this.#judge(right, because));
    for (const control of this.#boxes) control.observe("value", show);
    this.#radio?.observe("value", show);
    show();
    return shown;
  }

  override toString(): string {
    return `Predict: ${this.question}\n${this.choices.map((choice) => `  ○ ${choice}`).join("\n")}`;
  }

  #check(choice: Choice): void {
    if (this.choices.includes(choice)) return;
    throw new WidgetError("Prediction", "answer", choice, `one of ${this.choices.join(", ")}`);
  }

  #judge(right: readonly Choice[], because: string): [Tone, string] {
    const { guess } = this;
    const answer = `The answer: ${right.join(", ") || "none"}. ${because}`.trim();
    if (guess === null) return ["neutral", answer];
    const overlooked = right.filter((choice) => !guess.includes(choice));
    const wrong = guess.filter((choice) => !right.includes(choice));
    if (overlooked.length === 0 && wrong.length === 0)
      return ["right", `You predicted it: ${right.join(", ")}. ${because}`];
    if (right.length === 1 && guess.length === 1) return ["wrong", `You predicted “${guess[0]}”. ${answer}`];
    const parts = [
      overlooked.length > 0 ? `you overlooked ${overlooked.join(", ")}` : "",
      wrong.length > 0 ? `${wrong.join(", ")} did not belong` : "",
    ].filter(Boolean);
    return ["wrong", `${guess.length - wrong.length} of ${right.length} found; ${parts.join(", and ")}. ${answer}`];
  }
}

/**
 * Asks for a prediction before a result is shown; a later cell reveals the answer.
 *
 * @example
 * ```ts
 * const guess = predict("Twice the exposure: how much more noise?", ["as much", "√2 times", "twice"]);
 * guess
 * // in a later cell
 * guess.reveal("√2 times", "Shot noise grows with the root of the light.")
 * ```
 * @throws WidgetError when there are fewer than two choices, or two alike.
 */
export function predict<const Choice extends string>(
  question: string,
  choices: readonly Choice[],
  options: PredictOptions = {},
): Prediction<Choice> {
  if (choices.length < 2 || new Set(choices).size < choices.length)
    throw new WidgetError("Prediction", "choices", choices, "two or more different choices");
  return new Prediction(question, choices, options);
}
