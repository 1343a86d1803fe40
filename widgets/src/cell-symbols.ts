import type { CellState } from "../../src/drawing/cells.js";
import { svg } from "./dom.js";

/** The symbol of a cell's state beside text. */
export function stateSymbol(state: CellState, size = 14): SVGSVGElement {
  const middle = size / 2;
  const r = middle - 1.5;
  const arm = r / 2;
  const circle = { cx: middle, cy: middle, r, fill: "none", "stroke-width": 1.5 };
  const disc = svg("circle", { ...circle, fill: "currentColor", stroke: "none" });
  const [low, high] = [middle - arm, middle + arm];
  const parts = {
    0: [disc],
    3: [disc],
    1: [svg("circle", { ...circle, stroke: "currentColor" })],
    2: [
      svg("circle", { ...circle, stroke: "currentColor", "stroke-width": 1.2, "stroke-dasharray": "2 1.6" }),
      svg("path", {
        d: `M${low} ${low}L${high} ${high}M${high} ${low}L${low} ${high}`,
        stroke: "currentColor",
        "stroke-width": 1.2,
      }),
    ],
  }[state];
  return svg(
    "svg",
    { class: `ms-state ms-state-${state}`, width: size, height: size, "aria-hidden": "true" },
    ...parts,
  );
}
