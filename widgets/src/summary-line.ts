import { html } from "./dom.js";

/** A line beside a heading for facts; of those, the ones that there is no room for are left out. */
export function summaryLine(): HTMLElement {
  return html("span", { class: "ms-hint ms-summary ms-fit" });
}

/** Says facts in such a line, the most important first; what it says already stays as it is. */
export function showFacts(line: HTMLElement, ...facts: readonly (string | HTMLElement)[]): void {
  const said = [...line.children];
  const isSaid = (fact: string | HTMLElement, i: number) =>
    typeof fact === "string" ? said[i]?.textContent === fact : said[i]?.firstChild === fact;
  if (said.length === facts.length && facts.every(isSaid)) return;
  line.replaceChildren(...facts.map((fact) => html("span", { class: "ms-fact" }, fact)));
}
