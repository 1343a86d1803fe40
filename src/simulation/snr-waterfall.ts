import { detectionThreshold } from "../extensions/detection.js";
import { hypot } from "../physics/elementary.js";
import { cellOptics, collectionEfficiency } from "../physics/optics.js";
import { attenuation, roundTripMeanFreePathUm } from "../physics/tissue.js";
import { pipeline } from "../spec/pipeline.js";
import { electronsPerUnit, transmission } from "./detection.js";
import { FrameRangeError } from "./errors.js";
import { cellsInView } from "./footprint-truth.js";
import type { Plan } from "./plan.js";

/** What takes signal from a cell, in the order in which its light meets it; what a spec has no step for is left out. */
export type SnrLoss = "aperture" | "depth" | "defocus" | "vessels" | "illumination" | "vignette" | "noise";

/** One loss: the signal-to-noise ratio after it is the one before times `factor`. */
export interface SnrStep {
  readonly loss: SnrLoss;
  readonly factor: number;
  readonly snr: number;
}

/** Why a cell is seen, or is not: its signal-to-noise ratio from all of its light down to what the sensor gets. */
export interface SnrWaterfall {
  /** The cell's number in the ground truth. */
  readonly cell: number;
  /** The ratio if all light were collected and the sensor added its read noise alone (1 electron where it has none). */
  readonly ideal: number;
  readonly steps: readonly SnrStep[];
  /** What is left, as in the ground truth. */
  readonly snr: number;
  readonly threshold: number;
  readonly detectable: boolean;
  /** The first loss after which the ratio stays below the threshold; `"signal"` when it never was above it; null when detectable. */
  readonly lostAt: SnrLoss | "signal" | null;
  /** The loss with the smallest factor. */
  readonly largest: SnrLoss;
  /** Numerical aperture; null without optics, when all light is collected. */
  readonly na: number | null;
  readonly readNoiseE: number;
  readonly depthUm: number;
  /** How far the cell is from its own focal plane (µm), deeper above 0; null without optics. */
  readonly defocusUm: number | null;
  /** Total blur (µm); null without optics. */
  readonly blurUm: number | null;
  /** Distance from the optical axis (µm). */
  readonly radiusUm: number;
  /** Signal of the brightest transient on the sensor (electrons) and the noise floor there. */
  readonly signalE: number;
  readonly noiseE: number;
}

/**
 * Follows a cell's peak signal-to-noise ratio, ΔF·g / √(baseline·g + read noise²), from the ideal down to what the ground
 * truth says: NA² of the light is collected, the tissue above absorbs and scatters, defocus spreads it, vessels, uneven
 * illumination and vignette dim it, and its own shot noise joins the read noise. The factors multiply from one to the other.
 *
 * @param until the last step that ran, where not all did
 * @returns null without traces or without a sensor, when no ratio is known
 * @throws FrameRangeError when there is no such cell.
 */
export function snrWaterfall(plan: Plan, cell: number, until?: string): SnrWaterfall | null {
  const cells = cellsInView(plan);
  if (!Number.isInteger(cell) || cells[cell] === undefined)
    throw new FrameRangeError(`No cell ${cell}: there are ${cells.length}, numbered from 0.`);
  return waterfallOf(plan, cell, cells[cell], stepsUntil(plan, until));
}

/** The same of all cells, in the ground truth's order; null when no ratio is known. */
export function snrWaterfalls(plan: Plan, until?: string): readonly SnrWaterfall[] | null {
  const ran = stepsUntil(plan, until);
  const waterfalls = cellsInView(plan).map((index, cell) => waterfallOf(plan, cell, index, ran));
  return waterfalls.every((waterfall) => waterfall !== null) ? waterfalls : null;
}

function stepsUntil({ spec }: Plan, until: string | undefined): ReadonlySet<string> {
  const kinds = pipeline(spec).map(({ kind }) => kind);
  return new Set(until === undefined ? kinds : kinds.slice(0, kinds.indexOf(until) + 1));
}

function waterfallOf(plan: Plan, cell: number, index: number, ran: ReadonlySet<string>): SnrWaterfall | null {
  const { positions, traces, focus } = plan.cells;
  const electrons = electronsPerUnit(plan);
  if (!positions || !traces || electrons === null || !ran.has("cell_activity")) return null;
  const { optics, tissue, image_sensor } = plan.spec.acquisition;
  const [depthUm, y, x] = positions.centersUm.subarray(3 * index, 3 * index + 3);
  const light = transmission(plan, ran, y, x);
  const defocusUm = focus && focus.effectiveDepthUm[index] - focus.depthUm;
  const seen = defocusUm === null ? null : cellOptics(optics, tissue, depthUm, defocusUm);
  const sharpShare = seen ? (seen.sharpSigmaUm / seen.sigmaUm) * (seen.sharpSigmaUm / seen.sigmaUm) : 1;
  const factors: readonly (readonly [SnrLoss, number])[] = [
    ["aperture", collectionEfficiency(optics)],
    ["depth", attenuation(depthUm, roundTripMeanFreePathUm(tissue))],
    ["defocus", sharpShare],
    ["vessels", light.vessels],
    ["illumination", light.illumination],
    ["vignette", light.vignette],
  ];
  const met = factors.filter(([loss]) => isMet(loss, plan, ran));
  const gain = met.reduce((product, [, factor]) => product * factor, electrons);
  const read = image_sensor.read_noise_e;
  const reference = read > 0 ? read : 1;
  const noiseE = Math.sqrt(Math.max(traces.baseline[index], 0) * gain + read * read);
  const noise = ["noise", noiseE > 0 ? reference / noiseE : Number.POSITIVE_INFINITY] as const;
  const deltaF = Math.max(traces.deltaF[index], 0);
  const ideal = (deltaF * electrons) / reference;
  let snr = ideal;
  const steps = [...met, noise].map(([loss, factor]): SnrStep => {
    snr = snr > 0 ? snr * factor : 0;
    return { loss, factor, snr };
  });
  const threshold = detectionThreshold(plan.spec.extensions ?? {});
  const detectable = snr >= threshold;
  return {
    cell,
    ideal,
    steps,
    snr,
    threshold,
    detectable,
    lostAt: detectable ? null : lostAt(ideal, steps, threshold),
    largest: steps.reduce((least, step) => (step.factor < least.factor ? step : least)).loss,
    na: seen ? optics.na : null,
    readNoiseE: read,
    depthUm,
    defocusUm,
    blurUm: seen ? seen.sigmaUm : null,
    radiusUm: hypot(y, x),
    signalE: deltaF * gain,
    noiseE,
  };
}

/** Whether the light of a plan's cells meets a loss at all, by the steps that ran. */
function isMet(loss: SnrLoss, { cells, fields }: Plan, ran: ReadonlySet<string>): boolean {
  switch (loss) {
    case "vessels":
      return ran.has("vasculature") && (fields.vesselMask ?? fields.vesselMasks) !== undefined;
    case "illumination":
      return ran.has("illumination_profile");
    case "vignette":
      return ran.has("vignette");
    default:
      return cells.focus !== null;
  }
}

/** The step from which on the ratio is below the threshold. */
function lostAt(ideal: number, steps: readonly SnrStep[], threshold: number): SnrLoss | "signal" {
  let last: SnrLoss | "signal" = "signal";
  let before = ideal;
  for (const { loss, snr } of steps) {
    if (before >= threshold && snr < threshold) last = loss;
    before = snr;
  }
  return last;
}
