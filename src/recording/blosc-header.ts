/** Bytes of a blosc frame before its data, and the most that compression can add. */
export const BLOSC_OVERHEAD = 16;

/** What is wrong with a blosc frame (version 1 or 2) that should hold `bytes` bytes; null when its header is right. */
export function bloscProblem(frame: Uint8Array, bytes: number): string | null {
  if (frame.length < BLOSC_OVERHEAD) return `is cut off: ${frame.length} bytes are no blosc frame`;
  const header = new DataView(frame.buffer, frame.byteOffset, BLOSC_OVERHEAD);
  const holds = header.getUint32(4, true);
  const length = header.getUint32(12, true);
  if (holds !== bytes) return `holds ${holds} bytes where its array declares chunks of ${bytes}`;
  return length === frame.length ? null : `is cut off: ${frame.length} of ${length} bytes are there`;
}
