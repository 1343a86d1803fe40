import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHeader, decode, defaultLimits, encode, type Message, WireError } from "../../src/kernel/wire.js";

const key = "a1b2-c3d4";
const jsonObject = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.parse(JSON.stringify(value)));
const bytes = fc.uint8Array({ maxLength: 64 });
const identity = fc.uint8Array({ minLength: 10, maxLength: 20 });

const messages: fc.Arbitrary<Message> = fc.record({
  identities: fc.array(identity, { maxLength: 3 }),
  header: fc.string().map((msgType) => createHeader(msgType, "session")),
  parentHeader: fc.constantFrom({}, createHeader("execute_request", "client")),
  metadata: jsonObject,
  content: jsonObject,
  buffers: fc.array(bytes, { maxLength: 3 }),
});

function plain(message: Message): Message {
  const copy = (frames: readonly Uint8Array[]) => frames.map((frame) => Uint8Array.from(frame));
  return { ...message, identities: copy(message.identities), buffers: copy(message.buffers) };
}

describe("wire protocol", () => {
  it("decodes what it encodes, signed or not", () => {
    fc.assert(
      fc.property(messages, fc.constantFrom(key, ""), (message, secret) => {
        expect(plain(decode(encode(message, secret), secret))).toEqual(plain(message));
      }),
    );
  });

  it("refuses a message of which any signed byte, or the signature, was changed", () => {
    fc.assert(
      fc.property(messages, fc.nat(), fc.integer({ min: 1, max: 255 }), (message, position, change) => {
        const frames = encode(message, key).map((frame) => Uint8Array.from(frame));
        const first = message.identities.length + 1;
        const signed = frames.slice(first, first + 5);
        let offset = position % signed.reduce((sum, frame) => sum + frame.length, 0);
        for (const frame of signed) {
          if (offset < frame.length) {
            frame[offset] ^= change;
            break;
          }
          offset -= frame.length;
        }
        expect(() => decode(frames, key)).toThrow(new WireError("wrong signature"));
      }),
    );
  });

  it("checks the signature before it parses", () => {
    const frames = ["<IDS|MSG>", "0".repeat(64), "not JSON", "{}", "{}", "{}"].map((text) => Buffer.from(text));
    expect(() => decode(frames, key)).toThrow("wrong signature");
    expect(() => decode([frames[0], Buffer.from(""), ...frames.slice(2)], "")).toThrow("not JSON");
  });

  it("refuses another key", () => {
    const frames = encode({ ...empty(), content: { code: "1" } }, key);
    expect(() => decode(frames, `${key}x`)).toThrow(WireError);
  });

  it("refuses too many frames, too large ones and missing ones", () => {
    const limits = { ...defaultLimits, maxFrames: 8, maxFrameBytes: 1000, maxJsonBytes: 500 };
    const big = encode({ ...empty(), content: { text: "x".repeat(600) } }, key);
    expect(() => decode(big, key, limits)).toThrow("JSON frame is too large");
    const wide = encode({ ...empty(), buffers: [new Uint8Array(1001)] }, key);
    expect(() => decode(wide, key, limits)).toThrow("1001 bytes");
    const many = encode({ ...empty(), buffers: new Array(9).fill(new Uint8Array(1)) }, key);
    expect(() => decode(many, key, limits)).toThrow("at most 8");
    expect(() => decode(encode(empty(), key).slice(0, 4), key)).toThrow("frames missing");
    expect(() => decode([], key)).toThrow("no delimiter");
  });

  it("refuses parts that are not objects", () => {
    for (const content of [[], null, 3]) {
      const frames = encode({ ...empty(), content: content as never }, key);
      expect(() => decode(frames, key)).toThrow("not a JSON object");
    }
  });
});

function empty(): Message {
  const header = createHeader("status", "session");
  return { identities: [], header, parentHeader: {}, metadata: {}, content: {}, buffers: [] };
}
