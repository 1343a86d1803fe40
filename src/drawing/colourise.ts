import type { FrameData } from "../simulation/frame-source.js";
import type { LookupTable } from "./colormaps.js";

/** The values shown as the darkest and the brightest colour. */
export type Limits = readonly [low: number, high: number];

/** The entry of a 256-colour table that stands for a value: floor(255 · clip((value − low) / (high − low), 0, 1) + ½). */
export function colourIndex(value: number, [low, high]: Limits): number {
  const share = (value - low) / (high - low);
  return share > 0 ? Math.floor(255 * (share < 1 ? share : 1) + 0.5) : 0;
}

/**
 * A frame through a colour map: RGBA of each value, in order. Page and kernel get the same bytes.
 *
 * @param out four bytes a value, as an ImageData holds them
 * @throws RangeError when `out` is too small
 */
export function colourise(frame: FrameData, limits: Limits, table: LookupTable, out: Uint8ClampedArray): void {
  if (out.length < 4 * frame.length) {
    throw new RangeError(`out has ${out.length} bytes; ${frame.length} values need ${4 * frame.length}`);
  }
  const colours = new Uint32Array(table.buffer);
  const pixels = new Uint32Array(out.buffer, out.byteOffset, frame.length);
  if (frame instanceof Float32Array) {
    for (let i = 0; i < frame.length; i++) pixels[i] = colours[colourIndex(frame[i], limits)];
  } else {
    const ofValue = coloursOfValues(frame, limits, colours);
    for (let i = 0; i < frame.length; i++) pixels[i] = ofValue[frame[i]];
  }
}

/** The colour of every value that an integer frame can hold. */
function coloursOfValues(frame: Uint8Array | Uint16Array, limits: Limits, colours: Uint32Array): Uint32Array {
  const ofValue = new Uint32Array(frame instanceof Uint8Array ? 256 : 65536);
  for (let value = 0; value < ofValue.length; value++) ofValue[value] = colours[colourIndex(value, limits)];
  return ofValue;
}
