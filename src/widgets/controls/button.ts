import { z } from "zod";
import { ownWidgetTrait } from "../dom-widget.js";
import { buttonStyles, defineControl, disableable, field } from "./define-control.js";
import { ButtonStyle } from "./styles.js";

const click = z.object({ event: z.literal("click") });

/** A button. */
export class Button extends defineControl("Button", {
  ...disableable,
  description: field.text(),
  button_style: field.oneOf(buttonStyles, ""),
  /** The name of a Font Awesome icon. */
  icon: field.text(),
  style: ownWidgetTrait(ButtonStyle),
}) {
  /**
   * Calls back when the button is pressed. May be async; what it throws is printed.
   *
   * @returns a function that ends it
   */
  onClick(callback: (button: this) => unknown): () => void {
    return this.onCustom((content) => (click.safeParse(content).success ? callback(this) : undefined));
  }
}
