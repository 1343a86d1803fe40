import fc from "fast-check";
import { expect, it } from "vitest";
import { packState, unpackState } from "../../src/widgets/binary.js";

const key = fc.stringMatching(/^[a-z]{1,4}$/);
const { state } = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
  bytes: fc.uint8Array({ maxLength: 8 }),
  value: fc.oneof(
    { maxDepth: 4 },
    tie("leaf"),
    tie("bytes"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
  state: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
}));

it("unpacking what was packed and sent as JSON gives the state back", () => {
  fc.assert(
    fc.property(state, (given) => {
      const packed = packState(given as Record<string, unknown>);
      const sent = JSON.parse(JSON.stringify(packed.state));
      expect(withBytes(unpackState(sent, packed.buffer_paths, packed.buffers))).toEqual(given);
    }),
  );
});

it.each([[["__proto__"]], [["a", "__proto__"]], [["missing", "b"]], [["constructor", "prototype", "b"]], [[]]])(
  "the buffer path %j is refused",
  (path) => {
    expect(() => unpackState({ a: {} }, [path], [new Uint8Array(1)])).toThrow(/buffer/);
    expect("b" in {}).toBe(false);
  },
);

/** Buffers arrive as DataViews. */
function withBytes(value: unknown): unknown {
  if (value instanceof DataView) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withBytes(item)]));
}
