import { stateNames, stateOf } from "../../drawing/cells.js";
import { formatNumber, formatShare, formatSnr } from "../../drawing/format.js";
import type { MimeBundle } from "../../kernel/host.js";
import type { GroundTruth } from "../../recording/ground-truth.js";
import { card, type Fact, facts, stateSign } from "./card.js";
import { type Markup, markup } from "./markup.js";

/** Cells that are listed. */
const mostRows = 100;

/** Whether a value is a ground truth in memory, known by its shape. */
export function isGroundTruth(value: object): value is GroundTruth {
  const { cellCount, centersUm, inFocus, detectable, somaRadiusUm } = value as Partial<GroundTruth>;
  return (
    typeof cellCount === "number" &&
    centersUm?.data instanceof Float64Array &&
    inFocus instanceof Uint8Array &&
    detectable instanceof Uint8Array &&
    somaRadiusUm instanceof Float64Array
  );
}

/** How many cells are in each state. */
function counts(truth: GroundTruth): number[] {
  const result = [0, 0, 0, 0];
  for (let id = 0; id < truth.cellCount; id++) result[stateOf(truth, id)]++;
  return result;
}

/** What becomes of the cells, as facts. */
export function cellFacts(truth: GroundTruth): Fact[] {
  const inStates = counts(truth);
  const { cellCount, snr, focalDepthUm } = truth;
  const states: Fact[] = snr
    ? [0, 1, 2].map((state) => [stateSign(state), formatNumber(inStates[state]), shareOf(inStates[state], cellCount)])
    : [];
  const sorted = snr ? Float64Array.from(snr).sort() : new Float64Array();
  return [
    ["cells", formatNumber(cellCount)],
    ...states,
    ...(sorted.length > 0 ? ([["peak SNR, median", formatSnr(sorted[sorted.length >> 1])]] as const) : []),
    ...(focalDepthUm === null ? [] : ([["focal plane", formatNumber(focalDepthUm, 1), "µm"]] as const)),
  ];
}

const shareOf = (count: number, whole: number) => (whole > 0 ? formatShare(count / whole) : "");

const effects = [
  "C",
  "S",
  "bleaching",
  "neuropilSpatial",
  "neuropilTemporal",
  "vasculatureMask",
  "illumination",
  "vignette",
  "leakage",
  "shifts",
] as const;

/** The arrays that there are, with their shapes. */
function arrayFacts(truth: GroundTruth): Fact[] {
  return effects.flatMap((name) => {
    const array = truth[name];
    return array ? [[markup`<code>${name}</code>`, array.shape.join(" × ")] as const] : [];
  });
}

function cellRow(truth: GroundTruth, id: number): Markup {
  const { centersUm, somaRadiusUm, snr, amplitudePerCell, observedSigmaPx } = truth;
  const [z, y, x] = centersUm.data.subarray(3 * id, 3 * id + 3);
  const texts = [
    formatNumber(z, 1),
    formatNumber(x, 1),
    formatNumber(y, 1),
    formatNumber(somaRadiusUm[id], 1),
    formatNumber(amplitudePerCell[id], 2),
    observedSigmaPx ? formatNumber(observedSigmaPx[id], 1) : "–",
    snr ? formatSnr(snr[id]) : "–",
  ];
  return markup`<tr><td class="ms-n">#${id}</td><td>${stateSign(stateOf(truth, id))}</td>${texts.map((text) => markup`<td class="ms-n">${text}</td>`)}</tr>`;
}

const cellColumns = ["depth (µm)", "x (µm)", "y (µm)", "radius (µm)", "brightness", "blur (px)", "SNR"];

/** A ground truth as its counts and a table of its cells. */
export function displayGroundTruth(truth: GroundTruth): MimeBundle {
  const shown = Math.min(mostRows, truth.cellCount);
  const [inFocus, outOfFocus, lost] = counts(truth);
  const line = truth.snr
    ? `${truth.cellCount} cells: ${inFocus} ${stateNames[0]}, ${outOfFocus} ${stateNames[1]}, ${lost} ${stateNames[2]}`
    : `${truth.cellCount} cells, planted`;
  const head = cellColumns.map((name) => markup`<th scope="col" class="ms-n">${name}</th>`);
  const body = Array.from({ length: shown }, (_, id) => cellRow(truth, id));
  const table = markup`<details open><summary><b>cells</b><small>${shown < truth.cellCount ? `the first ${shown} of ` : ""}${truth.cellCount}</small></summary><div class="ms-scroll" tabindex="0" role="region" aria-label="cells"><table style="min-width:640px"><thead><tr><th scope="col" class="ms-n">cell</th><th scope="col" style="width:18%">state</th>${head}</tr></thead><tbody>${body}</tbody></table></div></details>`;
  const parts = markup`<div class="ms-parts">${[facts("Cells", cellFacts(truth)), facts("Arrays", arrayFacts(truth))]}</div>`;
  return { "text/html": card({ name: "Ground truth", line }, parts, table), "text/plain": `Ground truth of ${line}` };
}
