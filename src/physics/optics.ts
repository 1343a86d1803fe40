import { hypot } from "./elementary.js";
import { attenuation, roundTripMeanFreePathUm, scatterSigmaUm, type TissueParameters } from "./tissue.js";

/** The optics part of an acquisition. */
export interface OpticsParameters {
  readonly na: number;
  readonly emission_nm: number;
  readonly depth_of_field_um: "auto" | number;
  readonly field_curvature_radius_um: number | null;
}

/** Standard deviation (µm) of the Gaussian that approximates the diffraction spot: 0.21 λ / NA (Zhang, Zerubia and Olivo-Marin 2007). */
export function diffractionSigmaUm(optics: OpticsParameters): number {
  return (0.21 * (optics.emission_nm / 1000)) / optics.na;
}

/** Half depth of field (µm): 1.33 λ / NA² when `"auto"`. */
export function depthOfFieldUm(optics: OpticsParameters): number {
  if (optics.depth_of_field_um !== "auto") return optics.depth_of_field_um;
  return (1.33 * (optics.emission_nm / 1000)) / (optics.na * optics.na);
}

/** Standard deviation (µm) of the blur of a point `defocusUm` away from the focal plane. */
export function defocusSigmaUm(optics: OpticsParameters, defocusUm: number): number {
  return optics.na * Math.abs(defocusUm);
}

/** Share of the emitted light that the objective collects, relative to NA 1. */
export function collectionEfficiency(optics: OpticsParameters): number {
  return optics.na * optics.na;
}

/** How much shallower (µm) than on the axis the scope focuses at a field radius (µm), for a spherical focal surface. */
export function curvatureShiftUm(optics: OpticsParameters, radiusUm: number): number {
  const curvature = optics.field_curvature_radius_um;
  if (curvature === null) return 0;
  const r = Math.min(radiusUm, curvature);
  return curvature - Math.sqrt(curvature * curvature - r * r);
}

/** How one cell appears through the scope. */
export interface CellOptics {
  /** Diffraction and scatter together, without defocus (µm). */
  readonly sharpSigmaUm: number;
  /** Total blur (µm). */
  readonly sigmaUm: number;
  /** Factor on the integrated intensity: attenuation · NA². */
  readonly gain: number;
  /** Peak brightness of a point source: gain · (σ₀ / σ)². */
  readonly brightness: number;
}

/** Blur and brightness of a point at a depth (µm), `defocusUm` away from the focal surface. */
export function cellOptics(
  optics: OpticsParameters,
  tissue: TissueParameters,
  depthUm: number,
  defocusUm: number,
): CellOptics {
  const sharpSigmaUm = hypot(diffractionSigmaUm(optics), scatterSigmaUm(depthUm, tissue));
  const sigmaUm = hypot(sharpSigmaUm, defocusSigmaUm(optics, defocusUm));
  const gain = attenuation(depthUm, roundTripMeanFreePathUm(tissue)) * collectionEfficiency(optics);
  const ratio = sharpSigmaUm / sigmaUm;
  return { sharpSigmaUm, sigmaUm, gain, brightness: ratio * ratio * gain };
}
