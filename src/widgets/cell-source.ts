import { type CellField, stateOf } from "../drawing/cells.js";
import type { FootprintPatches } from "../drawing/footprints.js";
import type { Footprints } from "../recording/footprints.js";
import type { GroundTruth } from "../recording/ground-truth.js";
import type { Plan } from "../simulation/plan.js";
import { vesselPiecesUm } from "../simulation/vessel-pieces.js";
import { type Acquisition, depthOfFieldUm, fovUm, pixelSizeUm } from "../spec/acquisition.js";
import { selectionConflict } from "./selection.js";
import type { TraitConflict } from "./trait-set.js";
import type { CellTraits } from "./traits/cell-view.js";
import { WidgetError } from "./widget-error.js";

/** What has cells to look at: a Scene, a Recording. */
export interface CellSource {
  readonly spec: {
    readonly acquisition: Acquisition;
    readonly seed?: number | bigint;
    readonly steps?: readonly { readonly kind: string }[];
  };
  readonly groundTruth: GroundTruth;
  /** Of what was compiled here: it says why a cell is seen or lost. */
  readonly plan?: Plan;
  readonly stages?: readonly { readonly name: string }[];
}

/** @throws WidgetError when this is nothing that has cells. */
export function checkCellSource(widget: string, source: CellSource): CellSource {
  if (source?.spec?.acquisition && source.groundTruth) return source;
  throw new WidgetError(widget, "source", source, "a Scene or a Recording (an object with spec and groundTruth)");
}

/** The cells as views draw them. */
export function cellField({ spec, groundTruth: truth }: CellSource): CellField {
  const { acquisition } = spec;
  const [heightUm, widthUm] = fovUm(acquisition);
  const { na, field_curvature_radius_um: curvatureRadiusUm } = acquisition.optics;
  const { cellCount: count, snr, observedSigmaPx } = truth;
  const pixelUm = pixelSizeUm(acquisition);
  const unknown = () => new Float32Array(count).fill(Number.NaN);
  return {
    view: {
      heightUm,
      widthUm,
      na,
      focalDepthUm: truth.focalDepthUm,
      depthOfFieldUm: depthOfFieldUm(acquisition.optics),
      curvatureRadiusUm,
    },
    count,
    centres: Float32Array.from(truth.centersUm.data),
    radii: Float32Array.from(truth.somaRadiusUm),
    states: Uint8Array.from({ length: count }, (_, id) => stateOf(truth, id)),
    snr: snr ? Float32Array.from(snr) : unknown(),
    blur: observedSigmaPx ? Float32Array.from(observedSigmaPx, (sigma) => sigma * pixelUm) : unknown(),
    vessels: vesselPiecesUm(spec, truth),
  };
}

type FieldTraits = Pick<CellTraits, "view" | "centres" | "radii" | "states" | "snr" | "blur" | "vessels">;

export function fieldTraits({ view, centres, radii, states, snr, blur, vessels }: FieldTraits): FieldTraits {
  return { view, centres, radii, states, snr, blur, vessels };
}

export function fieldOf(traits: FieldTraits): CellField {
  return { ...fieldTraits(traits), count: traits.states.length };
}

/** Footprints relative to the field of view, each scaled to its own peak; the peaks beside them. */
export function footprintPatches(footprints: Footprints): FootprintPatches {
  const { count, fovOffset, fovShape, shapes, starts, data } = footprints;
  const offsets = footprints.offsets.map((offset, i) => offset - fovOffset[i % 2]);
  const sizes = Array.from({ length: count }, (_, unit) => shapes[2 * unit] * shapes[2 * unit + 1]);
  const values = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  const peaks = new Float32Array(count);
  let at = 0;
  for (let unit = 0; unit < count; unit++) {
    const end = starts[unit] + sizes[unit];
    let peak = 0;
    for (let i = starts[unit]; i < end; i++) if (data[i] > peak) peak = data[i];
    peaks[unit] = peak;
    const scale = peak > 0 ? 255 / peak : 0;
    for (let i = starts[unit]; i < end; i++) values[at++] = data[i] * scale + 0.5;
  }
  return { height: fovShape[0], width: fovShape[1], offsets, shapes, data: values, peaks };
}

/** What is wrong between the traits of a view of cells. */
export function cellConflict(
  traits: CellTraits & { slab_um: readonly [number, number] | null },
): TraitConflict | undefined {
  const { states, slab_um: slab } = traits;
  const conflict = selectionConflict(traits, states.length);
  if (conflict) return conflict;
  if (slab && !(slab[0] < slab[1])) return { trait: "slab_um", allowed: "null or [from, to] with from < to" };
  return undefined;
}
