import { lookupTable } from "../../src/drawing/colormaps.js";
import { colourise } from "../../src/drawing/colourise.js";
import { formatNumber } from "../../src/drawing/format.js";
import { html } from "./dom.js";
import type { CellPictures } from "./footprint-view-model.js";

const side = 112;

/** A cell's exact footprints beside one another at one zoom, each scaled to its own peak, which its title gives. */
export function cellPictures({ height, width, planted, observed }: CellPictures): HTMLElement {
  const figures = [figure("planted", planted, height, width)];
  if (observed) figures.push(figure("observed", observed, height, width));
  return html("div", { class: "ms-cell-pictures" }, ...figures);
}

function figure(name: string, values: Float32Array, height: number, width: number): HTMLElement {
  const peak = values.reduce((most, value) => Math.max(most, value), 0);
  const zoom = side / Math.max(height, width);
  const size = `width:${Math.round(width * zoom)}px;height:${Math.round(height * zoom)}px`;
  const label = `${name} footprint, peak ${formatNumber(peak, 3)}`;
  const canvas = html("canvas", { width, height, style: size, role: "img", "aria-label": label });
  const context = canvas.getContext("2d", { alpha: false });
  if (context && peak > 0) {
    const image = context.createImageData(width, height);
    colourise(values, [0, peak], lookupTable("gcamp"), image.data);
    context.putImageData(image, 0, 0);
  }
  const caption = html("figcaption", { class: "ms-small" }, html("b", {}, name), ` peak ${formatNumber(peak, 3)}`);
  return html("figure", {}, caption, canvas);
}
