import type { MimeBundle } from "./host.js";

const mostPixels = 1 << 24;

interface ImageLike {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Bytes of a picture file and images in the form of ImageData (RGBA) as the picture; undefined for everything else. */
export async function imageOf(value: object): Promise<MimeBundle | undefined> {
  if (value instanceof Uint8Array) return fileImage(value);
  return isImage(value) ? pixelImage(value) : undefined;
}

function fileImage(bytes: Uint8Array): MimeBundle | undefined {
  const type = pictureType(bytes);
  if (type === undefined) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [, name] = /\/(\w+)/.exec(type)!;
  return {
    [type]: buffer.toString(type === "image/svg+xml" ? "utf8" : "base64"),
    "text/plain": `${name.toUpperCase()} image, ${bytes.byteLength} bytes`,
  };
}

function pictureType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(start)) return "image/gif";
  if (/^RIFF[\s\S]{4}WEBP/.test(start)) return "image/webp";
  return /^(\xef\xbb\xbf)?\s*(<\?xml[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>|\s)*<svg[\s>]/i.test(start)
    ? "image/svg+xml"
    : undefined;
}

function isImage(value: object): value is ImageLike {
  const { width, height, data } = value as Partial<ImageLike>;
  if (!(data instanceof Uint8ClampedArray || data instanceof Uint8Array)) return false;
  if (!Number.isInteger(width) || !Number.isInteger(height)) return false;
  const pixels = width! * height!;
  return width! > 0 && height! > 0 && pixels <= mostPixels && data.length === 4 * pixels;
}

/** Undefined where no canvas is installed. */
async function pixelImage({ width, height, data }: ImageLike): Promise<MimeBundle | undefined> {
  const library = await import("@napi-rs/canvas").catch(() => undefined);
  if (library === undefined) return undefined;
  const canvas = library.createCanvas(width, height);
  canvas.getContext("2d").putImageData(new library.ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  const png = await canvas.encode("png");
  return { "image/png": png.toString("base64"), "text/plain": `Image, ${width} × ${height} pixels` };
}
