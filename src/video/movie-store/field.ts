import { z } from "zod";
import type { FrameData, FrameDtype, StageInfo } from "../../simulation/frame-source.js";
import type { Samples } from "../lossless-jpeg/predict.js";
import { VideoError } from "../video-error.js";

/** What is stored of a field. */
export interface FieldOptions {
  readonly height: number;
  readonly width: number;
  /** Type of values that are kept as they are; `"float32"` by default. */
  readonly dtype?: FrameDtype;
  /** With `vmax`: values are mapped to whole numbers between the two, and clipped to them. */
  readonly vmin?: number;
  readonly vmax?: number;
  /** Bits of a mapped value; 16 by default. */
  readonly bits?: 8 | 16;
  /** What a value means; `"a.u."` by default. */
  readonly unit?: string;
}

export const fieldSchema = z.strictObject({
  name: z.string().min(1).max(200),
  height: z.int().min(1).max(32_767),
  width: z.int().min(1).max(65_535),
  unit: z.string().max(200),
  /** How values stand in the file: as they are, or mapped from `vmin` … `vmax`. */
  stored: z.discriminatedUnion("as", [
    z.strictObject({ as: z.literal("values"), dtype: z.enum(["uint8", "uint16", "float32"]) }),
    z.strictObject({
      as: z.literal("mapped"),
      bits: z.union([z.literal(8), z.literal(16)]),
      vmin: z.number(),
      vmax: z.number(),
    }),
  ]),
});

/** A field as a store describes it. */
export type Field = z.infer<typeof fieldSchema>;

/** @throws VideoError when the options describe no field. */
export function fieldOf(name: string, options: FieldOptions): Field {
  const { height, width, dtype = "float32", vmin, vmax, bits, unit = "a.u." } = options;
  const isMapped = vmin !== undefined || vmax !== undefined || bits !== undefined;
  if (isMapped && !(Number.isFinite(vmin) && Number.isFinite(vmax) && vmin! < vmax!)) {
    throw new VideoError(
      "range",
      `The field "${name}" is mapped from ${vmin} … ${vmax}: give vmin and vmax, vmin below vmax.`,
    );
  }
  const stored = isMapped ? { as: "mapped", bits: bits ?? 16, vmin, vmax } : { as: "values", dtype };
  const checked = fieldSchema.safeParse({ name, height, width, unit, stored });
  if (checked.success) return checked.data;
  const [{ path, message }] = checked.error.issues;
  throw new VideoError("option", `The field "${name}": ${path.join(".")}: ${message}.`);
}

/** A field as a stage of a movie. */
export function stageOf({ name, height, width, unit, stored }: Field): StageInfo {
  if (stored.as === "mapped") return { name, height, width, unit, dtype: "float32", range: [stored.vmin, stored.vmax] };
  const ranges = { uint8: [0, 0xff], uint16: [0, 0xffff], float32: null } as const;
  return { name, height, width, unit, dtype: stored.dtype, range: ranges[stored.dtype] };
}

/** The picture that a field's frames are stored as: 32-bit values take two, high halves over low ones. */
export function pictureOf({ height, width, stored }: Field): { height: number; width: number; bits: 8 | 16 } {
  if (stored.as === "mapped") return { height, width, bits: stored.bits };
  if (stored.dtype === "float32") return { height: height * 2, width, bits: 16 };
  return { height, width, bits: stored.dtype === "uint8" ? 8 : 16 };
}

/** Values that a frame may be given in. */
export type FieldValues = FrameData | Float64Array;

/**
 * The samples that stand for a frame's values; `onClip` is called when some lie outside vmin … vmax.
 * @throws VideoError when the frame has another size or type, or when a value to be mapped is not finite.
 */
export function samplesOf(field: Field, values: FieldValues, onClip: () => void): Samples {
  const { name, height, width, stored } = field;
  if (values.length !== height * width) {
    throw new VideoError(
      "value",
      `A frame of "${name}" has ${values.length} values; it must have ${height} × ${width} = ${height * width}.`,
    );
  }
  if (stored.as === "mapped") return mapped(field, stored, values, onClip);
  if (stored.dtype === "uint8" && values instanceof Uint8Array) return values;
  if (stored.dtype === "uint16" && values instanceof Uint16Array) return values;
  if (stored.dtype === "float32" && values instanceof Float32Array) return halves(values);
  const given = values.constructor.name;
  throw new VideoError("value", `A frame of "${name}" is a ${given}; it keeps ${stored.dtype} values as they are.`);
}

/** The values that samples stand for. */
export function valuesOf({ stored }: Field, samples: Samples): FrameData {
  if (stored.as === "values") return stored.dtype === "float32" ? joined(samples) : samples;
  const { bits, vmin, vmax } = stored;
  const values = new Float32Array(samples.length);
  const step = (vmax - vmin) / (2 ** bits - 1);
  for (let i = 0; i < values.length; i++) values[i] = vmin + samples[i] * step;
  return values;
}

type Mapping = Extract<Field["stored"], { as: "mapped" }>;

function mapped(
  { name, width }: Field,
  { bits, vmin, vmax }: Mapping,
  values: FieldValues,
  onClip: () => void,
): Samples {
  const samples = bits === 8 ? new Uint8Array(values.length) : new Uint16Array(values.length);
  const top = 2 ** bits - 1;
  let clipped = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value >= vmin && value <= vmax) {
      samples[i] = (top * (value - vmin)) / (vmax - vmin) + 0.5;
    } else if (Number.isFinite(value)) {
      clipped = true;
      samples[i] = value < vmin ? 0 : top;
    } else {
      const place = `row ${Math.floor(i / width)}, column ${i % width}`;
      throw new VideoError("value", `A frame of "${name}" has ${value} in ${place}; only finite values can be mapped.`);
    }
  }
  if (clipped) onClip();
  return samples;
}

function halves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const samples = new Uint16Array(values.length * 2);
  for (let i = 0; i < bits.length; i++) {
    samples[i] = bits[i] >>> 16;
    samples[i + bits.length] = bits[i];
  }
  return samples;
}

function joined(samples: Samples): Float32Array {
  const bits = new Uint32Array(samples.length / 2);
  for (let i = 0; i < bits.length; i++) bits[i] = (samples[i] << 16) | samples[i + bits.length];
  return new Float32Array(bits.buffer);
}
