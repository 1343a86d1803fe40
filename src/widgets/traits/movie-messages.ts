import type { FrameDtype } from "../../simulation/frame-source.js";
import type { SmallCoding, SmallForm } from "../../video/small/small-chunk.js";

/** Chunks that may be on their way to one page at a time. */
export const chunkWindow = 4;

/** Whether frames come exact or small: as the link allows, or as somebody wants it. */
export const qualities = ["auto", "exact", "small"] as const;
export type Quality = (typeof qualities)[number];

/** How frames travel: their very values, or few bytes of them that are near them. */
export const chunkCodings = ["raw", "h264", "half"] as const satisfies readonly ("raw" | SmallCoding)[];
export type ChunkCoding = (typeof chunkCodings)[number];

/** Frames [from, to), and how they are to travel: `raw` where nothing is said. */
export type WantedChunk = readonly [from: number, to: number, coding?: ChunkCoding];

/**
 * What a page wants next of a movie, most urgent first, at most `chunkWindow` chunks. It replaces what the same page
 * wanted before and acknowledges what has reached it.
 */
export interface ChunkRequest {
  readonly type: "request";
  /** The page's own id: answers name it, as every page hears every answer. */
  readonly client: string;
  readonly generation: number;
  readonly stage: string;
  /** The `ordinal` of the last chunk that reached the page; 0 before the first. */
  readonly received: number;
  readonly chunks: readonly WantedChunk[];
  /** Bytes a frame of a group in H.264 may take, so that the link carries a movie that plays; any number where nothing is said. */
  readonly frame_bytes?: number;
}

/** Frames [from, to) of a stage; they are the message's one buffer: raw values in C order, or what `form` says. */
export interface ChunkReply {
  readonly type: "chunk";
  readonly client: string;
  readonly generation: number;
  readonly stage: string;
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly width: number;
  readonly dtype: FrameDtype;
  readonly form: { readonly coding: "raw" } | SmallForm;
  /** Counts the chunks sent to this client, from 1. */
  readonly ordinal: number;
  /** When it was sent, by the kernel's clock (ms). */
  readonly sent_ms: number;
}

/** Why frames [from, to) of a stage cannot be had. */
export interface ChunkFailure {
  readonly type: "error";
  readonly client: string;
  readonly generation: number;
  readonly stage: string;
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export type ChunkAnswer = ChunkReply | ChunkFailure;
