import type { CellState } from "./cells.js";
import type { DrawingContext } from "./context.js";
import type { Palette } from "./palette.js";

const turn = 2 * Math.PI;
const smallBelow = 4;

/**
 * Draws a cell of radius `r` pixels: a filled disc in focus, a ring out of focus, a dashed ring with a cross when lost;
 * below 4 px a disc, a ring and a cross. A planted cell is a disc.
 */
export function drawCellSymbol(
  context: DrawingContext,
  state: CellState,
  x: number,
  y: number,
  r: number,
  colour: string,
  ground: string,
): void {
  const isSmall = r < smallBelow;
  const radius = isSmall ? Math.max(r, 1.8) : r;
  context.strokeStyle = colour;
  context.lineWidth = isSmall ? 1.1 : 1.4;
  if (state === 2) {
    if (!isSmall) {
      context.setLineDash([2, 1.6]);
      ring(context, x, y, radius);
      context.setLineDash([]);
    }
    cross(context, x, y, isSmall ? 2.3 : radius / 2);
    return;
  }
  context.beginPath();
  context.arc(x, y, state !== 1 && isSmall ? radius + 0.6 : radius, 0, turn);
  context.fillStyle = state === 1 ? ground : colour;
  context.fill();
  if (state === 1) context.stroke();
}

/** Marks the selected cell: a second ring and its id, never another colour. */
export function drawSelection(
  context: DrawingContext,
  x: number,
  y: number,
  r: number,
  label: string,
  palette: Palette,
): void {
  const radius = Math.max(r, 3) + 4;
  context.strokeStyle = palette.ground;
  context.lineWidth = 4;
  ring(context, x, y, radius);
  context.strokeStyle = palette.emphasis;
  context.lineWidth = 1.75;
  ring(context, x, y, radius);
  drawLabel(context, label, x + radius + 5, y + 4, palette, `600 11px ${palette.fontFamily}`);
}

/** Text that stays readable on whatever is under it. */
export function drawLabel(
  context: DrawingContext,
  text: string,
  x: number,
  y: number,
  palette: Palette,
  font = `11px ${palette.fontFamily}`,
  align: CanvasTextAlign = "left",
): void {
  context.font = font;
  context.textAlign = align;
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = palette.fill;
  context.strokeText(text, x, y);
  context.fillStyle = palette.ink;
  context.fillText(text, x, y);
}

function ring(context: DrawingContext, x: number, y: number, r: number): void {
  context.beginPath();
  context.arc(x, y, r, 0, turn);
  context.stroke();
}

function cross(context: DrawingContext, x: number, y: number, arm: number): void {
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.stroke();
}
