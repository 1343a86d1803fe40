import { lookupTable } from "../../src/drawing/colormaps.js";
import { formatNumber, narrowSpace } from "../../src/drawing/format.js";
import type { ExploredMode } from "../../src/widgets/explored-names.js";
import { setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import type { StageExplorerModel } from "./stage-explorer-model.js";

const modes: readonly (readonly [ExploredMode, string])[] = [
  ["without", "Without"],
  ["difference", "Difference"],
  ["with", "With"],
];

/** Before the step, after it, or the change; and the colours with their limits. */
export class ModeBar {
  readonly element: HTMLElement;
  readonly #model: StageExplorerModel;
  readonly #buttons: readonly (readonly [ExploredMode, HTMLButtonElement])[];
  readonly #low = html("span");
  readonly #high = html("span");
  readonly #map = html("canvas", { class: "ms-map", width: 256, height: 1, "aria-hidden": "true" });

  constructor(model: StageExplorerModel) {
    this.#model = model;
    this.#buttons = modes.map(([mode, label], i) => [
      mode,
      textButton(label, () => model.compare(mode), `${label} the step (${i + 1})`),
    ]);
    const group = html("span", { class: "ms-segments", role: "group", "aria-label": "with or without the step" });
    group.append(...this.#buttons.map(([, button]) => button));
    const scale = html("span", { class: "ms-colour-scale" }, this.#low, this.#map, this.#high);
    this.element = html("div", { class: "ms-mode-bar" }, group, html("span", { class: "ms-space" }), scale);
  }

  draw(): void {
    const { mode, chosen, stageInfo, colours } = this.#model;
    for (const [name, button] of this.#buttons) {
      setPressed(button, name === mode);
      button.disabled = !chosen?.isComparable;
    }
    const limits = this.#model.trait("limits");
    const decimals = stageInfo?.unit === "counts" ? 0 : 3;
    const isSigned = mode === "difference";
    this.#low.textContent = limits ? formatNumber(limits[0], decimals) : "";
    const high = limits ? `${isSigned ? "+" : ""}${formatNumber(limits[1], decimals)}` : "";
    this.#high.textContent = limits ? `${high}${narrowSpace}${stageInfo?.unit ?? ""}` : "";
    const context = this.#map.getContext("2d");
    if (!context) return;
    const image = context.createImageData(256, 1);
    image.data.set(lookupTable(colours));
    context.putImageData(image, 0, 0);
  }
}
