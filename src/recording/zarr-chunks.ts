/** Bytes that a chunk holds at most, unless one row of its array is larger. */
const CHUNK_BYTES = 4 * 2 ** 20;

/** Element types that are written. */
export type WrittenDtype = "<f8" | "<f4" | "<i4" | "|b1";

export type Numbers = ArrayLike<number>;

/** Room for the values of a chunk, zero-filled. */
export function newValues(dtype: WrittenDtype, length: number): Float64Array | Float32Array | Int32Array | Uint8Array {
  switch (dtype) {
    case "<f8":
      return new Float64Array(length);
    case "<f4":
      return new Float32Array(length);
    case "<i4":
      return new Int32Array(length);
    case "|b1":
      return new Uint8Array(length);
  }
}

export const bytesPerValue: Readonly<Record<WrittenDtype, number>> = { "<f8": 8, "<f4": 4, "<i4": 4, "|b1": 1 };

export function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** A chunk's shape: whole rows of the first axis, as many as fit into a few megabytes, so that a part can be read alone. */
export function chunkShape(shape: readonly number[], dtype: WrittenDtype): number[] {
  const [rows, ...row] = shape;
  const fitting = Math.floor(CHUNK_BYTES / Math.max(1, product(row) * bytesPerValue[dtype]));
  return [Math.min(fitting, rows), ...row].map((length) => Math.max(1, length));
}
