import { canShare, sharedArray } from "../physics/shared-arrays.js";
import type { FrameData, FrameDtype } from "./frame-source.js";

const types = { uint8: Uint8Array, uint16: Uint16Array, float32: Float32Array };

/** Room for some values of frames; that which is given, where it fits, which is not cleared then. */
export function newFrameData(dtype: FrameDtype, length: number, room?: ArrayBuffer | FrameData | null): FrameData {
  const type = types[dtype];
  if (room instanceof type) return room.length === length ? room : new type(length);
  return room instanceof ArrayBuffer && room.byteLength === length * type.BYTES_PER_ELEMENT
    ? new type(room)
    : new type(length);
}

/** The same in memory that threads share, where they can. */
export function sharedFrameData(dtype: FrameDtype, length: number): FrameData {
  return sharedArray<FrameData>(types[dtype], length);
}

/** Whether threads look at the same memory. */
export function isShared({ buffer }: FrameData): boolean {
  return canShare && buffer instanceof SharedArrayBuffer;
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
