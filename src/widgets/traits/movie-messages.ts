import type { FrameDtype } from "../../simulation/frame-source.js";

/** Chunks that may be on their way to one page at a time. */
export const chunkWindow = 4;

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
  /** Frames [from, to) of each chunk. */
  readonly chunks: readonly (readonly [from: number, to: number])[];
}

/** Frames [from, to) of a stage; their values are the message's one buffer, C order. */
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
  /** Counts the chunks sent to this client, from 1. */
  readonly ordinal: number;
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
