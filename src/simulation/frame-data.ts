import type { FrameData, FrameDtype } from "./frame-source.js";

const types = { uint8: Uint8Array, uint16: Uint16Array, float32: Float32Array };

/** Room for some values of frames; that of earlier frames, where it is as large, which are not cleared then. */
export function newFrameData(dtype: FrameDtype, length: number, room?: ArrayBuffer | null): FrameData {
  const type = types[dtype];
  return room?.byteLength === length * type.BYTES_PER_ELEMENT ? new type(room) : new type(length);
}

/** Bytes of one value of frames. */
export function bytesPerValue(dtype: FrameDtype): number {
  return types[dtype].BYTES_PER_ELEMENT;
}

/** The element type of frames. */
export function dtypeOf(data: FrameData): FrameDtype {
  if (data instanceof Uint8Array) return "uint8";
  return data instanceof Uint16Array ? "uint16" : "float32";
}
