/** Footprints of the field of view, each scaled so that its own peak is 255. */
export interface FootprintPatches {
  readonly height: number;
  readonly width: number;
  /** (unit, 2) first row and first column in the field of view; may lie outside it. */
  readonly offsets: Int32Array;
  /** (unit, 2) height and width of each patch. */
  readonly shapes: Int32Array;
  /** The patches' values one after another, C order. */
  readonly data: Uint8Array;
  /** (unit) what 255 stands for. */
  readonly peaks: Float32Array;
}

/** Whether each footprint is scaled to its own peak, or all to the highest. */
export type FootprintScale = "own" | "common";

/** The brightest cell at each pixel, and how bright it is there relative to its own peak. */
export interface FootprintMap {
  readonly height: number;
  readonly width: number;
  /** Cell at each pixel, or −1. */
  readonly owner: Int32Array;
  readonly share: Uint8Array;
}

/** The footprints that a view shows more of, so far between planted (0) and observed (1). */
export function nearer(morph: number): "planted" | "observed" {
  return morph < 0.5 ? "planted" : "observed";
}

/** Lays footprints over one another; where they overlap, the brighter one is seen. */
export function composeFootprints(patches: FootprintPatches, scale: FootprintScale = "own"): FootprintMap {
  const { height, width, offsets, shapes, data, peaks } = patches;
  const highest = peaks.reduce((most, peak) => Math.max(most, peak), 0);
  const owner = new Int32Array(height * width).fill(-1);
  const share = new Uint8Array(height * width);
  let start = 0;
  for (let unit = 0; unit < shapes.length / 2; unit++) {
    const [row, column] = [offsets[2 * unit], offsets[2 * unit + 1]];
    const [rows, columns] = [shapes[2 * unit], shapes[2 * unit + 1]];
    const factor = scale === "own" || highest === 0 ? 1 : peaks[unit] / highest;
    const [firstX, lastX] = [Math.max(0, -column), Math.min(columns, width - column)];
    for (let y = Math.max(0, -row); y < Math.min(rows, height - row); y++) {
      for (let x = firstX; x < lastX; x++) {
        const value = factor * data[start + y * columns + x];
        const at = (row + y) * width + column + x;
        if (value <= share[at]) continue;
        share[at] = value;
        owner[at] = unit;
      }
    }
    start += rows * columns;
  }
  return { height, width, owner, share };
}

/**
 * The map as an image on black: each pixel its cell's colour, dimmed by its share.
 *
 * @param colours (unit, 3) red, green, blue
 * @param out RGBA, four bytes a pixel
 */
export function colourFootprints({ owner, share }: FootprintMap, colours: Uint8Array, out: Uint8ClampedArray): void {
  for (let i = 0; i < owner.length; i++) {
    const at = 3 * owner[i];
    const light = share[i] / 255;
    for (let c = 0; c < 3; c++) out[4 * i + c] = owner[i] < 0 ? 0 : colours[at + c] * light;
    out[4 * i + 3] = 255;
  }
}

/** CSS colours, as `#rrggbb` or `rgb(r, g, b)`, in bytes. */
export function colourBytes(colours: readonly string[]): Uint8Array {
  return Uint8Array.from(colours.flatMap(parseColour));
}

function parseColour(colour: string): number[] {
  if (colour.startsWith("#")) return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (colour.match(/[\d.]+/g) ?? ["0", "0", "0"]).slice(0, 3).map(Number);
}
