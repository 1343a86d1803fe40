/** The bytes of a binary trait. A copy, as a view into a message may start anywhere. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): ArrayBuffer {
  return new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
}

/** The numbers of a binary trait. */
export function floats(view: ArrayBufferView): Float32Array {
  return new Float32Array(bytesOf(view));
}
