import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLosslessJpeg, jpegComment } from "../../src/video/lossless-jpeg/decode.js";
import { LosslessJpegEncoder } from "../../src/video/lossless-jpeg/encode.js";
import { plainCoder } from "../../src/video/lossless-jpeg/plain-coder.js";
import type { Samples } from "../../src/video/lossless-jpeg/predict.js";
import { sampleCoding } from "../../src/video/lossless-jpeg/sample-coder.js";
import { isVideoError } from "../../src/video/video-error.js";
import { expectSameBits } from "../support/same-bits.js";

const encode = (samples: Samples, height: number, width: number, comment?: Uint8Array) =>
  new LosslessJpegEncoder(height, width).encode(samples, comment);

const size = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }));
/** Values of all sizes, extremes included, so that differences wrap around. */
const picture = (bits: 8 | 16) =>
  size.chain(([height, width]) => {
    const top = 2 ** bits - 1;
    const value = fc.oneof(fc.integer({ min: 0, max: top }), fc.constantFrom(0, 1, top, 2 ** (bits - 1)));
    const values = fc.array(value, { minLength: height * width, maxLength: height * width });
    return values.map((list) => ({
      height,
      width,
      samples: bits === 8 ? Uint8Array.from(list) : Uint16Array.from(list),
    }));
  });

describe("a lossless JPEG", () => {
  it.each([8, 16] as const)("gives any picture of %i bits back as it was", (bits) => {
    fc.assert(
      fc.property(picture(bits), ({ height, width, samples }) => {
        const decoded = decodeLosslessJpeg(encode(samples, height, width));
        expect(decoded).toMatchObject({ height, width });
        expectSameBits(decoded.samples, samples);
      }),
    );
  });

  it.each([8, 16] as const)("of %i bits is the same to the byte from the kernels and from TypeScript", (bits) => {
    expect(sampleCoding(1)).not.toBe(plainCoder);
    fc.assert(
      fc.property(picture(bits), ({ height, width, samples }) => {
        const plain = new LosslessJpegEncoder(height, width, plainCoder).encode(samples);
        expectSameBits(encode(samples, height, width), plain);
        expectSameBits(decodeLosslessJpeg(plain, plainCoder).samples, samples);
      }),
    );
  });

  it("carries a comment", () => {
    const comment = Uint8Array.of(1, 255, 0, 217);
    const bytes = encode(Uint8Array.of(7), 1, 1, comment);
    expect([...jpegComment(bytes)!]).toEqual([...comment]);
    expect(decodeLosslessJpeg(bytes).samples).toEqual(Uint8Array.of(7));
    expect(jpegComment(encode(Uint8Array.of(7), 1, 1))).toBeNull();
  });

  it("never breaks on broken bytes in any other way than by saying so", () => {
    const bytes = encode(
      Uint16Array.from({ length: 144 }, (_, i) => (i * 40_503) & 0xffff),
      12,
      12,
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: bytes.length }),
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 4 }),
        (length, changes) => {
          const broken = bytes.slice(0, length);
          for (const [at, value] of changes) if (at < length) broken[at] = value;
          const seen = [sampleCoding(144), plainCoder].map((coding) => {
            try {
              return [...decodeLosslessJpeg(broken.slice(), coding).samples];
            } catch (error) {
              expect(isVideoError(error), String(error)).toBe(true);
              return null;
            }
          });
          expect(seen[0]).toEqual(seen[1]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
