import { z } from "zod";

/** A path to a value inside a widget's state: object keys and array indices. */
export type BufferPath = readonly (string | number)[];

/** State as it travels: JSON, with the binary values taken out and listed beside it. */
export interface PackedState {
  state: Record<string, unknown>;
  buffer_paths: BufferPath[];
  buffers: ArrayBufferView[];
}

/** Takes the binary values out of a state, at any depth; `replace` turns other special values into JSON first. */
export function packState(
  state: Readonly<Record<string, unknown>>,
  replace: (value: object) => unknown = (value) => value,
): PackedState {
  const buffer_paths: BufferPath[] = [];
  const buffers: ArrayBufferView[] = [];

  const pack = (value: unknown, path: BufferPath): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const view = viewOf(value);
    if (view) {
      buffer_paths.push(path);
      buffers.push(view);
      return undefined;
    }
    const replaced = replace(value);
    if (replaced !== value) return replaced;
    if (Array.isArray(value)) return value.map((item, index) => pack(item, [...path, index]) ?? null);
    return packRecord(value, path);
  };

  const packRecord = (record: object, path: BufferPath): Record<string, unknown> => {
    const out: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(record)) {
      const packed = pack(value, [...path, key]);
      if (packed !== undefined) out[key] = packed;
    }
    return out;
  };

  return { state: packRecord(state, []), buffer_paths, buffers };
}

/** Puts buffers back where `paths` say, as DataViews (what the page's side gets too). Changes `state`. */
export function unpackState(
  state: Record<string, unknown>,
  paths: readonly BufferPath[],
  buffers: readonly ArrayBufferView[],
): Record<string, unknown> {
  paths.forEach((path, index) => {
    const buffer = buffers[index];
    const last = path.at(-1);
    if (!buffer || last === undefined || last === "__proto__") throw new Error(`no place for buffer ${index}`);
    let parent: unknown = state;
    for (const key of path.slice(0, -1))
      parent = isContainer(parent) && Object.hasOwn(parent, key) ? parent[key] : null;
    if (!isContainer(parent)) throw new Error(`buffer path ${JSON.stringify(path)} leads nowhere`);
    parent[last] = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  });
  return state;
}

interface TypedArrayConstructor<A extends ArrayBufferView> {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): A;
}

/**
 * A binary trait of one element type: takes such an array, or the DataView that a buffer arrives as, and gives the
 * array. For schemas that both sides of a widget share.
 */
export function binary<A extends ArrayBufferView>(type: TypedArrayConstructor<A>): z.ZodType<A, A | DataView> {
  return z.custom<A | DataView>().transform((value, context) => {
    if (value instanceof type) return value;
    if (value instanceof DataView && value.byteLength % type.BYTES_PER_ELEMENT === 0) {
      return new type(new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice().buffer);
    }
    context.addIssue({ code: "custom", message: `a ${type.name}` });
    return z.NEVER;
  });
}

function viewOf(value: object): ArrayBufferView | undefined {
  if (ArrayBuffer.isView(value)) return value;
  return value instanceof ArrayBuffer || isShared(value) ? new Uint8Array(value) : undefined;
}

function isShared(value: object): value is SharedArrayBuffer {
  return typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer;
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}
