import { html } from "./dom.js";

/** A line beside a heading for facts; of those, the ones that there is no room for are left out. */
export function summaryLine(): HTMLElement {
  return html("span", { class: "ms-hint ms-summary ms-fit" });
}

/** Says facts in such a line, the most important first. */
export function showFacts(line: HTMLElement, ...facts: readonly (string | HTMLElement)[]): void {
  line.replaceChildren(...facts.map((fact) => html("span", { class: "ms-fact" }, fact)));
}
