import { z } from "zod";
import { defineControl } from "./define-control.js";
import {
  comboboxTraits,
  htmlMathTraits,
  htmlTraits,
  labelTraits,
  passwordTraits,
  textareaTraits,
  textTraits,
} from "./generated.js";

const submit = z.object({ event: z.literal("submit") });

/** A piece of HTML. Text that comes from elsewhere is to be escaped before it is put in. */
export class HTML extends defineControl(htmlTraits) {}

/** A piece of HTML with LaTeX between dollar signs. */
export class HTMLMath extends defineControl(htmlMathTraits) {}

/** A line of plain text. */
export class Label extends defineControl(labelTraits) {}

/** A line of text to type in. */
export class Text extends defineControl(textTraits) {
  /**
   * Calls back when Enter is pressed in it. May be async; what it throws is printed.
   *
   * @returns a function that ends it
   */
  onSubmit(callback: (text: this) => unknown): () => void {
    return this.onCustom((content) => (submit.safeParse(content).success ? callback(this) : undefined));
  }
}

/** Several lines of text to type in. */
export class Textarea extends defineControl(textareaTraits) {}

/** A line of text to type in unseen. It is not encrypted on its way to the kernel. */
export class Password extends defineControl(passwordTraits) {}

/** A line of text to type in, with options that are offered; with `ensure_option` nothing else is taken. */
export class Combobox extends defineControl(comboboxTraits, {
  conflict: ({ ensure_option, options, value }) =>
    ensure_option && value !== "" && !options.includes(value)
      ? { trait: "value", allowed: `one of the options ${options.join(", ")}` }
      : undefined,
}) {}
