import { type InputFile, kindOfPath, type OutputFile, openFile } from "../../platform/node-files.js";
import { type AviContents, readAvi } from "../avi/avi-reader.js";
import type { AviEntry, AviHeader } from "../avi/layout.js";
import { jpegComment } from "../lossless-jpeg/decode.js";
import { VideoError } from "../video-error.js";
import { parseDescription, type StoreDescription } from "./description.js";
import { pictureOf } from "./field.js";

/** What a store's file holds. */
export interface StoreContents {
  readonly description: StoreDescription;
  /** For each frame the entries of its fields. */
  readonly frames: AviEntry[][];
  /** Time of each frame (s). */
  readonly times: number[];
  readonly avi: AviContents;
}

/** The AVI header of a store: one stream of lossless JPEGs for each field. */
export function storeHeader(description: StoreDescription): AviHeader {
  const streams = description.fields.map((field) => {
    const { height, width, bits } = pictureOf(field);
    return { codec: "MJPG", bitCount: bits, height, width, name: field.name };
  });
  return { streams, fps: description.fps, info: { ICMT: JSON.stringify(description) } };
}

/** Opens the file of a store, for reading or for going on. */
export async function openStoreFile(path: string, how: "read" | "update"): Promise<InputFile & OutputFile> {
  if ((await kindOfPath(path)) === null) {
    throw new VideoError("path", `There is no movie store ${JSON.stringify(path)}.`);
  }
  return openFile(path, how);
}

/** Reads what stands where in a store's file, up to the last frame that has all its fields. */
export async function readStore(file: InputFile): Promise<StoreContents> {
  const avi = await readAvi(file);
  const description = parseDescription(avi.header.info.ICMT);
  const count = description.fields.length;
  if (avi.header.streams.length !== count)
    throw new VideoError("damaged", "This movie store lacks some of its fields.");
  const streams: AviEntry[][] = description.fields.map(() => []);
  for (const entry of avi.entries) streams[entry.stream].push(entry);
  const length = Math.min(...streams.map((entries) => entries.length));
  const frames = Array.from({ length }, (_, t) => streams.map((entries) => entries[t]));
  const times = (await tailTimes(file, avi, length)) ?? (await frameTimes(file, frames));
  return { description, frames, times, avi };
}

/** The bytes of a time, as frames carry it in their comments and the file's last chunk lists it. */
export function timeBytes(times: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(times.length * 8));
  for (const [i, time] of times.entries()) view.setFloat64(i * 8, time, true);
  return new Uint8Array(view.buffer);
}

function timesIn(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => view.getFloat64(i * 8, true));
}

async function tailTimes(file: InputFile, { tail }: AviContents, length: number): Promise<number[] | null> {
  if (tail === null || tail.size !== length * 8) return null;
  return timesIn(await file.read(tail.position, tail.size));
}

/** The times that stand in the frames themselves: those of a file cut short. */
async function frameTimes(file: InputFile, frames: readonly (readonly AviEntry[])[]): Promise<number[]> {
  const times: number[] = [];
  for (const [{ position, size }] of frames) {
    const [time] = timesIn(jpegComment(await file.read(position, Math.min(size, 32))) ?? new Uint8Array());
    if (time === undefined) throw new VideoError("damaged", "A frame of this movie store has no time.");
    times.push(time);
  }
  return times;
}
