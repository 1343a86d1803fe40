import { dtypeOf } from "../../src/simulation/frame-data.js";
import type { FrameChunk } from "../../src/simulation/frame-source.js";
import type { SmallChunk, SmallCoding, SmallForm } from "../../src/video/small/small-chunk.js";

/** What passes between the page and the test, where the real encoder runs. */
export interface AskedOutside {
  readonly coding: SmallCoding;
  readonly height: number;
  readonly width: number;
  readonly dtype: "uint8" | "uint16" | "float32";
  /** Base64. */
  readonly values: string;
}
export type AnsweredOutside = { readonly form: SmallForm; readonly bytes: string } | null;

declare global {
  interface Window {
    makeSmall?: (asked: AskedOutside) => Promise<AnsweredOutside>;
  }
}

/** Stands in for the kernel's thread: a page has no Node. */
export async function smallChunk(coding: SmallCoding, { height, width, data }: FrameChunk): Promise<SmallChunk | null> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  const answer = await window.makeSmall?.({ coding, height, width, dtype: dtypeOf(data), values: btoa(text) });
  return answer
    ? { form: answer.form, bytes: Uint8Array.from(atob(answer.bytes), (letter) => letter.charCodeAt(0)) }
    : null;
}
