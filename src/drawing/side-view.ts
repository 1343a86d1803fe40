import { axisMargins, type Box, clipped, drawAxes } from "./axes.js";
import { drawCellSymbol, drawLabel, drawSelection } from "./cell-symbol.js";
import { type CellField, cellAt, depthRange, drawingOrder, focalDepthAt, isInSlab, type Slab } from "./cells.js";
import type { DrawingContext } from "./context.js";
import { formatQuantity } from "./format.js";
import { type CellColour, cellColours } from "./from-above.js";
import type { Palette } from "./palette.js";
import { pathThrough } from "./path.js";
import { drawVessels, vesselDepths, vesselPieces, withinSlab } from "./vessels.js";

export interface SideViewOptions {
  readonly colour: CellColour;
  readonly selected: number | null;
  /** Cells selected besides. */
  readonly also?: readonly number[];
  readonly hovered?: number | null;
  readonly slab: Slab | null;
}

/** The depths (µm) that a side view spans: the surface with some room above it, all cells, the focal plane. */
export function sideViewDepths(field: CellField): readonly [top: number, bottom: number] {
  if (field.depths) return field.depths;
  const { focalDepthUm, depthOfFieldUm, widthUm } = field.view;
  const labelRoom = 0.05 * widthUm;
  const radius = field.radii.reduce((most, r) => Math.max(most, r), 0);
  const cells = field.count > 0 ? depthRange(field)[1] + 2 * radius : 0;
  const deepest = vesselPieces(field.vessels).reduce(
    (most, piece) => Math.max(most, piece.depth + piece.radius),
    cells,
  );
  const bottom = Math.max(deepest, (focalDepthUm ?? 0) + Math.min(depthOfFieldUm, 100) + labelRoom, 50);
  return [-Math.max(0.12 * bottom, labelRoom), bottom];
}

/**
 * The cells as they would be with the scope focused elsewhere, as far as geometry alone tells: which of the detectable
 * ones are within the depth of field. What is lost stays so until it is computed.
 */
export function refocused(field: CellField, focalDepthUm: number | null): CellField {
  if (focalDepthUm === null || focalDepthUm === field.view.focalDepthUm) return field;
  const view = { ...field.view, focalDepthUm };
  const states = field.states.map((state, id) => {
    if (state > 1) return state;
    const { x, y, depth } = cellAt(field, id);
    return Math.abs(depth - (focalDepthAt(view, x, y) ?? depth)) <= view.depthOfFieldUm ? 0 : 1;
  });
  return { ...field, view, states, depths: sideViewDepths(field) };
}

/** The plot's rectangle in a picture of a given width: depth at the same scale as x. */
export function boxFromSide(field: CellField, width: number): Box {
  const { left, top, right } = axisMargins;
  const inner = width - left - right;
  const [from, to] = sideViewDepths(field);
  return { x: left, y: top, width: inner, height: Math.round(((to - from) * inner) / field.view.widthUm) };
}

/** Where a place (µm) is in the plot. */
export function placeFromSide(field: CellField, box: Box, x: number, depth: number): readonly [x: number, y: number] {
  const scale = box.width / field.view.widthUm;
  return [box.x + box.width / 2 + x * scale, box.y + (depth - sideViewDepths(field)[0]) * scale];
}

/**
 * Draws the tissue from the side: surface, focal surface with its depth of field, and the cells of a slab at their true
 * size.
 */
export function drawSideView(
  context: DrawingContext,
  field: CellField,
  box: Box,
  palette: Palette,
  { colour, selected, also = [], hovered = null, slab }: SideViewOptions,
): void {
  const plot = { context, field, box, palette, slab };
  const scale = box.width / field.view.widthUm;
  const [top, bottom] = sideViewDepths(field);
  const place = (x: number, depth: number) => placeFromSide(field, box, x, depth);
  const [, surface] = place(0, 0);
  clipped(context, box, () => {
    context.fillStyle = palette.fill;
    context.fillRect(box.x, surface, box.width, box.y + box.height - surface);
    drawVesselLayers(plot);
    if (selected !== null && selected < field.count) drawCone(plot, selected);
    drawFocalSurface(plot);
    const colours = cellColours(field, colour, palette.states);
    for (const state of drawingOrder) {
      for (let id = 0; id < field.count; id++) {
        if (field.states[id] !== state || !isInSlab(field, id, slab)) continue;
        const cell = cellAt(field, id);
        const [x, y] = place(cell.x, cell.depth);
        drawCellSymbol(context, state, x, y, cell.radius * scale, colours[id], palette.fill);
      }
    }
    labelVesselLayers(plot);
    labelFocalSurface(plot);
    for (const id of [...also, hovered, selected]) {
      if (id === null || id >= field.count) continue;
      const cell = cellAt(field, id);
      const [x, y] = place(cell.x, cell.depth);
      drawSelection(context, x, y, cell.radius * scale, `#${id}`, palette);
    }
  });
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(box.x, Math.round(surface) + 0.5);
  context.lineTo(box.x + box.width, Math.round(surface) + 0.5);
  context.stroke();
  drawLabel(context, "tissue surface", box.x + 6, surface - 5, palette);
  const half = field.view.widthUm / 2;
  const x = { title: "lateral x (µm)", from: -half, to: half };
  drawAxes(context, box, x, { title: "depth (µm)", from: top, to: bottom }, palette);
}

/** What the parts of a side view are drawn with. */
interface SidePlot {
  readonly context: DrawingContext;
  readonly field: CellField;
  readonly box: Box;
  readonly palette: Palette;
  readonly slab: Slab | null;
}

/** Vessels as seen through the slab, and a dotted line at the depth of each layer. */
function drawVesselLayers({ context, field, box, palette, slab }: SidePlot): void {
  const depths = vesselDepths(field.vessels);
  const lines = depths.map((depth) => Math.round(placeFromSide(field, box, 0, depth)[1]) + 0.5);
  context.strokeStyle = palette.hint;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  for (const y of lines) {
    context.moveTo(box.x, y);
    context.lineTo(box.x + box.width, y);
  }
  context.stroke();
  context.setLineDash([]);
  const scale = box.width / field.view.widthUm;
  const pieces = vesselPieces(field.vessels).flatMap((piece) => {
    const seen = withinSlab(piece, slab);
    if (!seen) return [];
    const place = ([x]: readonly [number, number]) => placeFromSide(field, box, x, seen.depth);
    return [{ from: place(seen.from), to: place(seen.to), radius: seen.radius * scale }];
  });
  drawVessels(context, pieces, palette);
}

function labelVesselLayers({ context, field, box, palette }: SidePlot): void {
  for (const depth of vesselDepths(field.vessels)) {
    const [, y] = placeFromSide(field, box, 0, depth);
    const label = `vessels at ${formatQuantity(depth, "µm")}`;
    drawLabel(context, label, box.x + box.width - 22, y - 5, palette, undefined, "right");
  }
}

/** The focal surface along the slab's middle, and the band within the depth of field. */
function drawFocalSurface({ context, field, box, palette, slab }: SidePlot): void {
  const { view } = field;
  if (view.focalDepthUm === null) return;
  const y = middleOf(slab);
  const steps = 64;
  const along = Array.from({ length: steps + 1 }, (_, i) => (i / steps - 0.5) * view.widthUm);
  const line = (offset: number) =>
    along.map((x) => placeFromSide(field, box, x, (focalDepthAt(view, x, y) ?? 0) + offset));
  const [above, below] = [line(-view.depthOfFieldUm), line(view.depthOfFieldUm)];
  context.globalAlpha = 0.16;
  context.fillStyle = palette.states[0];
  pathThrough(context, [...above, ...below.reverse()]);
  context.closePath();
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = palette.states[0];
  context.lineWidth = 1.5;
  pathThrough(context, line(0));
  context.stroke();
}

function labelFocalSurface({ context, field, box, palette, slab }: SidePlot): void {
  const { view } = field;
  // Where the label ends, as the band bows towards it.
  const end = Math.min(0, (120 / box.width - 0.5) * view.widthUm);
  const focal = focalDepthAt(view, end, middleOf(slab));
  if (focal === null) return;
  const [, y] = placeFromSide(field, box, end, focal + view.depthOfFieldUm);
  const label = `focal plane ±${formatQuantity(view.depthOfFieldUm, "µm", 1)}`;
  drawLabel(context, label, box.x + 6, Math.min(y + 16, box.y + box.height - 6), palette);
}

/** Where the focal surface meets the right edge of the plot, in pixels; null without optics. */
export function focalHandleY(field: CellField, box: Box, slab: Slab | null): number | null {
  const x = field.view.widthUm / 2;
  const depth = focalDepthAt(field.view, x, middleOf(slab));
  return depth === null ? null : placeFromSide(field, box, x, depth)[1];
}

function middleOf(slab: Slab | null): number {
  return slab ? (slab[0] + slab[1]) / 2 : 0;
}

/** The light that the objective collects from a cell, up to the surface and beyond. */
function drawCone({ context, field, box, palette }: SidePlot, id: number): void {
  const cell = cellAt(field, id);
  const [top] = sideViewDepths(field);
  const refractiveIndex = 1.33;
  const tangent = Math.tan(Math.asin(Math.min(0.99, field.view.na / refractiveIndex)));
  const halfWidth = (cell.depth - top) * tangent;
  const corners = [
    placeFromSide(field, box, cell.x - halfWidth, top),
    placeFromSide(field, box, cell.x, cell.depth),
    placeFromSide(field, box, cell.x + halfWidth, top),
  ];
  pathThrough(context, corners);
  context.fillStyle = palette.ink;
  context.globalAlpha = 0.06;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = palette.hint;
  context.lineWidth = 1;
  context.stroke();
}
