import fc from "fast-check";

/** What a numeric field refuses, and a range of what it takes that keeps clear of the rules between fields. */
export interface NumericField {
  /** Path inside the object that holds the field. */
  readonly field: string;
  readonly refused: readonly unknown[];
  /** The edges of what is allowed, where they are allowed themselves. */
  readonly edges: readonly number[];
  readonly good: fc.Arbitrary<unknown>;
}

const notNumbers = ["20", true, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, [], {}, 5n];
/** Any number of a range: whatever a double can hold, of everyday size, or whole. */
function double(min: number, max: number): fc.Arbitrary<number> {
  const everyday = fc.double({ min: Math.max(min, -1000), max: Math.min(max, 1000), noNaN: true });
  const whole = everyday.map((x) => (Math.round(x) >= min && Math.round(x) <= max ? Math.round(x) : x));
  return fc.oneof(fc.double({ min, max, noNaN: true }), everyday, whole);
}

const positive = (field: string, low: number = Number.MIN_VALUE, high: number = Number.MAX_VALUE): NumericField => ({
  field,
  refused: [...notNumbers, 0, -0, -1e-9, -5],
  edges: [Number.MIN_VALUE],
  good: double(low, high),
});
const nonNegative = (field: string, low = 0, high: number = Number.MAX_VALUE): NumericField => ({
  field,
  refused: [...notNumbers, -1e-9, -5],
  edges: [0],
  good: double(low, high),
});
const fraction = (field: string): NumericField => ({
  field,
  refused: [...notNumbers, -1e-9, 1.0001, 2],
  edges: [0, 1],
  good: double(0, 1),
});
const positiveFraction = (field: string): NumericField => ({
  field,
  refused: [...notNumbers, 0, -0.1, 1.0001],
  edges: [1],
  good: double(0.01, 1),
});
const count = (field: string, low = 1, high = 40): NumericField => ({
  field,
  refused: [...notNumbers, 0, -1, 1.5, 2 ** 53, -(2 ** 53)],
  edges: [1],
  good: fc.integer({ min: low, max: high }),
});
const or = (alternative: unknown, row: NumericField): NumericField => ({
  ...row,
  good: fc.oneof(fc.constant(alternative), row.good),
});

export const opticsFields = [
  positive("na"),
  positive("magnification", 1, 6),
  positive("emission_nm"),
  or("auto", positive("depth_of_field_um")),
  or(null, positive("field_curvature_radius_um")),
];
export const imageSensorFields = [
  count("n_px_height", 64, 600),
  count("n_px_width", 64, 600),
  positive("pixel_pitch_um", 3, 10),
  positiveFraction("quantum_efficiency"),
  nonNegative("read_noise_e"),
  positive("gain_adu_per_e"),
  count("bit_depth"),
];
export const tissueFields = [
  positive("scatter_mfp_excitation_um"),
  positive("scatter_mfp_emission_um"),
  nonNegative("scatter_blur_per_um"),
];
export const acquisitionFields = [
  positive("fps", 10, 100),
  positive("duration_s", 1, 100),
  or("auto", nonNegative("focal_depth_in_tissue_um")),
  or(null, positive("front_working_distance_um")),
];
export const populationFields = [
  positive("density_per_mm3"),
  positive("soma_radius_um", 1, 10),
  fraction("irregularity"),
  positive("dendrite_length_um"),
  positive("dendrite_width_um"),
  nonNegative("min_distance_um"),
];
export const vesselLayerFields = [
  nonNegative("depth_um"),
  count("n_roots"),
  positive("root_radius_um", 10, 30),
  positive("min_radius_um", 0.5, 5),
  positiveFraction("opacity"),
  positive("absorption_per_um"),
  { ...fraction("branch_prob"), refused: [...notNumbers, -1e-9, 1], edges: [0], good: double(0, 0.99) },
  nonNegative("tortuosity_deg"),
  nonNegative("branch_angle_deg"),
  { ...fraction("branch_area_main"), refused: [...notNumbers, 0.5, 1], edges: [], good: double(0.51, 0.99) },
  positive("step_per_radius"),
];

/** Numeric fields of each step, by kind. */
export const stepFields: Readonly<Record<string, readonly NumericField[]>> = {
  place_neurons: populationFields,
  cell_activity: [
    positive("spike_sim_hz"),
    positive("p_quiescent_to_active"),
    positive("p_active_to_quiescent"),
    positive("active_rate_hz"),
    nonNegative("quiescent_rate_hz"),
    positive("tau_rise_s", 0.01, 0.05),
    positive("tau_decay_s", 0.2, 5),
    nonNegative("brightness_cv"),
    nonNegative("f0"),
    nonNegative("trace_noise"),
  ],
  bleaching: [nonNegative("bleach_susceptibility"), positive("turnover_tau_s"), nonNegative("excitation_intensity")],
  optics: [],
  composite: [],
  neuropil: [
    positive("spatial_sigma_um"),
    positive("temporal_tau_s"),
    positive("population_tau_s"),
    positive("amplitude"),
    count("n_components"),
    fraction("population_coupling"),
  ],
  vasculature: [],
  brain_motion: [
    positive("max_shift_um", 15, 30),
    positive("locomotion_freq_hz"),
    positive("motion_amplitude_um", 1, 15),
    positive("resonance_freq_hz"),
    positive("damping_ratio"),
    fraction("locomotion_fraction"),
    nonNegative("walk_step_um"),
  ],
  illumination_profile: [fraction("falloff"), positive("exponent")],
  vignette: [fraction("falloff"), positive("exponent")],
  leakage: [nonNegative("level"), or(null, positive("sigma_um"))],
  sensor: [positive("photons_per_unit")],
};

/** Numeric fields of each extension, by name. */
export const extensionFields: Readonly<Record<string, readonly NumericField[]>> = {
  detection: [positive("threshold")],
  excitation: [
    nonNegative("ramp_from"),
    nonNegative("ramp_to"),
    or(null, positive("pulse_period_s")),
    fraction("pulse_duty"),
    nonNegative("pulse_low"),
    fraction("ripple_amplitude"),
    positive("ripple_hz"),
  ],
  fixed_pattern: [nonNegative("gain_cv"), nonNegative("dark_e"), fraction("hot_fraction"), nonNegative("hot_e")],
  focus_drift: [
    { ...nonNegative("rate_um_per_min"), refused: notNumbers },
    nonNegative("amplitude_um"),
    positive("period_s"),
    positive("plane_step_um"),
  ],
  indicator: [or(null, positive("half_saturation")), positive("hill"), nonNegative("tau_cv")],
  poisson: [],
  vessel_pulse: [{ ...positive("amplitude", 0.001, 0.5), edges: [0.5] }, positive("rate_hz")],
};

/** Fields of a population that are no plain numbers; tested one by one, like those of steps. */
export const otherPopulationFields = {
  morphology: fc.constantFrom("soma", "cytosolic"),
  depth_range_um: fc.tuple(double(0, 100), double(100, 300)),
  positions_um: fc.option(fc.array(fc.tuple(double(0, 200), double(-100, 100), double(-100, 100)), { maxLength: 3 })),
};

const offset = fc.tuple(double(-50, 50), double(-50, 50));

/** Fields of steps that are no plain numbers. */
export const otherFields: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  place_neurons: { ...otherPopulationFields, populations: fc.constant(null) },
  vasculature: {
    enabled: fc.boolean(),
    layers: fc.array(recordOf(vesselLayerFields), { maxLength: 2 }),
  },
  brain_motion: {
    model: fc.constantFrom("physical", "walk"),
    locomotion_axis: fc.constantFrom("y", "x"),
    trajectory_um: fc.constant(null),
  },
  illumination_profile: { center_offset_um: offset },
  vignette: { center_offset_um: offset },
  leakage: { profile: fc.constantFrom("uniform", "gaussian") },
};

/** An object of a spec, and a spec with one of its fields set. */
export interface Place {
  readonly path: string;
  readonly at: (field: string, value: unknown) => unknown;
  readonly fields: readonly NumericField[];
}

export const places: readonly Place[] = [
  { path: "acquisition", fields: acquisitionFields, at: (field, value) => ({ acquisition: { [field]: value } }) },
  {
    path: "acquisition.optics",
    fields: opticsFields,
    at: (field, value) => ({ acquisition: { optics: { [field]: value } } }),
  },
  {
    path: "acquisition.image_sensor",
    fields: imageSensorFields,
    at: (field, value) => ({ acquisition: { image_sensor: { [field]: value } } }),
  },
  {
    path: "acquisition.tissue",
    fields: tissueFields,
    at: (field, value) => ({ acquisition: { tissue: { [field]: value } } }),
  },
  {
    path: "steps[1].populations[0]",
    fields: populationFields,
    at: (field, value) => ({
      steps: [{ kind: "optics" }, { kind: "place_neurons", populations: [{ [field]: value }] }],
    }),
  },
  {
    path: "steps[0].layers[0]",
    fields: vesselLayerFields,
    at: (field, value) => ({ steps: [{ kind: "vasculature", layers: [{ [field]: value }] }] }),
  },
  ...Object.entries(stepFields).map(([kind, fields]) => ({
    path: "steps[0]",
    fields,
    at: (field: string, value: unknown) => ({ steps: [{ kind, [field]: value }] }),
  })),
];

function recordOf(fields: readonly NumericField[], others: Readonly<Record<string, fc.Arbitrary<unknown>>> = {}) {
  const numeric = Object.fromEntries(fields.map(({ field, good }) => [field, good]));
  return fc.record({ ...numeric, ...others }, { requiredKeys: [] });
}

const severalPopulations = fc.record({
  kind: fc.constant("place_neurons"),
  populations: fc.array(recordOf(populationFields, otherPopulationFields), { minLength: 1, maxLength: 3 }),
});

const stepArbitraries = Object.entries(stepFields).map(([kind, fields]) => {
  const step: fc.Arbitrary<object> = recordOf(fields, otherFields[kind]).map((values) => ({ kind, ...values }));
  return kind === "place_neurons" ? fc.oneof(step, severalPopulations) : step;
});

const modelParts = {
  acquisition: recordOf(acquisitionFields, {
    optics: recordOf(opticsFields),
    image_sensor: recordOf(imageSensorFields),
    tissue: recordOf(tissueFields),
  }),
  seed: fc.oneof(fc.nat(), fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n })),
  steps: fc.tuple(...stepArbitraries).chain((steps) => fc.shuffledSubarray(steps)),
  output: fc.record(
    { save_intermediates: fc.boolean(), store_dtype: fc.constantFrom("float32", "float64") },
    { requiredKeys: [] },
  ),
};

const extensions = fc.record(
  Object.fromEntries(Object.entries(extensionFields).map(([name, fields]) => [name, recordOf(fields)])),
  { requiredKeys: [] },
);

/** Valid specs of the model as they may be written: any fields left out, any steps, in any order. */
export const modelInputs = fc.record(modelParts, { requiredKeys: [] });

/** Valid specs as they may be written, extensions included. */
export const specInputs = fc.record({ ...modelParts, extensions }, { requiredKeys: [] });
