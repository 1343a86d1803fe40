import { stateOf } from "../drawing/cells.js";
import type { GroundTruth } from "../recording/ground-truth.js";
import type { FrameSource } from "../simulation/frame-source.js";
import { hasVessels, type VesselSpec } from "../simulation/vessel-pieces.js";
import { pixelSizeUm } from "../spec/acquisition.js";
import { type Crop, fieldOfView } from "./locked-movies.js";
import type { TruthTrait } from "./traits/movie-player.js";

/** A truth in memory, or one of which each part is read when it is asked for. */
export type AnyTruth = { readonly [Name in keyof GroundTruth]: GroundTruth[Name] | Promise<GroundTruth[Name]> };

/** What an overlay takes from a movie, where it has it. */
export interface TruthSource {
  readonly spec?: VesselSpec;
  readonly groundTruth?: AnyTruth;
}

interface Placement {
  readonly crop: Crop | null;
  /** Which of the movies side by side have no motion. */
  readonly still: readonly boolean[];
}

const names = ["centersUm", "somaRadiusUm", "snr", "inFocus", "detectable", "shifts"] as const;

type Part = Pick<GroundTruth, (typeof names)[number]>;

/** The cells of a movie as an overlay draws them; null where it has none. At once where the truth is in memory. */
export function truthOverlay(
  source: FrameSource & TruthSource,
  placement: Placement,
): TruthTrait | null | Promise<TruthTrait | null> {
  const { spec, groundTruth } = source;
  if (!spec?.acquisition || !groundTruth) return null;
  const parts = names.map((name) => groundTruth[name]);
  const build = (values: readonly unknown[]) =>
    overlayOf(
      source,
      spec,
      Object.fromEntries(names.map((name, i) => [name, values[i]])) as unknown as Part,
      placement,
    );
  return parts.some((part) => part instanceof Promise) ? Promise.all(parts).then(build) : build(parts);
}

function overlayOf(source: FrameSource, spec: VesselSpec, truth: Part, { crop, still }: Placement): TruthTrait {
  const pixel = pixelSizeUm(spec.acquisition);
  const [height, width] = fieldOfView(source);
  const count = truth.somaRadiusUm.length;
  const cells = Array.from({ length: count }, (_, cell) => cell);
  const place = (axis: number, middle: number) =>
    Float32Array.from(cells, (cell) => truth.centersUm.data[3 * cell + axis] / pixel + middle);
  return {
    x: place(2, width / 2 - (crop?.column ?? 0)),
    y: place(1, height / 2 - (crop?.row ?? 0)),
    radius: Float32Array.from(truth.somaRadiusUm, (radius) => radius / pixel),
    depth: Float32Array.from(cells, (cell) => truth.centersUm.data[3 * cell]),
    snr: truth.snr ? Float32Array.from(truth.snr) : new Float32Array(count).fill(Number.NaN),
    state: Uint8Array.from(cells, (cell) => stateOf(truth, cell)),
    vessels: hasVessels(spec),
    motion: truth.shifts && {
      stages: movingStages(source),
      still: [...still],
      shifts: Float32Array.from(truth.shifts.data),
    },
  };
}

/** The stages that move with the brain. */
export function movingStages({ stages }: Pick<FrameSource, "stages">): string[] {
  const moved = stages.findIndex(({ name }) => name === "brain_motion");
  return stages.slice(Math.max(0, moved)).map(({ name }) => name);
}
