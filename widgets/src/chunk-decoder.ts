import { bytesPerValue, newFrameData } from "../../src/simulation/frame-data.js";
import type { FrameData, FrameDtype } from "../../src/simulation/frame-source.js";
import type { SmallForm } from "../../src/video/small/small-chunk.js";
import type { ChunkReply } from "../../src/widgets/traits/movie-messages.js";
import { lumaPictures } from "./luma-pictures.js";

type Size = Pick<ChunkReply, "height" | "width">;

/** The values of small frames, in the type of their stage: near the true ones. */
export async function smallValues(reply: ChunkReply, form: SmallForm, buffer: DataView): Promise<FrameData> {
  const { from, to, height, width, dtype } = reply;
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const values = newFrameData(dtype, (to - from) * height * width);
  const levels = levelsOf(form, dtype);
  if (form.coding === "half") doubled(bytes, reply, levels, values);
  else
    await lumaPictures(form, bytes, reply, (luma, stride, index) => placed(luma, stride, reply, levels, index, values));
  return values;
}

/** A buffer of a message as values of a type. */
export function valuesOf({ buffer, byteOffset, byteLength }: DataView, dtype: FrameDtype): FrameData {
  // A view into a message that starts at an odd byte cannot be read in place.
  const bytes =
    byteOffset % bytesPerValue(dtype) === 0
      ? new Uint8Array(buffer, byteOffset, byteLength)
      : new Uint8Array(buffer, byteOffset, byteLength).slice();
  const length = byteLength / bytesPerValue(dtype);
  if (dtype === "uint8") return bytes;
  if (dtype === "uint16") return new Uint16Array(bytes.buffer, bytes.byteOffset, length);
  return new Float32Array(bytes.buffer, bytes.byteOffset, length);
}

/** What each byte stands for; counts are whole. */
function levelsOf({ black, white }: SmallForm, dtype: FrameDtype): Float32Array {
  const levels = Float32Array.from({ length: 256 }, (_, byte) => black + (byte * (white - black)) / 255);
  return dtype === "float32" ? levels : levels.map(Math.round);
}

function placed(
  luma: Uint8Array,
  stride: number,
  { height, width }: Size,
  levels: Float32Array,
  index: number,
  out: FrameData,
): void {
  for (let y = 0, at = index * height * width; y < height; y++) {
    for (let x = 0; x < width; x++, at++) out[at] = levels[luma[y * stride + x]];
  }
}

/** Each value in the places of the four that it is the mean of. */
function doubled(bytes: Uint8Array, { height, width }: Size, levels: Float32Array, out: FrameData): void {
  const [rows, columns] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  for (let t = 0, at = 0; at < out.length; t++) {
    for (let y = 0; y < height; y++) {
      const row = (t * rows + (y >> 1)) * columns;
      for (let x = 0; x < width; x++, at++) out[at] = levels[bytes[row + (x >> 1)]];
    }
  }
}
