import { findStep, type Spec } from "../spec/spec.js";
import { populationsOf } from "../steps/place-neurons.js";
import type { Footprints } from "./footprints.js";
import type { GroundTruth, NdArray } from "./ground-truth.js";
import { observedFootprints } from "./observed-footprints.js";
import type { StoredArray } from "./stored-array.js";
import { readFootprints, type StoredFootprints } from "./stored-footprints.js";

/** What is read of the truth when a recording is opened: names and shapes, no values. */
export interface StoredTruthParts {
  readonly spec: Spec;
  readonly cellCount: number;
  readonly focalDepthUm: number | null;
  /** The arrays of `ground_truth/` and of our own group that are there, by name. */
  readonly arrays: ReadonlyMap<string, StoredArray>;
  readonly planted: StoredFootprints;
}

/** Blur in sides of the canvas, and pixels of all observed footprints, that are still believed. */
const WIDEST_BLUR = 16;
const MOST_PIXELS = 2 ** 29;

type Promised<Fields> = { readonly [Name in keyof Fields]: Promise<Fields[Name]> };

type Vector = Promise<Float64Array | null>;
type Matrix<T extends Float64Array | Float32Array | Int32Array = Float64Array> = Promise<NdArray<T> | null>;

/**
 * The truth of a recording on disk: the fields of {@link GroundTruth}, each read when it is first asked for and kept then.
 * Where a recording does not hold them, `somaRadiusUm` comes from the spec (NaN when its populations differ), `snr` and
 * `detectableFootprint` are null.
 */
export class StoredGroundTruth implements Promised<GroundTruth> {
  readonly #parts: StoredTruthParts;
  readonly #read = new Map<string, Promise<unknown>>();

  /** Made by {@link loadRecording}. */
  constructor(parts: StoredTruthParts) {
    this.#parts = parts;
  }

  /** Everything, in memory. */
  async all(): Promise<GroundTruth> {
    const [planted, observedSigmaPx, observedGain] = await Promise.all([
      this.planted,
      this.observedSigmaPx,
      this.observedGain,
    ]);
    this.#checkBlur(planted, observedSigmaPx);
    let observed: Footprints | null = null;
    return {
      cellCount: await this.cellCount,
      planted,
      get observed() {
        observed ??= observedFootprints(planted, observedSigmaPx, observedGain);
        return observed;
      },
      observedSigmaPx,
      observedGain,
      C: await this.C,
      S: await this.S,
      centersUm: await this.centersUm,
      somaRadiusUm: await this.somaRadiusUm,
      amplitudePerCell: await this.amplitudePerCell,
      inFocus: await this.inFocus,
      detectable: await this.detectable,
      detectableFootprint: await this.detectableFootprint,
      snr: await this.snr,
      illumination: await this.illumination,
      vignette: await this.vignette,
      leakage: await this.leakage,
      vasculatureMask: await this.vasculatureMask,
      vesselOverlapFraction: await this.vesselOverlapFraction,
      shifts: await this.shifts,
      bleaching: await this.bleaching,
      neuropilSpatial: await this.neuropilSpatial,
      neuropilTemporal: await this.neuropilTemporal,
      neuropilPopulation: await this.neuropilPopulation,
      focalDepthUm: await this.focalDepthUm,
    };
  }

  /** (height, width) of the canvas of the footprints in pixels. */
  get canvasShape(): readonly [number, number] {
    return this.#parts.planted.attributes.canvas_shape;
  }

  get cellCount(): Promise<number> {
    return Promise.resolve(this.#parts.cellCount);
  }

  get focalDepthUm(): Promise<number | null> {
    return Promise.resolve(this.#parts.focalDepthUm);
  }

  get planted(): Promise<Footprints> {
    return this.#once("planted", () => readFootprints(this.#parts.planted));
  }

  get observed(): Promise<Footprints | null> {
    return this.#once("observed", async () => {
      const [planted, sigmaPx, gain] = await Promise.all([this.planted, this.observedSigmaPx, this.observedGain]);
      this.#checkBlur(planted, sigmaPx);
      return observedFootprints(planted, sigmaPx, gain);
    });
  }

  get observedSigmaPx(): Vector {
    return this.#vector("observed_sigma_px");
  }

  get observedGain(): Vector {
    return this.#vector("observed_gain");
  }

  get C(): Matrix {
    return this.#once("C", async () => ((await this.#hasTraces()) ? this.#matrix("C", Float64Array) : null));
  }

  get S(): Matrix<Int32Array> {
    return this.#once("S", async () => ((await this.#hasTraces()) ? this.#matrix("S", Int32Array) : null));
  }

  get centersUm(): Promise<NdArray<Float64Array>> {
    return this.#once("centers_um", () => this.#required("centers_um"));
  }

  get somaRadiusUm(): Promise<Float64Array> {
    return this.#once("soma_radius_um", async () => {
      const { spec, cellCount, arrays } = this.#parts;
      if (arrays.has("soma_radius_um")) return (await this.#required("soma_radius_um")).data;
      const place = findStep(spec, "place_neurons");
      const radii = new Set(place && populationsOf(place).map((population) => population.soma_radius_um));
      return new Float64Array(cellCount).fill(radii.size === 1 ? [...radii][0] : Number.NaN);
    });
  }

  get amplitudePerCell(): Promise<Float64Array> {
    return this.#once("amplitude_per_cell", async () => (await this.#required("amplitude_per_cell")).data);
  }

  get inFocus(): Promise<Uint8Array> {
    return this.#once("in_focus", async () => toFlags(await this.#required("in_focus")));
  }

  get detectable(): Promise<Uint8Array> {
    return this.#once("detectable", async () => toFlags(await this.#required("detectable")));
  }

  get detectableFootprint(): Promise<Uint8Array | null> {
    return this.#once("detectable_footprint", async () => {
      const flags = await this.#matrix("detectable_footprint", Float64Array);
      return flags && toFlags(flags);
    });
  }

  get snr(): Vector {
    return this.#vector("snr");
  }

  get illumination(): Matrix<Float32Array> {
    return this.#map("illumination");
  }

  get vignette(): Matrix<Float32Array> {
    return this.#map("vignette");
  }

  get leakage(): Matrix<Float32Array> {
    return this.#map("leakage");
  }

  get vasculatureMask(): Matrix<Float32Array> {
    return this.#map("vasculature_mask");
  }

  get vesselOverlapFraction(): Vector {
    return this.#vector("vessel_overlap_fraction");
  }

  get shifts(): Matrix {
    return this.#once("shifts", () => this.#matrix("shifts", Float64Array));
  }

  get bleaching(): Matrix {
    return this.#once("bleaching", () => this.#matrix("bleaching", Float64Array));
  }

  get neuropilSpatial(): Matrix<Float32Array> {
    return this.#map("neuropil_spatial");
  }

  get neuropilTemporal(): Matrix {
    return this.#once("neuropil_temporal", () => this.#matrix("neuropil_temporal", Float64Array));
  }

  get neuropilPopulation(): Vector {
    return this.#vector("neuropil_population");
  }

  /** Refuses a blur that would take a stranger's footprints beyond the memory. */
  #checkBlur({ canvasShape, shapes }: Footprints, sigmaPx: Float64Array | null): void {
    const { folder } = this.#parts.planted;
    let pixels = 0;
    for (const [i, sigma] of (sigmaPx ?? []).entries()) {
      if (!(sigma >= 0 && sigma <= WIDEST_BLUR * Math.max(...canvasShape)))
        throw folder.error("wrong-metadata", `cell ${i} is blurred by ${sigma} pixels.`);
      const [height, width] = canvasShape.map((side, axis) => Math.min(side, shapes[2 * i + axis] + 8 * sigma + 4));
      pixels += height * width;
    }
    if (pixels > MOST_PIXELS)
      throw folder.error("too-large", `its observed footprints, ${pixels} pixels, do not fit into memory.`);
  }

  /** The format has traces of zeros for cells without activity; their amplitude is NaN then. */
  async #hasTraces(): Promise<boolean> {
    const active = findStep(this.#parts.spec, "cell_activity") !== undefined;
    return active && !((await this.cellCount) > 0 && (await this.amplitudePerCell).every(Number.isNaN));
  }

  #vector(name: string): Vector {
    return this.#once(name, async () => (await this.#matrix(name, Float64Array))?.data ?? null);
  }

  #map(name: string): Matrix<Float32Array> {
    return this.#once(name, () => this.#matrix(name, Float32Array));
  }

  async #required(name: string): Promise<NdArray<Float64Array>> {
    return (await this.#matrix(name, Float64Array))!;
  }

  async #matrix<T extends Float64Array | Float32Array | Int32Array>(
    name: string,
    type: { new (...args: never[]): T; from(values: ArrayLike<number>): T },
  ): Promise<NdArray<T> | null> {
    const array = this.#parts.arrays.get(name);
    if (!array) return null;
    const { shape, data } = await array.read();
    return { shape, data: data instanceof type ? data : type.from(data) };
  }

  /** What was read, or is being read, under a name; after a failure it is read anew. */
  #once<T>(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#read.get(name) as Promise<T> | undefined;
    if (known) return known;
    const reading = read();
    this.#read.set(name, reading);
    reading.catch(() => this.#read.delete(name));
    return reading;
  }
}

function toFlags({ data }: NdArray<Float64Array>): Uint8Array {
  return Uint8Array.from(data);
}
