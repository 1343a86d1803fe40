import { decimalsFor, formatNumber } from "../../src/drawing/format.js";
import type { ExplorerParameter } from "../../src/widgets/traits/stage-explorer.js";
import { checkbox, choice, numberInput, setChoices, setPressed, showValue, textButton } from "./controls.js";
import { html, setAttributes } from "./dom.js";

type Value = ExplorerParameter["value"];

/** The kernel answers a change that it took within this time, or says what is wrong with it. */
const patienceMs = 2000;

/** One parameter: its name, a slider with its default and what it was moved by, a field with its unit. */
export class ParameterControl {
  readonly element: HTMLElement;
  readonly #set: (value: Value) => void;
  readonly #row: HTMLElement;
  readonly #problem = html("div", { class: "ms-parameter-problem", role: "alert", hidden: true });
  #parameter: ExplorerParameter;
  #show: (parameter: ExplorerParameter) => void = () => {};
  /** What was set last and has not come back yet: echoes of what was set before it must not move the slider back. */
  #awaited: { readonly value: Value; readonly until: number } | null = null;

  constructor(parameter: ExplorerParameter, set: (value: Value) => void) {
    this.#parameter = parameter;
    this.#set = (value) => {
      this.#awaited = { value, until: performance.now() + patienceMs };
      this.#draw({ ...this.#parameter, value });
      set(value);
    };
    this.#row = html("div", { class: "ms-parameter", "data-path": parameter.path });
    const name = html("span", { class: "ms-parameter-name", title: parameter.path }, parameter.label);
    const dot = html("span", { class: "ms-dot", title: "changed", "aria-hidden": "true" });
    this.#row.append(name, ...this.#control(parameter), dot);
    this.element = html("div", {}, this.#row, this.#problem);
    this.draw(parameter);
  }

  draw(parameter: ExplorerParameter): void {
    this.#parameter = parameter;
    const awaited = this.#awaited;
    if (awaited && awaited.value !== parameter.value && performance.now() < awaited.until) return;
    this.#awaited = null;
    this.#draw(parameter);
  }

  #draw(parameter: ExplorerParameter): void {
    this.#row.toggleAttribute("data-changed", parameter.value !== parameter.default);
    this.#show(parameter);
  }

  /** What cannot reach the kernel is not to be moved. */
  enable(isOn: boolean): void {
    for (const control of this.#row.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLButtonElement>(
      "input, select, button",
    ))
      control.disabled = !isOn;
  }

  /** Outlines the field and says what is wrong with what was typed; null takes that back. */
  complain(
    problem: {
      readonly message: string;
      readonly repair: { readonly label: string; readonly value: Value } | null;
    } | null,
  ): void {
    this.#row.toggleAttribute("data-wrong", problem !== null);
    for (const input of this.#row.querySelectorAll("input"))
      setAttributes(input, { "aria-invalid": problem && "true" });
    this.#problem.hidden = problem === null;
    if (!problem) return;
    const { message, repair } = problem;
    const buttons = repair ? [textButton(repair.label, () => this.#set(repair.value))] : [];
    this.#problem.replaceChildren(html("span", {}, message), ...buttons);
  }

  #control(parameter: ExplorerParameter): readonly HTMLElement[] {
    if (parameter.type === "flag") return this.#flag(parameter);
    if (parameter.type === "choice") return this.#list(parameter);
    return this.#number(parameter);
  }

  #flag({ label }: ExplorerParameter): readonly HTMLElement[] {
    const { element, input } = checkbox("on", (checked) => this.#set(checked));
    input.setAttribute("aria-label", label);
    this.#show = ({ value }) => {
      input.checked = value === true;
    };
    return [element];
  }

  #list({ label, choices }: ExplorerParameter): readonly HTMLElement[] {
    const list = choice(label, (value) => this.#set(value));
    setChoices(
      list,
      choices.map((name) => [name ?? "", name ?? "none"] as const),
    );
    this.#show = ({ value }) => {
      list.value = String(value ?? "");
    };
    return [list];
  }

  #number({ label, unit, choices }: ExplorerParameter): readonly HTMLElement[] {
    const slider = html("input", {
      type: "range",
      class: "ms-slide",
      "aria-label": unit ? `${label} (${unit})` : label,
    });
    const track = html("span", { class: "ms-slider" }, html("i", { class: "ms-default" }), slider);
    slider.addEventListener("input", () => this.#set(Number(slider.value)));
    slider.addEventListener("keydown", (event) => this.#leap(event, slider));
    const field = numberInput(`${label}, value`, (value) => this.#set(value));
    const others = choices.map((name) => [name, textButton(name ?? "none", () => this.#toggle(name))] as const);
    for (const [, button] of others) button.classList.add("ms-small");
    this.#show = ({ value, default: usual, min, max, step }) => {
      setAttributes(slider, { min, max, step });
      const at = typeof value === "number" ? value : typeof usual === "number" ? usual : min;
      if (Number(slider.value) !== at) slider.value = String(at);
      const share = (number: number) => Math.min(1, Math.max(0, (number - min) / (max - min)));
      const origin = typeof usual === "number" ? usual : at;
      const ends = { default: share(origin), low: share(Math.min(at, origin)), high: share(Math.max(at, origin)) };
      for (const [name, end] of Object.entries(ends)) track.style.setProperty(`--${name}`, String(end));
      track.toggleAttribute("data-off", typeof value !== "number");
      const decimals = Math.max(decimalsFor(step), typeof value === "number" ? digitsOf(value) : 0);
      showValue(field, typeof value === "number" ? formatNumber(value, Math.min(6, decimals)) : "");
      for (const [name, button] of others) setPressed(button, name === value);
    };
    const box = html("span", { class: "ms-parameter-value" }, field, html("span", { class: "ms-unit" }, unit));
    return [track, box, ...others.map(([, button]) => button)];
  }

  /** Ten steps at a time with Shift. */
  #leap({ key, shiftKey }: KeyboardEvent, slider: HTMLInputElement): void {
    const by = { ArrowLeft: -9, ArrowDown: -9, ArrowRight: 9, ArrowUp: 9 }[key];
    if (!shiftKey || by === undefined) return;
    // The slider itself goes the tenth step.
    slider.value = String(Number(slider.value) + by * Number(slider.step));
  }

  /** A word in a number's place, and back to a number. */
  #toggle(name: string | null): void {
    const { value, default: usual, min, max } = this.#parameter;
    if (value !== name) this.#set(name);
    else this.#set(typeof usual === "number" ? usual : Math.round((min + max) / 2));
  }
}

function digitsOf(value: number): number {
  return Number(value.toPrecision(6)).toString().split(".")[1]?.length ?? 0;
}
