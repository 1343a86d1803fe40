/** The numbers of a binary trait. A copy, as a view into a message may start anywhere. */
export function floats({ buffer, byteOffset, byteLength }: ArrayBufferView): Float32Array {
  return new Float32Array(new Uint8Array(buffer, byteOffset, byteLength).slice().buffer);
}
