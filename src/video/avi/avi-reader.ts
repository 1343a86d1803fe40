import type { InputFile } from "../../platform/node-files.js";
import { VideoError } from "../video-error.js";
import type { AviProgress } from "./avi-writer.js";
import { type AviEntry, type AviHeader, type AviIndex, type AviStream, chunkName } from "./layout.js";

/** What an AVI file holds: its header, and where each frame stands. */
export interface AviContents {
  readonly header: AviHeader;
  /** All frames, in the order of the file. */
  readonly entries: readonly AviEntry[];
  /** Whether it was finished; if not, it was cut short, or is being written. */
  readonly finished: boolean;
  /** Where to go on. */
  readonly progress: AviProgress;
  /** The chunk that a writer put behind the indices. */
  readonly tail: { readonly position: number; readonly size: number } | null;
}

interface Chunk {
  readonly name: string;
  /** Where its content starts. */
  readonly position: number;
  readonly size: number;
}

const LARGEST_HEADER = 2 ** 24;

/**
 * Reads where the frames of an AVI file stand: from its OpenDML indices, and beyond them from the frames themselves,
 * so that a file cut short is read up to its last whole frame.
 * @throws VideoError when it is no AVI file with video.
 */
export async function readAvi(file: InputFile): Promise<AviContents> {
  const size = await file.size();
  const start = await chunkAt(file, 0, size);
  if (start?.name !== "RIFF" || (await textAt(file, 8)) !== "AVI ") throw damaged("it does not start as AVI files do");
  const { header, indices, movi } = await readHeader(file, size);
  const names = header.streams.map((stream, i) => chunkName(i, stream));

  const entries: AviEntry[] = [];
  const segments: { readonly riff: number; readonly movi: number; readonly entries: AviEntry[] }[] = [];
  const lengths: { readonly riff: number; readonly movi: number }[] = [];
  const finishedSegments = Math.min(...indices.map((own) => own.length));
  let [riff, list] = [0, movi];
  for (let finished = 0; finished < finishedSegments; finished++) {
    const own: AviEntry[] = [];
    for (const [stream, index] of indices.entries()) own.push(...(await indexedFrames(file, index[finished], stream)));
    own.sort((a, b) => a.position - b.position);
    if (own.some((entry) => entry.position + entry.size > size)) throw damaged("its index names frames beyond its end");
    segments.push({ riff, movi: list, entries: own });
    entries.push(...own);
    const [whole, frames] = [await chunkAt(file, riff, size), await chunkAt(file, list, size)];
    if (!whole || !frames) throw damaged("its segments are not where its header says");
    lengths.push({ riff: whole.size + 8, movi: frames.size + 8 });
    riff += whole.size + 8;
    list = riff + 12;
  }
  const cut = finishedSegments === 0 || (await textAt(file, riff)) === "RIFF";
  if (cut) {
    const own = await scannedFrames(file, list + 12, size, names);
    segments.push({ riff, movi: list, entries: own });
    entries.push(...own);
  }

  const segment = segments.at(-1)!;
  const last = segment.entries.at(-1);
  const framesOf = names.map((_, stream) => entries.filter((entry) => entry.stream === stream).length);
  const framesInFirst = segments[0].entries.filter(({ stream }) => stream === 0).length;
  const progress: AviProgress = {
    indices: indices.map((own) => own.slice(0, segments.length - 1)),
    framesOf,
    framesInFirst,
    largestFrame: entries.reduce((largest, entry) => Math.max(largest, entry.size), 0),
    first: segments.length > 1 ? lengths[0] : null,
    segment,
    position: last ? last.position + last.size + (last.size % 2) : segment.movi + 12,
  };
  const tail = cut ? null : await lastChunk(file, segment.movi + lengths.at(-1)!.movi, size);
  return { header, entries, finished: !cut, progress, tail };
}

async function readHeader(file: InputFile, size: number) {
  const hdrl = await chunkAt(file, 12, size);
  if (hdrl?.name !== "LIST" || (await textAt(file, 20)) !== "hdrl" || hdrl.size > LARGEST_HEADER) {
    throw damaged("its header is missing");
  }
  const streams: AviStream[] = [];
  const indices: AviIndex[][] = [];
  let fps = 0;
  for (const chunk of await chunksOf(file, hdrl.position + 4, hdrl.position + hdrl.size)) {
    if (chunk.name !== "LIST" || (await textAt(file, chunk.position)) !== "strl") continue;
    const parts = new Map<string, DataView>();
    for (const part of await chunksOf(file, chunk.position + 4, chunk.position + chunk.size)) {
      parts.set(part.name, viewOf(await file.read(part.position, part.size)));
    }
    const [strh, strf, strn, indx] = ["strh", "strf", "strn", "indx"].map((name) => parts.get(name));
    if (!strh || !strf || strh.byteLength < 32 || strf.byteLength < 20) throw damaged("a stream has no description");
    if (textOf(strh, 0, 4) !== "vids") throw damaged("it holds more than video");
    if (streams.length === 0) fps = strh.getUint32(24, true) / strh.getUint32(20, true);
    streams.push({
      codec: textOf(strf, 16, 4),
      bitCount: strf.getUint16(14, true),
      width: strf.getInt32(4, true),
      height: strf.getInt32(8, true),
      name: strn && textOf(strn, 0, strn.byteLength),
    });
    indices.push(indx ? superIndex(indx) : []);
  }
  const sound = streams.every(({ width, height }) => width > 0 && height > 0 && width * height < 2 ** 31);
  if (streams.length === 0 || !(fps > 0) || !sound) throw damaged("its header describes no video");

  const info: Record<string, string> = {};
  for (let at = hdrl.position + hdrl.size + (hdrl.size % 2); ; ) {
    const chunk = await chunkAt(file, at, size);
    if (!chunk) throw damaged("it holds no frames");
    const type = await textAt(file, chunk.position);
    if (chunk.name === "LIST" && type === "movi") return { header: { streams, fps, info }, indices, movi: at };
    if (chunk.name === "LIST" && type === "INFO" && chunk.size <= LARGEST_HEADER) {
      for (const text of await chunksOf(file, chunk.position + 4, chunk.position + chunk.size)) {
        info[text.name] = textOf(viewOf(await file.read(text.position, text.size)), 0, text.size);
      }
    }
    at = chunk.position + chunk.size + (chunk.size % 2);
  }
}

function superIndex(indx: DataView): AviIndex[] {
  const found: AviIndex[] = [];
  const count = indx.byteLength >= 24 ? indx.getUint32(4, true) : 0;
  for (let at = 24; found.length < count && at + 16 <= indx.byteLength; at += 16) {
    const position = Number(indx.getBigUint64(at, true));
    found.push({ position, size: indx.getUint32(at + 8, true), frames: indx.getUint32(at + 12, true) });
  }
  return found;
}

async function indexedFrames(file: InputFile, { position, size }: AviIndex, stream: number): Promise<AviEntry[]> {
  const index = viewOf(await file.read(position, Math.min(size, await file.size())));
  if (index.byteLength < 32 || textOf(index, 0, 2) !== "ix") throw damaged("its index is not where its header says");
  const count = Math.min(index.getUint32(12, true), (index.byteLength - 32) / 8);
  const base = Number(index.getBigUint64(20, true));
  return Array.from({ length: count }, (_, i) => ({
    stream,
    position: base + index.getUint32(32 + i * 8, true),
    size: index.getUint32(36 + i * 8, true) & 0x7fffffff,
  }));
}

/** The whole frames from a position on, up to the first thing that is none. */
async function scannedFrames(file: InputFile, at: number, end: number, names: readonly string[]): Promise<AviEntry[]> {
  const entries: AviEntry[] = [];
  for (;;) {
    const chunk = await chunkAt(file, at, end);
    const stream = names.indexOf(chunk?.name ?? "");
    if (!chunk || stream < 0 || chunk.position + chunk.size > end) return entries;
    entries.push({ stream, position: chunk.position, size: chunk.size });
    at = chunk.position + chunk.size + (chunk.size % 2);
  }
}

async function lastChunk(file: InputFile, from: number, end: number): Promise<AviContents["tail"]> {
  const chunk = (await chunksOf(file, from, end)).at(-1);
  return chunk && chunk.name !== "idx1" && chunk.position + chunk.size <= end ? chunk : null;
}

async function chunksOf(file: InputFile, from: number, end: number): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for (let at = from; ; ) {
    const chunk = await chunkAt(file, at, end);
    if (!chunk) return chunks;
    chunks.push(chunk);
    at = chunk.position + chunk.size + (chunk.size % 2);
  }
}

async function chunkAt(file: InputFile, at: number, end: number): Promise<Chunk | null> {
  if (at + 8 > end) return null;
  const head = viewOf(await file.read(at, 8));
  if (head.byteLength < 8) return null;
  return { name: textOf(head, 0, 4), position: at + 8, size: head.getUint32(4, true) };
}

async function textAt(file: InputFile, position: number): Promise<string> {
  const view = viewOf(await file.read(position, 4));
  return textOf(view, 0, view.byteLength);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Text up to its closing zero. */
function textOf(view: DataView, from: number, length: number): string {
  const text = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + from, length));
  return text.split("\0", 1)[0];
}

function damaged(why: string): VideoError {
  return new VideoError("damaged", `This is no AVI file that can be read: ${why}.`);
}
