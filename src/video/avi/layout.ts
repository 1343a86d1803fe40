import { chunk, concat, fourcc, list, u16, u32, u64 } from "./bytes.js";

/** One video stream of an AVI file. */
export interface AviStream {
  /** What the frames are coded with: `Y800` (bytes as they are), `MJPG`. */
  readonly codec: string;
  readonly bitCount: number;
  readonly height: number;
  readonly width: number;
  readonly name?: string;
}

/** Where a frame's bytes stand. */
export interface AviEntry {
  readonly stream: number;
  readonly position: number;
  readonly size: number;
}

/** The index of one stream in one finished segment. */
export interface AviIndex {
  readonly position: number;
  readonly size: number;
  readonly frames: number;
}

export interface AviHeader {
  readonly streams: readonly AviStream[];
  readonly fps: number;
  /** Texts about the file by the names of RIFF's INFO list: `ICMT` for a comment. */
  readonly info: Readonly<Record<string, string>>;
}

/** What a header says of the frames so far. */
export interface AviState {
  /** For each stream the indices of its finished segments. */
  readonly indices: readonly (readonly AviIndex[])[];
  readonly framesOf: readonly number[];
  readonly framesInFirst: number;
  readonly largestFrame: number;
  /** Lengths of the first segment and of its frames, once a second segment follows. */
  readonly first: { readonly riff: number; readonly movi: number } | null;
  /** Where the segment that is being written starts, and its list of frames. */
  readonly segment: { readonly riff: number; readonly movi: number };
  /** Where the next frame goes. */
  readonly position: number;
}

/** Finished segments that the header has room for. */
export const SEGMENTS = 256;
const KEY_FRAMES_INDEXED = 0x10 | 0x100 | 0x800;

/** The name of a stream's chunks: `00db` for bare pixels, `00dc` for coded ones. */
export function chunkName(index: number, { codec }: AviStream): string {
  return `${String(index).padStart(2, "0")}${codec === "Y800" ? "db" : "dc"}`;
}

/** Frames a second as a fraction of whole numbers. */
export function rational(fps: number): { rate: number; scale: number } {
  for (const scale of [1, 2, 3, 4, 5, 8, 10, 100, 1000, 1001, 10_000, 100_000]) {
    const rate = Math.round(fps * scale);
    if (rate > 0 && rate <= 0x7fffffff && Math.abs(rate / scale - fps) <= fps * 1e-12) return { rate, scale };
  }
  const scale = Math.max(1, Math.min(1_000_000, Math.round(1e9 / fps)));
  return { rate: Math.max(1, Math.round(fps * scale)), scale };
}

function streamList(stream: AviStream, index: number, header: AviHeader, state: AviState): Uint8Array {
  const { height, width, bitCount, codec } = stream;
  const { rate, scale } = rational(header.fps);
  const name = fourcc(codec);
  const frames = state.framesOf[index];
  const strh = chunk(
    "strh",
    fourcc("vids"),
    name,
    u32(0),
    u16(0, 0),
    u32(0, scale, rate, 0, frames, state.largestFrame, 0xffffffff, 0),
    u16(0, 0, width, height),
  );
  const imageSize = Math.ceil((height * width * bitCount) / 8);
  const strf = chunk("strf", u32(40, width, height), u16(1, bitCount), name, u32(imageSize, 0, 0, 0, 0));
  const indices = state.indices[index];
  const entries = indices.flatMap(({ position, size, frames }) => [u64(position), u32(size, frames)]);
  const unused = new Uint8Array((SEGMENTS - indices.length) * 16);
  const id = fourcc(chunkName(index, stream));
  const indx = chunk("indx", u16(4), new Uint8Array(2), u32(indices.length), id, u32(0, 0, 0), ...entries, unused);
  const strn = stream.name === undefined ? [] : [chunk("strn", new TextEncoder().encode(`${stream.name}\0`))];
  return list("strl", strh, strf, ...strn, indx);
}

/** All that stands before the first frame; its length depends on `header` alone. */
export function headerBytes(header: AviHeader, state: AviState): Uint8Array {
  const { streams, fps, info } = header;
  const first = state.first ?? { riff: state.position, movi: state.position - state.segment.movi };
  const { height, width } = streams[0];
  const bytesPerSecond = Math.min(0xffffffff, Math.round(state.largestFrame * fps) * streams.length);
  const avih = chunk(
    "avih",
    u32(Math.round(1e6 / fps), bytesPerSecond, 0, KEY_FRAMES_INDEXED),
    u32(state.framesInFirst, 0, streams.length, state.largestFrame, width, height, 0, 0, 0, 0),
  );
  const dmlh = chunk("dmlh", u32(Math.max(...state.framesOf)), new Uint8Array(244));
  const lists = streams.map((stream, i) => streamList(stream, i, header, state));
  const texts = Object.entries(info).map(([name, text]) => chunk(name, new TextEncoder().encode(`${text}\0`)));
  return concat([
    riffStart("AVI ", first.riff),
    list("hdrl", avih, ...lists, list("odml", dmlh)),
    ...(texts.length > 0 ? [list("INFO", ...texts)] : []),
    moviStart(first.movi),
  ]);
}

/** The first bytes of a segment whose length from its own first byte on is `length`. */
export function riffStart(type: "AVI " | "AVIX", length: number): Uint8Array {
  return concat([fourcc("RIFF"), u32(length - 8), fourcc(type)]);
}

export function moviStart(length: number): Uint8Array {
  return concat([fourcc("LIST"), u32(length - 8), fourcc("movi")]);
}

/** OpenDML's index of a stream's frames in one segment. */
export function standardIndex(id: string, base: number, entries: readonly AviEntry[]): Uint8Array {
  const offsets = new DataView(new ArrayBuffer(entries.length * 8));
  for (const [i, { position, size }] of entries.entries()) {
    offsets.setUint32(i * 8, position - base, true);
    offsets.setUint32(i * 8 + 4, size, true);
  }
  const head = [u16(2), Uint8Array.of(0, 1), u32(entries.length), fourcc(id), u64(base), u32(0)];
  return chunk(`ix${id.slice(0, 2)}`, ...head, new Uint8Array(offsets.buffer));
}

/** The older index of the first segment, for programs that do not know OpenDML. */
export function oldIndex(names: readonly string[], base: number, entries: readonly AviEntry[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * 16);
  const view = new DataView(bytes.buffer);
  for (const [i, { stream, position, size }] of entries.entries()) {
    bytes.set(fourcc(names[stream]), i * 16);
    view.setUint32(i * 16 + 4, 0x10, true);
    view.setUint32(i * 16 + 8, position - 8 - base, true);
    view.setUint32(i * 16 + 12, size, true);
  }
  return chunk("idx1", bytes);
}
