import type { z } from "zod";
import { RandomStream, streamKey } from "../random/streams.js";
import { extensionsSchema } from "./extensions.js";
import { nonNegative, positive, positiveInt, strictObject } from "./fields.js";
import { type DeepReadonly, parse } from "./parse.js";
import { parseSpec, type Spec, seedSchema } from "./spec.js";

const PIXEL_PITCH_UM = 8;
/** Share of the field of view that the grid of cells spans. */
const SPAN = 0.7;
/** Largest jitter, as a share of the span over the longer side of the grid. */
const JITTER = 0.15;

const optionsSchema = strictObject({
  nCells: positiveInt().default(6),
  nPx: positiveInt().default(128),
  pixelSizeUm: positive().default(1),
  durationS: positive().default(2),
  fps: positive().default(20),
  seed: seedSchema.default(0),
  depthUm: nonNegative().default(50),
  extensions: extensionsSchema.prefault({}),
});

export type MakeRecordingOptions = DeepReadonly<z.input<typeof optionsSchema>>;

/**
 * The spec of a small recording for trying things out: `nCells` active cells at one depth, on a jittered grid over the
 * central 70 % of a square field of view, nearly all of them detectable.
 * @throws SpecError
 */
export function makeRecordingSpec(options: MakeRecordingOptions = {}): Spec {
  const { nCells, nPx, pixelSizeUm, durationS, fps, seed, depthUm, extensions } = parse(
    optionsSchema,
    options,
    "options",
  );
  const positions_um = gridPositions(nCells, nPx * pixelSizeUm, depthUm, seed);
  return parseSpec({
    acquisition: {
      optics: { magnification: PIXEL_PITCH_UM / pixelSizeUm },
      image_sensor: { n_px_height: nPx, n_px_width: nPx, pixel_pitch_um: PIXEL_PITCH_UM },
      fps,
      duration_s: durationS,
    },
    seed,
    steps: [
      { kind: "place_neurons", populations: [{ positions_um }] },
      { kind: "cell_activity", p_quiescent_to_active: 0.05 },
      { kind: "optics" },
      { kind: "composite" },
      { kind: "sensor", photons_per_unit: 40 },
    ],
    extensions,
  });
}

function gridPositions(count: number, fovUm: number, depthUm: number, seed: number | bigint) {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const span = SPAN * fovUm;
  const jitter = (JITTER * span) / Math.max(rows, columns);
  const key = streamKey(seed, "place_neurons", "grid jitter");
  return Array.from({ length: count }, (_, index): [number, number, number] => {
    const stream = new RandomStream(key, index);
    const y = gridLine(Math.floor(index / columns), rows, span) + stream.uniformBetween(-jitter, jitter);
    const x = gridLine(index % columns, columns, span) + stream.uniformBetween(-jitter, jitter);
    return [depthUm, y, x];
  });
}

/** Coordinate of one of `count` lines spread evenly over a span around 0. */
function gridLine(index: number, count: number, span: number): number {
  return count === 1 ? 0 : span * (index / (count - 1) - 0.5);
}
