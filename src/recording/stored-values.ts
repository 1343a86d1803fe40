/** The values of a stored array, in the smallest of these types that holds them exactly. */
export type StoredValues = Float64Array | Float32Array | Int32Array | Uint8Array;

type AnyValues =
  | StoredValues
  | Int8Array
  | Int16Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Uint8ClampedArray;

/** Numbers of any type as one of the four; 64-bit integers above 2⁵³ lose their last digits. */
export function toValues(data: AnyValues): StoredValues {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  if (data instanceof Uint32Array) return Float64Array.from(data);
  const kept = [Float64Array, Float32Array, Int32Array, Uint8Array].some((type) => data instanceof type);
  return kept ? (data as StoredValues) : Int32Array.from(data);
}

/** Values that lie with any strides, as they lie in C order. */
export function inCOrder<T extends StoredValues>(data: T, shape: readonly number[], stride: readonly number[]): T {
  let expected = 1;
  const ordered = shape.every((_, i) => {
    const axis = shape.length - 1 - i;
    const right = stride[axis] === expected;
    expected *= shape[axis];
    return right;
  });
  if (ordered) return data;
  const out = data.slice() as T;
  const index = shape.map(() => 0);
  for (let i = 0, from = 0; i < out.length; i++) {
    out[i] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += stride[axis];
      if (++index[axis] < shape[axis]) break;
      from -= stride[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}
