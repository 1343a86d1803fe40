import { openFile } from "../../platform/node-files.js";
import { bytesOf, type FrameSink, type SinkSettings } from "../frame-sink.js";

/** TIFF's data types and how many bytes their values take. */
const types = { ascii: 2, short: 3, long: 4, rational: 5, long8: 16 } as const;

interface Tag {
  readonly id: number;
  readonly type: keyof typeof types;
  readonly value: number | string | readonly [number, number];
}

/** What differs between TIFF and BigTIFF, which takes files beyond 4 GiB. */
interface Kind {
  readonly header: number;
  readonly countBytes: 2 | 8;
  readonly tagBytes: 12 | 20;
  readonly offsetBytes: 4 | 8;
}

const classic: Kind = { header: 8, countBytes: 2, tagBytes: 12, offsetBytes: 4 };
const big: Kind = { header: 16, countBytes: 8, tagBytes: 20, offsetBytes: 8 };

/** Bytes that the longest description and all tags of a page take at most. */
const PAGE_BYTES = 512;

/**
 * A TIFF with one page a frame, uncompressed, 8 or 16 bits; BigTIFF when it would not fit into 4 GiB. All frames stand
 * one behind the other at the start, so they can be mapped into memory; the first page's description gives the rate as
 * ImageJ does.
 */
export async function tiffMovie(settings: SinkSettings, { limit = 2 ** 32 } = {}): Promise<FrameSink> {
  const { path, height, width, frameCount, bits } = settings;
  const frameBytes = (height * width * bits) / 8;
  const kind = frameCount * (frameBytes + PAGE_BYTES) < limit ? classic : big;
  const file = await openFile(path, "replace");
  let position = kind.header;
  return {
    encoder: "none",
    async write(frames) {
      await file.write([bytesOf(frames)], position);
      position += frames.byteLength;
    },
    async finish() {
      // Tags stand at even positions.
      const start = position + (position % 2);
      let at = start;
      for (let page = 0; page < frameCount; ) {
        const pages: Uint8Array[] = [];
        const from = at;
        for (; page < frameCount && pages.length < 1024; page++) {
          const bytes = pageBytes(
            kind,
            at,
            tagsOf(settings, page, kind.header + page * frameBytes),
            page + 1 < frameCount,
          );
          pages.push(bytes);
          at += bytes.length;
        }
        await file.write(pages, from);
      }
      await file.write([headerBytes(kind, start)], 0);
    },
    close: () => file.close(),
  };
}

function tagsOf(settings: SinkSettings, page: number, offset: number): Tag[] {
  const { height, width, bits, frameCount, fps, pixelSizeUm } = settings;
  // ImageJ's own words for the time between frames and the unit of lengths.
  const unit = pixelSizeUm === null ? "pixel" : "micron";
  const lines = [
    `ImageJ=1.53`,
    `images=${frameCount}`,
    `frames=${frameCount}`,
    `finterval=${1 / fps}`,
    `fps=${fps}`,
    `unit=${unit}`,
  ];
  const description = `${lines.join("\n")}\n`;
  const pixelsPerUm: [number, number] = [Math.round(1e6 / (pixelSizeUm ?? 1)), 1_000_000];
  return [
    { id: 254, type: "long", value: 0 },
    { id: 256, type: "long", value: width },
    { id: 257, type: "long", value: height },
    { id: 258, type: "short", value: bits },
    { id: 259, type: "short", value: 1 },
    { id: 262, type: "short", value: 1 },
    ...(page === 0 ? [{ id: 270, type: "ascii", value: description } as const] : []),
    { id: 273, type: "long8", value: offset },
    { id: 277, type: "short", value: 1 },
    { id: 278, type: "long", value: height },
    { id: 279, type: "long8", value: (height * width * bits) / 8 },
    { id: 282, type: "rational", value: pixelsPerUm },
    { id: 283, type: "rational", value: pixelsPerUm },
    { id: 296, type: "short", value: 1 },
  ];
}

function headerBytes(kind: Kind, firstPage: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(kind.header));
  view.setUint16(0, 0x4949);
  view.setUint16(2, kind === big ? 43 : 42, true);
  if (kind === big) view.setUint16(4, 8, true);
  setOffset(view, kind, kind === big ? 8 : 4, firstPage);
  return new Uint8Array(view.buffer);
}

/** A page's tags at a position of the file, followed by the values that do not fit into them. */
function pageBytes(kind: Kind, at: number, tags: readonly Tag[], more: boolean): Uint8Array {
  const tagsLength = kind.countBytes + tags.length * kind.tagBytes + kind.offsetBytes;
  const outside = tags.reduce((sum, tag) => sum + outsideBytes(kind, tag), 0);
  const view = new DataView(new ArrayBuffer(tagsLength + outside));
  view.setUint16(0, tags.length, true);
  let free = tagsLength;
  for (const [i, tag] of tags.entries()) {
    const start = kind.countBytes + i * kind.tagBytes;
    const { type, count } = typeOf(kind, tag);
    const valueAt = start + 4 + kind.offsetBytes;
    view.setUint16(start, tag.id, true);
    view.setUint16(start + 2, types[type], true);
    setOffset(view, kind, start + 4, count);
    const length = outsideBytes(kind, tag);
    if (length > 0) setOffset(view, kind, valueAt, at + free);
    setValue(view, length > 0 ? free : valueAt, { ...tag, type });
    free += length;
  }
  setOffset(view, kind, tagsLength - kind.offsetBytes, more ? at + view.byteLength : 0);
  return new Uint8Array(view.buffer);
}

function typeOf(kind: Kind, { type, value }: Tag): { type: keyof typeof types; count: number } {
  // Positions are as long as the file's kind allows.
  const actual = type === "long8" && kind === classic ? "long" : type;
  return { type: actual, count: typeof value === "string" ? value.length + 1 : 1 };
}

function outsideBytes(kind: Kind, { type, value }: Tag): number {
  const length = typeof value === "string" ? value.length + 1 : type === "rational" ? 8 : 0;
  return length <= kind.offsetBytes ? 0 : length + (length % 2);
}

function setValue(view: DataView, at: number, { type, value }: Tag): void {
  if (typeof value === "string") {
    for (let i = 0; i < value.length; i++) view.setUint8(at + i, value.charCodeAt(i));
  } else if (typeof value === "object") {
    view.setUint32(at, value[0], true);
    view.setUint32(at + 4, value[1], true);
  } else if (type === "short") view.setUint16(at, value, true);
  else if (type === "long8") view.setBigUint64(at, BigInt(value), true);
  else view.setUint32(at, value, true);
}

function setOffset(view: DataView, kind: Kind, at: number, value: number): void {
  if (kind === big) view.setBigUint64(at, BigInt(value), true);
  else view.setUint32(at, value, true);
}
