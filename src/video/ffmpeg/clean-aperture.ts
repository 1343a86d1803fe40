/** Where a box of an MP4 stands within some bytes. */
interface Box {
  readonly start: number;
  readonly end: number;
}

const CONTAINERS: Readonly<Record<string, number>> = {
  moov: 8,
  trak: 8,
  mdia: 8,
  minf: 8,
  stbl: 8,
  stsd: 16,
  avc1: 86,
};

/**
 * An MP4's `moov` box with a clean aperture (ISO/IEC 14496-12, `clap`) in its one video stream: players show the first
 * `height` rows and `width` columns of the coded picture. The text about the encoder gives way to it, so that the box
 * keeps its length; null when there is no room for it.
 */
export function withCleanAperture(
  moov: Uint8Array,
  shown: { readonly height: number; readonly width: number },
  coded: { readonly height: number; readonly width: number },
): Uint8Array | null {
  const parents = ["moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1"];
  const path: Box[] = [];
  let within = { start: 0, end: moov.length };
  for (const name of parents) {
    const found = childOf(moov, within, name);
    if (!found) return null;
    path.push(found);
    within = { start: found.start + CONTAINERS[name], end: found.end };
  }
  const text = childOf(moov, { start: 8, end: path[0].end }, "udta");
  const clap = cleanAperture(shown, coded);
  const { end: insertAt } = path.at(-1)!;
  if (!text || text.end !== moov.length || text.end - text.start < clap.length + 8) return null;
  const free = text.end - text.start - clap.length;
  const patched = new Uint8Array(moov.length);
  patched.set(moov.subarray(0, insertAt));
  patched.set(clap, insertAt);
  patched.set(moov.subarray(insertAt, text.start), insertAt + clap.length);
  const view = new DataView(patched.buffer);
  for (const { start, end } of path.slice(1)) view.setUint32(start, end - start + clap.length);
  view.setUint32(text.start + clap.length, free);
  patched.set(letters("free"), text.start + clap.length + 4);
  return patched;
}

function childOf(bytes: Uint8Array, within: Box, name: string): Box | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = within.start; start + 8 <= within.end; ) {
    const end = start + view.getUint32(start);
    if (end <= start || end > within.end) return null;
    if (String.fromCharCode(...bytes.subarray(start + 4, start + 8)) === name) return { start, end };
    start = end;
  }
  return null;
}

/** Size and place as fractions; the place is that of the middle, seen from the coded picture's middle. */
function cleanAperture(shown: { height: number; width: number }, coded: { height: number; width: number }): Uint8Array {
  const view = new DataView(new ArrayBuffer(40));
  view.setUint32(0, 40);
  const offsets = [shown.width - coded.width, 2, shown.height - coded.height, 2];
  const values = [shown.width, 1, shown.height, 1, ...offsets];
  for (const [i, value] of values.entries()) view.setInt32(8 + i * 4, value);
  const box = new Uint8Array(view.buffer);
  box.set(letters("clap"), 4);
  return box;
}

function letters(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
