/** Units by the end of a field's name. */
export const fieldUnits: readonly (readonly [ending: string, unit: string])[] = [
  ["_per_mm3", "mm⁻³"],
  ["_per_um", "µm⁻¹"],
  ["_adu_per_e", "counts/e⁻"],
  ["_um", "µm"],
  ["_nm", "nm"],
  ["_hz", "Hz"],
  ["_deg", "°"],
  ["_s", "s"],
  ["_e", "e⁻"],
];

/** What fields are called where their name says it badly, and units that names do not say. */
const named: Readonly<Record<string, readonly [label: string, unit?: string]>> = {
  fps: ["frame rate", "fps"],
  na: ["numerical aperture"],
  magnification: ["magnification", "×"],
  emission_nm: ["emission wavelength"],
  depth_of_field_um: ["depth of field, half"],
  focal_depth_in_tissue_um: ["focal depth"],
  n_px_height: ["height", "px"],
  n_px_width: ["width", "px"],
  bit_depth: ["bit depth", "bit"],
  read_noise_e: ["read noise"],
  gain_adu_per_e: ["gain"],
  scatter_mfp_excitation_um: ["mean free path, excitation"],
  scatter_mfp_emission_um: ["mean free path, emission"],
  scatter_blur_per_um: ["scatter blur", "µm per µm"],
  density_per_mm3: ["density"],
  min_distance_um: ["smallest distance"],
  p_quiescent_to_active: ["chance to turn active", "per frame"],
  p_active_to_quiescent: ["chance to turn quiet", "per frame"],
  tau_rise_s: ["rise time"],
  tau_decay_s: ["decay time"],
  brightness_cv: ["spread of brightness"],
  f0: ["baseline"],
  photons_per_unit: ["photons per unit", "photons"],
  n_components: ["components"],
  n_roots: ["roots"],
  branch_prob: ["chance to branch", "per step"],
  locomotion_freq_hz: ["stride frequency"],
  resonance_freq_hz: ["resonance frequency"],
};

/** A field in words, and its unit: `tau_decay_s` is the decay time in s. */
export function fieldName(field: string): { readonly label: string; readonly unit: string } {
  const [ending, unit] = fieldUnits.find(([end]) => field.endsWith(end) && field.length > end.length) ?? ["", ""];
  const [label, own] = named[field] ?? [field.slice(0, field.length - ending.length).replaceAll("_", " ")];
  return { label, unit: own ?? unit };
}
