import { escapeHtml } from "../../kernel/html-table.js";
import { HTML, VBox } from "../controls/index.js";

/** What a callout says of an answer; sign and colour go with it. */
export type Tone = "neutral" | "right" | "wrong";

const signs: Readonly<Record<Tone, string>> = { neutral: "", right: "✓ ", wrong: "→ " };

/** A text that stands out from the prose. */
export class Callout extends VBox {
  readonly #text: HTML;
  /** What it says, in words. */
  text = "";
  tone: Tone = "neutral";

  constructor() {
    const text = new HTML();
    super({ children: [text], _dom_classes: ["ms-callout"] });
    this.#text = text;
  }

  say(tone: Tone, text: string): void {
    this.text = text.trim();
    this.tone = tone;
    this.#text.value = `${signs[tone]}${escapeHtml(this.text)}`;
    this._dom_classes = ["ms-callout", `ms-${tone}`];
  }

  override toString(): string {
    return `${signs[this.tone]}${this.text}`;
  }
}

export function callout([tone, text]: readonly [Tone, string]): Callout {
  const made = new Callout();
  made.say(tone, text);
  return made;
}
