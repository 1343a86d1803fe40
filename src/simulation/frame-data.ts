import type { FrameData, FrameDtype } from "./frame-source.js";

/** Room for some values of a frame. */
export function newFrameData(dtype: FrameDtype, length: number): FrameData {
  if (dtype === "uint8") return new Uint8Array(length);
  return dtype === "uint16" ? new Uint16Array(length) : new Float32Array(length);
}

/** The element type of frames. */
export function dtypeOf(data: FrameData): FrameDtype {
  if (data instanceof Uint8Array) return "uint8";
  return data instanceof Uint16Array ? "uint16" : "float32";
}
