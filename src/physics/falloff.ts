import { exp, hypot, pow, roundHalfEven } from "./elementary.js";
import { sharedArray } from "./shared-arrays.js";

/** A field of view in pixels and its pixel size. */
export interface FieldGrid {
  readonly height: number;
  readonly width: number;
  readonly pixelSizeUm: number;
}

/** Radial falloff of illumination or of a vignette, as a function of position. */
export interface Falloff {
  readonly falloff: number;
  readonly exponent: number;
  readonly center_offset_um: readonly [number, number];
}

function radialFalloff(grid: FieldGrid, shape: Falloff): (yUm: number, xUm: number) => number {
  const [centerY, centerX] = shape.center_offset_um;
  const halfHeight = ((grid.height - 1) / 2) * grid.pixelSizeUm;
  const halfWidth = ((grid.width - 1) / 2) * grid.pixelSizeUm;
  const farthest = hypot(halfHeight + Math.abs(centerY), halfWidth + Math.abs(centerX));
  if (grid.height === 1 && grid.width === 1) return () => 1;
  return (yUm, xUm) => {
    const r = Math.min(hypot(yUm - centerY, xUm - centerX) / farthest, 1);
    return 1 - (1 - shape.falloff) * pow(r, shape.exponent);
  };
}

/**
 * 1 − (1 − falloff)·(r / r_max)^exponent at each pixel of a field, C order. r_max is the distance from the
 * falloff's centre to the centre of the farthest corner pixel.
 */
export function falloffField(grid: FieldGrid, shape: Falloff): Float32Array {
  const centred = shape.center_offset_um.every((offset) => offset === 0);
  return sampleField(grid, radialFalloff(grid, shape), centred);
}

/**
 * Samples a function of (y, x) in µm at the pixel centres of a field, C order. One that is the same at −y and at −x is
 * asked for a quarter of the field.
 */
function sampleField(
  { height, width, pixelSizeUm }: FieldGrid,
  value: (yUm: number, xUm: number) => number,
  symmetric: boolean,
): Float32Array {
  const field = sharedArray(Float32Array, height * width);
  const [rows, columns] = symmetric ? [Math.ceil(height / 2), Math.ceil(width / 2)] : [height, width];
  for (let row = 0; row < rows; row++) {
    const y = (row - (height - 1) / 2) * pixelSizeUm;
    const from = row * width;
    for (let column = 0; column < columns; column++) {
      field[from + column] = value(y, (column - (width - 1) / 2) * pixelSizeUm);
    }
    if (!symmetric) continue;
    for (let column = columns; column < width; column++) field[from + column] = field[from + width - 1 - column];
    field.copyWithin((height - 1 - row) * width, from, from + width);
  }
  return field;
}

/** Value of a field at the pixel nearest to a position (µm); positions outside take the nearest edge pixel. */
export function valueAt(field: Float32Array, grid: FieldGrid, yUm: number, xUm: number): number {
  const nearest = (um: number, n: number) =>
    Math.min(Math.max(roundHalfEven((n - 1) / 2 + um / grid.pixelSizeUm), 0), n - 1);
  return field[nearest(yUm, grid.height) * grid.width + nearest(xUm, grid.width)];
}

/** Stray excitation light that reaches the sensor: the same everywhere, or a Gaussian around the axis. */
export function leakageField(
  grid: FieldGrid,
  leak: { readonly profile: "uniform" | "gaussian"; readonly level: number; readonly sigma_um: number | null },
): Float32Array {
  if (leak.profile === "uniform") return sharedArray(Float32Array, grid.height * grid.width).fill(leak.level);
  const sigma = leak.sigma_um ?? (Math.min(grid.height, grid.width) * grid.pixelSizeUm) / 4;
  return sampleField(grid, (y, x) => leak.level * exp(-(y * y + x * x) / (2 * sigma * sigma)), true);
}
