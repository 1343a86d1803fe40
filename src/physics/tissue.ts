import { exp } from "./elementary.js";

/** The tissue part of an acquisition. */
export interface TissueParameters {
  readonly scatter_mfp_excitation_um: number;
  readonly scatter_mfp_emission_um: number;
  readonly scatter_blur_per_um: number;
}

/** Round-trip mean free path (µm): excitation on the way down and emission on the way up. */
export function roundTripMeanFreePathUm(tissue: TissueParameters): number {
  return 1 / (1 / tissue.scatter_mfp_excitation_um + 1 / tissue.scatter_mfp_emission_um);
}

/** Share of the light left after the round trip to a depth (µm), by the law of Beer and Lambert. */
export function attenuation(depthUm: number, meanFreePathUm: number): number {
  return exp(-depthUm / meanFreePathUm);
}

/** Standard deviation (µm) of the blur that scattering adds at a depth (µm). */
export function scatterSigmaUm(depthUm: number, tissue: TissueParameters): number {
  return tissue.scatter_blur_per_um * depthUm;
}
