import { axisMargins, type Box, clipped, drawAxes } from "./axes.js";
import { drawCellSymbol, drawLabel, drawSelection } from "./cell-symbol.js";
import { type CellField, cellAt, depthRange, drawingOrder, type Slab } from "./cells.js";
import { colourAt } from "./colormaps.js";
import type { DrawingContext } from "./context.js";
import { onImage, type Palette } from "./palette.js";
import { drawVessels, vesselPieces } from "./vessels.js";

/** What colour tells of a cell. */
export type CellColour = "state" | "depth";

export interface FromAboveOptions {
  readonly colour: CellColour;
  readonly selected: number | null;
  /** Cells selected besides. */
  readonly also?: readonly number[];
  readonly hovered?: number | null;
  /** The part of the field that a side view looks through. */
  readonly slab?: Slab | null;
  /** Whether the cells are drawn; without them only axes and marks are, over an image. */
  readonly cells: boolean;
}

/** The colour of each cell, as CSS. */
export function cellColours(field: CellField, colour: CellColour, states: Palette["states"]): string[] {
  const [low, high] = depthRange(field);
  return Array.from({ length: field.count }, (_, id) =>
    colour === "state"
      ? states[field.states[id]]
      : colourAt("viridis", 0.1 + (0.85 * (field.centres[3 * id] - low)) / (high - low)),
  );
}

/** The plot's rectangle in a picture of a given width: as wide as fits beside the axes, in the field's proportions. */
export function boxFromAbove({ view }: CellField, width: number): Box {
  const { left, top, right } = axisMargins;
  const inner = width - left - right;
  return { x: left, y: top, width: inner, height: Math.round((inner * view.heightUm) / view.widthUm) };
}

/** Where a place (µm from the axis) is in the plot. */
export function placeFromAbove({ view }: CellField, box: Box, x: number, y: number): readonly [x: number, y: number] {
  const scale = box.width / view.widthUm;
  return [box.x + box.width / 2 + x * scale, box.y + box.height / 2 + y * scale];
}

/** Draws the field of view from above, every cell at its true size, with axes in µm. */
export function drawCellsFromAbove(
  context: DrawingContext,
  field: CellField,
  box: Box,
  palette: Palette,
  { colour, selected, also = [], hovered = null, slab = null, cells }: FromAboveOptions,
): void {
  const { widthUm, heightUm } = field.view;
  const scale = box.width / widthUm;
  const place = (id: number) => placeFromAbove(field, box, field.centres[3 * id + 2], field.centres[3 * id + 1]);
  clipped(context, box, () => {
    if (cells) {
      context.fillStyle = palette.fill;
      context.fillRect(box.x, box.y, box.width, box.height);
      const pieces = vesselPieces(field.vessels).map(({ from, to, radius }) => ({
        from: placeFromAbove(field, box, ...from),
        to: placeFromAbove(field, box, ...to),
        radius: radius * scale,
      }));
      drawVessels(context, pieces, palette);
      const colours = cellColours(field, colour, palette.states);
      for (const state of drawingOrder) {
        for (let id = 0; id < field.count; id++) {
          if (field.states[id] !== state) continue;
          const [x, y] = place(id);
          drawCellSymbol(context, state, x, y, field.radii[id] * scale, colours[id], palette.fill);
        }
      }
    }
    const marks = cells ? palette : onImage(palette);
    if (slab) drawSlab(context, field, box, marks, slab);
    for (const id of [...also, hovered, selected]) {
      if (id === null || id >= field.count) continue;
      const [x, y] = place(id);
      drawSelection(context, x, y, cellAt(field, id).radius * scale, `#${id}`, marks);
    }
  });
  const axis = (name: string, size: number) => ({ title: `lateral ${name} (µm)`, from: -size / 2, to: size / 2 });
  drawAxes(context, box, axis("x", widthUm), axis("y", heightUm), palette);
}

function drawSlab(context: DrawingContext, field: CellField, box: Box, palette: Palette, slab: Slab): void {
  const [, top] = placeFromAbove(field, box, 0, slab[0]);
  const [, bottom] = placeFromAbove(field, box, 0, slab[1]);
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.strokeRect(box.x + 0.5, Math.round(top) + 0.5, box.width - 1, Math.round(bottom - top));
  drawLabel(context, "slab", box.x + 6, top + 14, palette);
}
