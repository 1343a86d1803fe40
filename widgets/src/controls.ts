import { html, setAttributes, svg } from "./dom.js";

const icons = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  next: "M3 3l6 5-6 5zM10.5 3H12v10h-1.5z",
  previous: "M13 3L7 8l6 5zM4 3h1.5v10H4z",
  first: "M3 3h1.5v10H3zM13 3L8.5 8l4.5 5zM8.5 3L4.5 8l4 5z",
  last: "M11.500 3H13v10h-1.500zM3 3l4.500 5L3 13zM7.500 3l4 5-4 5z",
  loop: "M4.500 4H11V1.800L14.200 5 11 8.200V6H4.500A1.500 1.500 0 0 0 3 7.500V9H1V7.500A3.500 3.500 0 0 1 4.500 4zM11.500 12H5v2.200L1.800 11 5 7.800V10h6.500A1.500 1.500 0 0 0 13 8.500V7h2v1.500A3.500 3.500 0 0 1 11.500 12z",
  save: "M7.200 2h1.600v6.200l2.300-2.300 1.100 1.100L8 11.200 3.800 7l1.100-1.100 2.300 2.300zM3 12.400h10V14H3z",
  help: "M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zm0 1.200a5.300 5.300 0 1 1 0 10.600A5.300 5.300 0 0 1 8 2.700zM7.300 11h1.400v1.400H7.300zM8 3.900c-1.500 0-2.500.9-2.600 2.300h1.300c.1-.7.5-1.100 1.300-1.100.7 0 1.200.4 1.200 1 0 .5-.2.8-.9 1.200-.8.5-1 .9-1 1.700v.9h1.300v-.6c0-.5.2-.7.8-1.100.8-.5 1.200-1.100 1.200-2C10.600 4.800 9.600 3.900 8 3.900z",
  close:
    "M3.400 2.300L8 6.900l4.600-4.600 1.100 1.100L9.100 8l4.600 4.600-1.100 1.100L8 9.100l-4.600 4.600-1.100-1.100L6.900 8 2.300 3.400z",
  warning: "M8 1.500L15 14H1zM7.300 6v4.200h1.400V6zm0 5.200v1.400h1.400v-1.400z",
} as const;

export type IconName = keyof typeof icons;

export function icon(name: IconName): SVGSVGElement {
  const path = svg("path", { "fill-rule": "evenodd", d: icons[name] });
  return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, path);
}

/** A button with an icon; `label` is its tooltip and what a screen reader says. */
export function iconButton(name: IconName, label: string, onClick: () => void): HTMLButtonElement {
  const attributes = { type: "button", class: "ms-button ms-icon", title: label, "aria-label": label };
  return withClick(html("button", attributes, icon(name)), onClick);
}

export function setIcon(button: HTMLButtonElement, name: IconName, label: string): void {
  if (button.title === label) return;
  button.replaceChildren(icon(name));
  button.title = label;
  button.setAttribute("aria-label", label);
}

export function textButton(label: string, onClick: () => void, hint?: string): HTMLButtonElement {
  return withClick(html("button", { type: "button", class: "ms-button", title: hint }, label), onClick);
}

/** A button that is on or off. */
export function setPressed(button: HTMLButtonElement, pressed: boolean): void {
  setAttributes(button, { "aria-pressed": String(pressed) });
}

/** A field for a number; `onCommit` gets what was typed when it is a number, on Enter or on leaving. */
export function numberInput(label: string, onCommit: (value: number) => void): HTMLInputElement {
  const input = html("input", { class: "ms-input", inputmode: "decimal", "aria-label": label });
  input.addEventListener("change", () => {
    const value = Number(input.value.replace("\u2212", "-").replace(/\s/g, "").replace(",", "."));
    if (input.value.trim() !== "" && Number.isFinite(value)) onCommit(value);
    else input.value = input.dataset.shown ?? "";
  });
  input.addEventListener("keydown", (event) => event.stopPropagation());
  return input;
}

/** Shows a value in a field, unless somebody is typing in it. */
export function showValue(input: HTMLInputElement, text: string): void {
  if (input.dataset.shown !== text) input.dataset.shown = text;
  if (input.ownerDocument.activeElement !== input || input.value === "") input.value = text;
}

/** A box to tick, and its label. */
export function checkbox(
  label: string,
  onChange: (checked: boolean) => void,
): { readonly element: HTMLLabelElement; readonly input: HTMLInputElement } {
  const input = html("input", { type: "checkbox", class: "ms-checkbox" });
  input.addEventListener("change", () => onChange(input.checked));
  return { element: html("label", { class: "ms-check" }, input, label), input };
}

/** A list to choose one of. */
export function choice(label: string, onChoose: (value: string) => void): HTMLSelectElement {
  const select = html("select", { class: "ms-select", "aria-label": label });
  select.addEventListener("change", () => onChoose(select.value));
  select.addEventListener("keydown", (event) => event.stopPropagation());
  return select;
}

export function setChoices(
  select: HTMLSelectElement,
  choices: readonly (readonly [value: string, label: string])[],
): void {
  select.replaceChildren(...choices.map(([value, label]) => html("option", { value }, label)));
}

function withClick(button: HTMLButtonElement, onClick: () => void): HTMLButtonElement {
  button.addEventListener("click", onClick);
  return button;
}
