import fc from "fast-check";
import { builtInSteps } from "../../src/steps/index.js";
import { modelInputs, places } from "../spec/field-table.js";

type Tree = Record<string, unknown> | unknown[];

/** What is put in the place of a value. */
const strangers: readonly unknown[] = [
  ...[
    "20",
    "1.5",
    "",
    "wide",
    "auto",
    "yes",
    "true",
    true,
    false,
    null,
    [],
    {},
    [1],
    [1, 2],
    [2, 1],
    [1, 2, 3],
    [[1, 2]],
  ],
  ...[0, -0, 1, -1, 1.5, 256, -5e-324, 1e308, 2 ** 53, -(2 ** 53), 2n ** 70n],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];

/** The objects and lists of a spec, the spec itself first. */
function treesIn(value: unknown): Tree[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Tree, ...Object.values(value).flatMap(treesIn)];
}

const change = fc.record({
  at: fc.nat(),
  field: fc.nat(),
  how: fc.constantFrom("replace", "replace", "replace", "remove", "rename", "repeat", "swap"),
  stranger: fc.constantFrom(...strangers),
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** A copy of a spec with something else somewhere. */
function mutate(input: unknown, { at, field, how, stranger }: Change): unknown {
  const copy = structuredClone(input);
  const trees = treesIn(copy).filter((tree) => Object.keys(tree).length > 0);
  if (trees.length === 0) return stranger;
  const tree = trees[at % trees.length];
  const keys = Object.keys(tree);
  const key = keys[field % keys.length];
  const value = Reflect.get(tree, key);
  if (how === "repeat" && Array.isArray(tree)) tree.push(value);
  else if (how === "swap" && Array.isArray(tree)) tree.reverse();
  else if (how === "remove" && Array.isArray(tree)) tree.splice(Number(key), 1);
  else if (how === "rename" || how === "remove") Reflect.deleteProperty(tree, key);
  else Reflect.set(tree, key, stranger);
  if (how === "rename" && !Array.isArray(tree)) tree[`${key}s`] = value;
  return copy;
}

/** Valid specs with one or two things changed anywhere. */
export const mutatedSpecs = fc
  .tuple(modelInputs, change, fc.option(change))
  .map(([input, first, second]) => (second ? mutate(mutate(input, first), second) : mutate(input, first)))
  .map((input) =>
    typeof input === "object" && input !== null && !Array.isArray(input) ? { steps: [], ...input } : input,
  );

const small = { image_sensor: { n_px_height: 64, n_px_width: 32, pixel_pitch_um: 8 }, optics: { magnification: 8 } };
const short = { fps: 10, duration_s: 0.3 };
const shifts = (count: number) => Array.from({ length: count }, () => [1, 2]);

const sections = [
  ...places.flatMap(({ fields, at }) =>
    fields.flatMap(({ field, refused, edges }) => [...refused, ...edges, null].map((value) => at(field, value))),
  ),
  ...builtInSteps.flatMap(({ kind }) => [
    { steps: [{ kind }] },
    { steps: [{ kind }, { kind: "optics" }, { kind }] },
    { steps: [{ kind, kinds: 1 }] },
    { steps: [{ kind: kind.toUpperCase() }] },
  ]),
  { steps: builtInSteps.map(({ kind }) => ({ kind })).reverse() },
  { steps: [{}] },
  { steps: [null] },
  { steps: {} },
  { steps: null },
  ...[-1, 1.5, "7", true, null, 2n ** 64n, -(2n ** 64n)].map((seed) => ({ seed })),
  ...["float16", null, 32].map((store_dtype) => ({ output: { store_dtype } })),
  ...["yes", 1, 0, "off", null, 2].map((save_intermediates) => ({ output: { save_intermediates } })),
  ...[16, 16.1, 20].map((soma_radius_um) => ({
    acquisition: small,
    steps: [{ kind: "place_neurons", soma_radius_um }],
  })),
  { acquisition: small, steps: [{ kind: "place_neurons", populations: [{ soma_radius_um: 20 }] }] },
  ...[10, 9].map((fps) => ({ acquisition: { fps }, steps: [{ kind: "cell_activity", tau_decay_s: 0.1 }] })),
  ...[0.4, 0.5, 0.6].map((tau_rise_s) => ({
    acquisition: short,
    steps: [{ kind: "place_neurons" }, { kind: "cell_activity", tau_rise_s }],
  })),
  ...[0, 2, 3, 4].map((count) => ({
    acquisition: short,
    steps: [{ kind: "brain_motion", trajectory_um: shifts(count) }],
  })),
  ...["physical", "walk"].flatMap((model) =>
    [null, shifts(3)].map((trajectory_um) => ({
      acquisition: short,
      steps: [{ kind: "brain_motion", model, trajectory_um, motion_amplitude_um: 16 }],
    })),
  ),
  ...[[[1]], [[1, 2, 3]], [["1", 2]], [1, 2], {}].map((trajectory_um) => ({
    steps: [{ kind: "brain_motion", trajectory_um }],
  })),
  ...[0.02, 0.025, 0.03].map((duration_s) => ({ acquisition: { fps: 20, duration_s } })),
  { acquisition: { fps: 1e300, duration_s: 1e300 } },
  ...[[200, 100], [5, 5], [-1, 10], [0], [0, 1, 2], [0, "9"], "wide", null].map((depth_range_um) => ({
    steps: [{ kind: "place_neurons", depth_range_um }],
  })),
  ...[[], [[1, 2]], [[-1, 2, 3]], [[1, -2, -3]], [[1, 2, 3, 4]], [1, 2, 3], [[1, "2", 3]]].map((positions_um) => ({
    steps: [{ kind: "place_neurons", positions_um }],
  })),
  ...[[], [{}], [{ kind: "place_neurons" }], [{ populations: null }], [null], {}].map((populations) => ({
    steps: [{ kind: "place_neurons", populations }],
  })),
  ...[
    { density_per_mm3: 9 },
    { density_per_mm3: 25000 },
    { depth_range_um: [0, 200] },
    { depth_range_um: [0, 201] },
  ].map((own) => ({ steps: [{ kind: "place_neurons", populations: [{}], ...own }] })),
  { steps: [{ kind: "place_neurons", populations: [{}], positions_um: [] }] },
  ...[2, 21.9, 22, 23].map((min_radius_um) => ({ steps: [{ kind: "vasculature", layers: [{ min_radius_um }] }] })),
  ...[["y"], "z", null].map((locomotion_axis) => ({ steps: [{ kind: "brain_motion", locomotion_axis }] })),
  ...[3, [1], [1, 2, 3], ["1", 2], [null, 0], [Number.NaN, 0]].map((center_offset_um) => ({
    steps: [{ kind: "vignette", center_offset_um }],
  })),
];

/** Specs on both sides of each rule. */
export const ruledSpecs: readonly unknown[] = [
  ...sections.map((section) => Object.assign({ steps: [] }, section)),
  ...[{}, [], null, "spec"],
];
