import { stateNames, stateOf } from "../../drawing/cells.js";
import { envelopeOf } from "../../drawing/envelope.js";
import { formatNumber, formatQuantity, formatSnr } from "../../drawing/format.js";
import { rangeOf } from "../../drawing/line-plot.js";
import { drawMovieFrame } from "../../drawing/movie-frame.js";
import { displaySymbol, type MimeBundle } from "../../kernel/host.js";
import { Cell } from "../../recording/cell.js";
import { cellFootprints } from "../cell-footprints.js";
import { drawPicture } from "../picture.js";
import { card, type Fact, facts, stateSign } from "./card.js";
import { type Markup, markup } from "./markup.js";

/** The size of the trace's picture, in its own units. */
const trace = { width: 480, height: 96 } as const;

function placeFacts({ centerUm: [depth, y, x], somaRadiusUm }: Cell): Fact[] {
  return [
    ["depth", formatNumber(depth, 1), "µm"],
    ["lateral x", formatNumber(x, 1), "µm"],
    ["lateral y", formatNumber(y, 1), "µm"],
    ["soma radius", formatNumber(somaRadiusUm, 1), "µm"],
  ];
}

function signalFacts({ id, groundTruth, snr, detectable, S }: Cell): Fact[] {
  const { amplitudePerCell, observedSigmaPx } = groundTruth;
  return [
    ...(snr === null
      ? []
      : ([
          [stateSign(stateOf(groundTruth, id)), ""],
          ["detectable", detectable ? "yes" : "no"],
          ["peak SNR", formatSnr(snr)],
        ] satisfies Fact[])),
    ...(observedSigmaPx ? ([["blur σ", formatNumber(observedSigmaPx[id], 1), "px"]] satisfies Fact[]) : []),
    ...(S
      ? ([
          ["brightness", formatNumber(amplitudePerCell[id], 2)],
          ["spikes", formatNumber(S.reduce((sum, spikes) => sum + spikes, 0))],
        ] satisfies Fact[])
      : []),
  ];
}

/** A footprint as a picture, scaled to its own peak, which stands over it. */
async function footprintPicture(name: string, values: Float32Array, width: number, height: number): Promise<Markup> {
  const peak = values.reduce((most, value) => Math.max(most, value), 0);
  if (peak === 0) return markup``;
  const panels = [{ label: name, data: values }];
  const frame = { panels, width, height, limits: [0, peak] as const, colormap: "gcamp" as const };
  const png = await drawPicture(width, height, (context) =>
    drawMovieFrame(context, { ...frame, pixelSizeUm: null, timeS: null }),
  );
  if (!png) return markup``;
  const source = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return markup`<div><b>${name}</b> <small>peak ${formatNumber(peak, 3)}</small><img alt="${name} footprint" src="${source}"></div>`;
}

/** The trace as a line of the text's colour, its range and length beside it. */
function tracePicture({ C, fps }: Cell): Markup {
  if (!C) return markup``;
  const values = Float32Array.from(C);
  const { width, height } = trace;
  const { low, high } = envelopeOf(values, width);
  const [from, to] = rangeOf([{ label: "", kind: "truth", values, right: false }], null);
  const y = (value: number) => (height - ((value - from) / (to - from)) * height).toFixed(1);
  const points = Array.from(low.keys())
    .filter((x) => !Number.isNaN(low[x]))
    .flatMap((x) => [`${x},${y(high[x])}`, `${x},${y(low[x])}`]);
  const said = `${formatNumber(from, 1)} to ${formatNumber(to, 1)} a.u. in ${formatQuantity(C.length / fps, "s", 1)}`;
  return markup`<div style="grid-column:1/-1"><b>Fluorescence</b> <small>${said}</small><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="the cell's trace" style="display:block;width:100%;height:${height}px"><polyline points="${points.join(" ")}" fill="none" stroke="currentColor" stroke-width="1.25" vector-effect="non-scaling-stroke"/></svg></div>`;
}

/** A cell as the last expression shows where it lies, what is seen of it, and what it does. */
Object.defineProperty(Cell.prototype, displaySymbol, {
  async value(this: Cell): Promise<MimeBundle> {
    const { id, groundTruth, snr, centerUm } = this;
    const { height, width, planted, observed } = cellFootprints(groundTruth.planted, groundTruth.observed, id);
    const state = stateNames[stateOf(groundTruth, id)];
    const line = `${formatQuantity(centerUm[0], "µm", 1)} deep, ${snr === null ? "" : `SNR ${formatSnr(snr)}, `}${state}`;
    const pictures = [
      await footprintPicture("planted", planted, width, height),
      ...(observed ? [await footprintPicture("observed", observed, width, height)] : []),
    ];
    const parts = markup`<div class="ms-parts">${[facts("Place", placeFacts(this)), facts("Signal", signalFacts(this)), ...pictures, tracePicture(this)]}</div>`;
    return { "text/html": card({ name: `Cell #${id}`, line }, parts), "text/plain": `Cell #${id}: ${line}` };
  },
});
