import { escapeHtml } from "../../kernel/html-table.js";

/** HTML whose texts are escaped. */
export class Markup {
  constructor(readonly html: string) {}
}

type Part = Markup | readonly Markup[] | string | number;

const htmlOf = (part: Part): string =>
  part instanceof Markup ? part.html : Array.isArray(part) ? part.map(htmlOf).join("") : escapeHtml(`${part}`);

/** Writes HTML: what is put into it is escaped, unless it was written so too. */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.reduce((html, text, i) => html + htmlOf(parts[i - 1]) + text));
}
