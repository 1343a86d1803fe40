/** Where a box of an MP4 stands within some bytes. */
export interface Box {
  readonly start: number;
  readonly end: number;
}

/** Bytes before the first box within a box; of others 8. */
const CONTENT_AT: Readonly<Record<string, number>> = { stsd: 16, avc1: 86 };

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** The first box of a name within a box or some bytes; null when there is none. */
export function childOf(bytes: Uint8Array, within: Box, name: string): Box | null {
  const view = viewOf(bytes);
  for (let start = within.start; start + 8 <= within.end; ) {
    const end = start + view.getUint32(start);
    if (end <= start || end > within.end) return null;
    if (String.fromCharCode(...bytes.subarray(start + 4, start + 8)) === name) return { start, end };
    start = end;
  }
  return null;
}

/** The boxes on a way down into an MP4, `["moov", "trak"]`; null when there is no such way. */
export function boxesOn(bytes: Uint8Array, names: readonly string[]): Box[] | null {
  const path: Box[] = [];
  let within = { start: 0, end: bytes.length };
  for (const name of names) {
    const found = childOf(bytes, within, name);
    if (!found) return null;
    path.push(found);
    within = { start: found.start + (CONTENT_AT[name] ?? 8), end: found.end };
  }
  return path;
}

export function letters(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
