import { type CellField, cellAt, countStates, focalDepthAt, type Slab, stateNames } from "../../src/drawing/cells.js";
import { formatNumber, formatQuantity, formatShare, formatSnr } from "../../src/drawing/format.js";
import { stateSymbol } from "./cell-symbols.js";
import { html } from "./dom.js";

const judged = [0, 1, 2] as const;
const unjudged = [3] as const;

/** One cell in words, short enough for a line. */
export function cellInWords(field: CellField, id: number): Node[] {
  const { state, depth, snr } = cellAt(field, id);
  const facts = [`${formatQuantity(depth, "µm", 1)} deep`];
  if (!Number.isNaN(snr)) facts.push(`SNR ${formatSnr(snr)}`);
  facts.push(stateNames[state]);
  return [stateSymbol(state), html("b", {}, `#${id}`), html("span", {}, facts.join(" · "))];
}

/** A cell's numbers: label, value and unit in their own columns. */
export function cellTable(field: CellField, id: number): HTMLElement {
  const { x, y, depth, radius, blur, snr } = cellAt(field, id);
  const focal = focalDepthAt(field.view, x, y);
  const defocus = focal === null ? Number.NaN : depth - focal;
  const rows: readonly (readonly [label: string, value: string, unit: string])[] = [
    ["lateral x", formatNumber(x, 1), "µm"],
    ["lateral y", formatNumber(y, 1), "µm"],
    ["depth", formatNumber(depth, 1), "µm"],
    ["focal plane here", formatNumber(focal ?? Number.NaN, 1), "µm"],
    ["defocus", `${defocus > 0 ? "+" : ""}${formatNumber(defocus, 1)}`, "µm"],
    ["blur σ", formatNumber(blur, 1), "µm"],
    ["soma radius", formatNumber(radius, 1), "µm"],
    ["peak SNR", formatSnr(snr), "(limit 3.00)"],
  ];
  return html(
    "div",
    { class: "ms-facts" },
    ...rows.map(([label, value, unit]) =>
      html(
        "div",
        {},
        html("span", { class: "ms-hint" }, label),
        html("span", { class: "ms-number" }, value),
        html("span", { class: "ms-hint" }, unit),
      ),
    ),
  );
}

/** How many cells are in focus, detectable, lost; of the field, and of a slab. */
export function countTable(field: CellField, slab: Slab | null): HTMLElement {
  const states = field.states.includes(unjudged[0]) ? unjudged : judged;
  const head = states.map((state) => html("th", {}, stateSymbol(state), stateNames[state]));
  const row = (label: string, within: Slab | null) => {
    const counts = countStates(field, within);
    return countRow(
      label,
      states.map((state) => counts[state]),
    );
  };
  const rows = [row("whole field", null)];
  if (slab) rows.push(row("in slab", slab));
  const total = html("th", { class: "ms-number ms-hint" }, "total");
  return html("table", { class: "ms-counts" }, html("tr", {}, html("th"), ...head, total), ...rows);
}

function countRow(label: string, counts: readonly number[]): HTMLElement {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const cells = counts.map((count) =>
    html(
      "td",
      {},
      html("span", { class: "ms-count" }, formatNumber(count)),
      html("span", { class: "ms-share ms-hint" }, all > 0 ? formatShare(count / all) : ""),
    ),
  );
  const total = html("td", { class: "ms-number" }, formatNumber(all));
  return html("tr", {}, html("td", { class: "ms-hint" }, label), ...cells, total);
}
