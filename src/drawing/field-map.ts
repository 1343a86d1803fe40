import { axisMargins, type Box, drawAxes, drawAxisUnder, ticksUnder } from "./axes.js";
import { drawLabel } from "./cell-symbol.js";
import { type ColormapName, lookupTable } from "./colormaps.js";
import { colourise, type Limits } from "./colourise.js";
import type { DrawingContext } from "./context.js";
import { formatNumber, formatQuantity } from "./format.js";
import { drawLines, type Line } from "./line-plot.js";
import { onImage, type Palette } from "./palette.js";
import { axisTicks } from "./ticks.js";

/** A map of a quantity over the tissue, its middle on the optical axis. */
export interface FieldFigure {
  readonly title: string;
  /** Quantity (unit) of the values. */
  readonly quantity: string;
  readonly height: number;
  readonly width: number;
  /** (height, width), C order. */
  readonly values: Float32Array;
  readonly pixelSizeUm: number;
  readonly limits: Limits;
  readonly colormap: ColormapName;
  /** Whether the radial profile is shown. */
  readonly radial: boolean;
  /** A rectangle (px) to frame, such as the field of view on a larger canvas. */
  readonly frame: {
    readonly row: number;
    readonly column: number;
    readonly height: number;
    readonly width: number;
    readonly label: string;
  } | null;
}

/** Where the parts of a picture are. */
export interface FieldLayout {
  readonly map: Box;
  readonly bar: Box;
  /** Profiles along x and along y, and with the distance from the axis where that is shown. */
  readonly profiles: readonly Box[];
  readonly width: number;
  readonly height: number;
}

/** Pixel (row, column). */
export type Place = readonly [row: number, column: number];

const zooms = [0.25, 0.5, 1, 2, 3, 4, 6, 8];
const mostMap = 480;
const [barWidth, barRoom, profileHeight, profileRoom] = [12, 64, 96, 60];
const besideRoom = 300;

/** Lays a picture out: the map at a whole zoom step, the profiles beside it where there is room, under it elsewhere. */
export function layOutField({ height, width, radial }: FieldFigure, total: number): FieldLayout {
  const { left, top, bottom } = axisMargins;
  const fits = (room: number) => zooms.filter((zoom) => width * zoom <= Math.min(mostMap, room)).at(-1) ?? zooms[0];
  const alone = fits(total - left - barRoom);
  const isBeside = total - left - barRoom - width * alone >= besideRoom;
  const map = { x: left, y: top + 14, width: Math.round(width * alone), height: Math.round(height * alone) };
  const bar = { x: map.x + map.width + 12, y: map.y, width: barWidth, height: map.height };
  const mapEnd = map.y + map.height + bottom;
  const x = isBeside ? map.x + map.width + barRoom + 60 : left;
  const end = Math.min(total - 12, x + (isBeside ? 420 : Math.max(map.width, 320)));
  const first = isBeside ? map.y + 4 : mapEnd + 20;
  const profiles = Array.from({ length: radial ? 3 : 2 }, (_, i) => {
    return { x, y: first + i * (profileHeight + profileRoom), width: end - x, height: profileHeight };
  });
  const profilesEnd = first + (profiles.length - 1) * (profileHeight + profileRoom) + profileHeight + 40;
  return { map, bar, profiles, width: total, height: Math.max(mapEnd, profilesEnd) };
}

/** Means of a map over rings one pixel wide around its middle, as far out as its corners. */
export function radialProfile({
  height,
  width,
  values,
}: Pick<FieldFigure, "height" | "width" | "values">): Float32Array {
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  const rings = Math.floor(Math.hypot(middleY, middleX)) + 1;
  const [sums, counts] = [new Float64Array(rings), new Float64Array(rings)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ring = Math.floor(Math.hypot(y - middleY, x - middleX));
      sums[ring] += values[y * width + x];
      counts[ring]++;
    }
  }
  return Float32Array.from(sums, (sum, ring) => sum / counts[ring]);
}

/** The pixel at a place of the picture; null beside the map. */
export function pixelAt({ height, width }: FieldFigure, { map }: FieldLayout, x: number, y: number): Place | null {
  const column = Math.floor(((x - map.x) / map.width) * width);
  const row = Math.floor(((y - map.y) / map.height) * height);
  return row >= 0 && row < height && column >= 0 && column < width ? [row, column] : null;
}

/** Distance (µm) of a pixel's middle from the optical axis. */
function fromAxis(index: number, count: number, pixelSizeUm: number): number {
  return (index - (count - 1) / 2) * pixelSizeUm;
}

/** A pixel's place and value in words. */
export function pixelInWords(figure: FieldFigure, [row, column]: Place): string {
  const { height, width, pixelSizeUm, values, quantity, limits } = figure;
  const [name, unit = ""] = quantity.split(/\s*\(|\)/);
  const digits = Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(limits[1] - limits[0]))));
  const value = `${name} ${formatNumber(values[row * width + column], digits)} ${unit}`.trim();
  const x = formatQuantity(fromAxis(column, width, pixelSizeUm), "µm");
  return `x ${x} · y ${formatQuantity(fromAxis(row, height, pixelSizeUm), "µm")} · ${value}`;
}

/** The map's pixels at the size at which they are shown, none of them mixed. */
function drawPixels(context: DrawingContext, figure: FieldFigure, { map }: FieldLayout, density: number): void {
  const [columns, rows] = [Math.round(map.width * density), Math.round(map.height * density)];
  const shown = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    const row = Math.floor((y * figure.height) / rows) * figure.width;
    for (let x = 0; x < columns; x++) {
      shown[y * columns + x] = figure.values[row + Math.floor((x * figure.width) / columns)];
    }
  }
  const image = context.createImageData(columns, rows);
  colourise(shown, figure.limits, lookupTable(figure.colormap), image.data);
  context.putImageData(image, Math.round(map.x * density), Math.round(map.y * density));
}

function drawColourBar(context: DrawingContext, figure: FieldFigure, { bar }: FieldLayout, palette: Palette): void {
  const { limits, colormap, quantity } = figure;
  const table = lookupTable(colormap);
  for (let y = 0; y < bar.height; y++) {
    const at = 4 * Math.round(255 * (1 - y / Math.max(1, bar.height - 1)));
    context.fillStyle = `rgb(${table[at]}, ${table[at + 1]}, ${table[at + 2]})`;
    context.fillRect(bar.x, bar.y + y, bar.width, 1);
  }
  context.strokeStyle = palette.axis;
  context.fillStyle = palette.hint;
  context.lineWidth = 1;
  context.font = `11px ${palette.fontFamily}`;
  context.textAlign = "left";
  context.beginPath();
  for (const { value, label } of axisTicks(limits[0], limits[1], bar.height < 160 ? 4 : 6)) {
    const y = Math.round(bar.y + bar.height - ((value - limits[0]) / (limits[1] - limits[0])) * bar.height) + 0.5;
    context.moveTo(bar.x + bar.width, y);
    context.lineTo(bar.x + bar.width + 4, y);
    context.fillText(label, bar.x + bar.width + 7, y + 4);
  }
  context.stroke();
  context.textAlign = "left";
  context.fillText(quantity, Math.max(axisMargins.left, bar.x + 40 - context.measureText(quantity).width), bar.y - 6);
}

function drawProfile(
  context: DrawingContext,
  box: Box,
  values: Float32Array,
  text: { readonly heading: string; readonly axis: string },
  at: { readonly index: number; readonly range: Limits; readonly limits: Limits },
  palette: Palette,
): void {
  const line: Line = { label: "", kind: "truth", values, right: false };
  drawLines(context, box, [line], { left: at.limits, right: null }, palette);
  context.font = `11px ${palette.fontFamily}`;
  context.fillStyle = palette.hint;
  context.textAlign = "left";
  context.fillText(text.heading, box.x, box.y - 6);
  drawAxisUnder(context, box, ticksUnder(box, ...at.range), text.axis, palette);
  const cursor = Math.round(box.x + (at.index / Math.max(1, values.length - 1)) * box.width) + 0.5;
  context.strokeStyle = palette.select;
  context.beginPath();
  context.moveTo(cursor, box.y);
  context.lineTo(cursor, box.y + box.height);
  context.stroke();
}

function drawMarks(
  context: DrawingContext,
  figure: FieldFigure,
  { map }: FieldLayout,
  [row, column]: Place,
  palette: Palette,
): void {
  const zoom = map.width / figure.width;
  const { frame } = figure;
  if (frame) {
    context.strokeStyle = "#ffffff";
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.strokeRect(
      Math.round(map.x + frame.column * zoom) + 0.5,
      Math.round(map.y + frame.row * zoom) + 0.5,
      Math.round(frame.width * zoom) - 1,
      Math.round(frame.height * zoom) - 1,
    );
    context.setLineDash([]);
    drawLabel(context, frame.label, map.x + frame.column * zoom + 6, map.y + frame.row * zoom + 16, onImage(palette));
  }
  const x = Math.round(map.x + (column + 0.5) * zoom) + 0.5;
  const y = Math.round(map.y + (row + 0.5) * zoom) + 0.5;
  for (const [colour, width] of [
    ["rgba(0, 0, 0, 0.6)", 3],
    ["#ffffff", 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.globalAlpha = width === 1 ? 0.85 : 0.5;
    context.beginPath();
    context.moveTo(map.x, y);
    context.lineTo(map.x + map.width, y);
    context.moveTo(x, map.y);
    context.lineTo(x, map.y + map.height);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Draws a map with its colour bar, a cross at a pixel, and the profiles through it. `density` is pixels per CSS pixel. */
export function drawField(
  context: DrawingContext,
  figure: FieldFigure,
  layout: FieldLayout,
  place: Place,
  palette: Palette,
  density = 1,
): void {
  const { height, width, pixelSizeUm, values, limits, quantity } = figure;
  const [row, column] = place;
  drawPixels(context, figure, layout, density);
  drawMarks(context, figure, layout, place, palette);
  const [halfX, halfY] = [(width * pixelSizeUm) / 2, (height * pixelSizeUm) / 2];
  const axis = (name: string, half: number) => ({ title: `lateral ${name} (µm)`, from: -half, to: half });
  drawAxes(context, layout.map, axis("x", halfX), axis("y", halfY), palette);
  drawColourBar(context, figure, layout, palette);
  const alongX = values.slice(row * width, (row + 1) * width);
  const alongY = Float32Array.from({ length: height }, (_, y) => values[y * width + column]);
  const [first, second, third] = layout.profiles;
  const um = (index: number, count: number) => formatQuantity(fromAxis(index, count, pixelSizeUm), "µm");
  drawProfile(
    context,
    first,
    alongX,
    { heading: `${quantity} along x, at y = ${um(row, height)}`, axis: "lateral x (µm)" },
    { index: column, range: [-halfX, halfX], limits },
    palette,
  );
  drawProfile(
    context,
    second,
    alongY,
    { heading: `${quantity} along y, at x = ${um(column, width)}`, axis: "lateral y (µm)" },
    { index: row, range: [-halfY, halfY], limits },
    palette,
  );
  if (!third) return;
  const rings = radialProfile(figure);
  const distance = Math.hypot(row - (height - 1) / 2, column - (width - 1) / 2);
  drawProfile(
    context,
    third,
    rings,
    { heading: `${quantity}, mean over rings around the axis`, axis: "distance from the axis (µm)" },
    { index: distance, range: [0, (rings.length - 1) * pixelSizeUm], limits },
    palette,
  );
}
