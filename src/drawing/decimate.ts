type Pixels = Uint8Array | Uint16Array | Int32Array | Float32Array;

/** An image at 1 : step: of each block of step × step pixels the first, none of them mixed. */
export function decimate<T extends Pixels>(data: T, width: number, height: number, step: number): T {
  if (step === 1) return data;
  const columns = Math.ceil(width / step);
  const rows = Math.ceil(height / step);
  const out = data.slice(0, rows * columns) as T;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) out[y * columns + x] = data[y * step * width + x * step];
  }
  return out;
}

/** The smallest whole step at which an image is no wider than `most` pixels. */
export function decimationStep(width: number, most: number): number {
  return Math.max(1, Math.ceil(width / most));
}
