import { z } from "zod";
import { defineControl } from "./define-control.js";
import { buttonTraits } from "./generated.js";

const click = z.object({ event: z.literal("click") });

/** A button. */
export class Button extends defineControl(buttonTraits) {
  /**
   * Calls back when the button is pressed. May be async; what it throws is printed.
   *
   * @returns a function that ends it
   */
  onClick(callback: (button: this) => unknown): () => void {
    return this.onCustom((content) => (click.safeParse(content).success ? callback(this) : undefined));
  }
}
