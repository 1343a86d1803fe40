import { type CellState, stateNames } from "../../src/drawing/cells.js";
import { formatNumber } from "../../src/drawing/format.js";
import type { MoviePlayerTraits } from "../../src/widgets/traits/movie-player.js";
import { stateSymbol } from "./cell-symbols.js";
import { checkbox, choice, numberInput, setChoices, setPressed, showValue, textButton } from "./controls.js";
import { html } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

type Outlined = MoviePlayerTraits["outlines"];
const toggles = ["ids", "vessels", "follow_motion"] as const;
type Toggle = (typeof toggles)[number];

const choices: readonly (readonly [value: Outlined, label: string])[] = [
  ["none", "no cells"],
  ["chosen", "chosen cells"],
  ["all", "all cells"],
];

const shortNames: Readonly<Record<CellState, string>> = { 0: "in focus", 1: "out of focus", 2: "lost", 3: "planted" };

/** What of the truth is drawn over the movie. */
export class OverlayPanel {
  readonly element: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #which: HTMLSelectElement;
  readonly #filter: HTMLElement;
  readonly #vessels: HTMLElement;
  readonly #toggles: Readonly<Record<Toggle, HTMLInputElement>>;
  readonly #states = new Map<CellState, HTMLButtonElement>();
  readonly #depths: readonly [HTMLInputElement, HTMLInputElement];

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.#which = choice("outlines", (value) => {
      const found = choices.find(([name]) => name === value);
      if (found) model.change({ outlines: found[0] });
    });
    this.#which.title = "Outlines of the true footprints, at half their peak (O)";
    setChoices(this.#which, choices);
    const toggle = (trait: Toggle, label: string) => checkbox(label, (on) => model.change({ [trait]: on }));
    const [ids, vessels, follow] = [
      toggle("ids", "numbers"),
      toggle("vessels", "vessels"),
      toggle("follow_motion", "follow motion"),
    ];
    vessels.element.title = "The walls of the true blood vessels (V)";
    this.#toggles = { ids: ids.input, vessels: vessels.input, follow_motion: follow.input };
    this.#vessels = vessels.element;
    this.#depths = [this.#depthInput(0), this.#depthInput(1)];
    this.#filter = html("div", { class: "ms-row ms-filter" });
    this.element = html(
      "section",
      { class: "ms-section ms-rows" },
      html(
        "div",
        { class: "ms-row" },
        html("span", { class: "ms-hint ms-row-name" }, "Overlay"),
        this.#which,
        ids.element,
        vessels.element,
        follow.element,
      ),
      this.#filter,
    );
    this.drawCells();
  }

  draw(): void {
    const model = this.#model;
    this.element.hidden = model.truth.count === 0;
    const outlines = model.trait("outlines") ?? "chosen";
    this.#which.value = outlines;
    this.#vessels.hidden = !model.truth.hasVessels;
    for (const name of toggles) this.#toggles[name].checked = model.trait(name) ?? name !== "vessels";
    this.#filter.hidden = outlines !== "all" || model.truth.count === 0;
    const states = model.trait("states") ?? [];
    for (const [state, button] of this.#states) setPressed(button, states.includes(state));
    const depths = model.trait("depth_um") ?? this.#allDepths();
    this.#depths.forEach((input, i) => {
      showValue(input, formatNumber(depths[i]));
    });
  }

  /** Other cells. */
  drawCells(): void {
    const { truth } = this.#model;
    const counts = [0, 0, 0, 0];
    for (const state of truth.states) counts[state]++;
    this.#states.clear();
    for (const state of [0, 1, 2, 3] as const) {
      if (counts[state] === 0) continue;
      const label = `${shortNames[state]} ${formatNumber(counts[state])}`;
      const button = textButton(label, () => this.#toggleState(state), `Outline cells: ${stateNames[state]}`);
      button.prepend(stateSymbol(state));
      this.#states.set(state, button);
    }
    this.#filter.replaceChildren(
      html("span", { class: "ms-hint ms-row-name" }, "Outlined"),
      html("span", { class: "ms-segments", role: "group", "aria-label": "states outlined" }, ...this.#states.values()),
      html("span", { class: "ms-hint ms-row-name" }, "Depth"),
      this.#depths[0],
      html("span", { class: "ms-hint" }, "to"),
      this.#depths[1],
      html("span", { class: "ms-unit" }, "µm"),
    );
    this.draw();
  }

  nextOutlines(): void {
    const at = choices.findIndex(([name]) => name === this.#model.trait("outlines"));
    this.#model.change({ outlines: choices[(at + 1) % choices.length][0] });
  }

  #toggleState(state: CellState): void {
    const states = this.#model.trait("states");
    const next = states.includes(state) ? states.filter((other) => other !== state) : [...states, state];
    this.#model.change({ states: next });
  }

  #depthInput(end: 0 | 1): HTMLInputElement {
    const input = numberInput(end === 0 ? "least depth" : "greatest depth", (value) => {
      const depths: [number, number] = [...(this.#model.trait("depth_um") ?? this.#allDepths())];
      depths[end] = value;
      if (depths[0] < depths[1]) this.#model.change({ depth_um: depths });
      else this.draw();
    });
    return input;
  }

  #allDepths(): readonly [number, number] {
    const { truth } = this.#model;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let id = 0; id < truth.count; id++) {
      const depth = truth.cell(id)?.depth ?? 0;
      low = Math.min(low, depth);
      high = Math.max(high, depth);
    }
    return truth.count > 0 ? [Math.floor(low), Math.ceil(high + 1e-6)] : [0, 1];
  }
}
