import { z } from "zod";
import { hypot } from "../physics/elementary.js";
import { curvatureShiftUm } from "../physics/optics.js";
import { type Center, samplePositions } from "../physics/placement.js";
import { RandomStream, streamKey } from "../random/streams.js";
import { type Acquisition, fovUm } from "../spec/acquisition.js";
import { float, fraction, listOf, nonNegative, oneOf, positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { Positions, SceneBuilder } from "./scene.js";

const depthRange = "two depths [low, high] in µm, 0 ≤ low ≤ high";
const position = z.tuple([nonNegative(), float(), float()], { error: "three numbers [z, y, x] in µm" });

const populationFields = {
  density_per_mm3: positive().default(25000),
  soma_radius_um: positive().default(7),
  irregularity: fraction().default(0.3),
  morphology: oneOf(["soma", "cytosolic"]).default("soma"),
  dendrite_length_um: positive().default(24),
  dendrite_width_um: positive().default(3),
  depth_range_um: z
    .tuple([nonNegative(), nonNegative()], { error: depthRange })
    .refine(([low, high]) => low <= high, { error: depthRange })
    .default([0, 200]),
  min_distance_um: nonNegative().default(0),
  positions_um: listOf(position, "a list of [z, y, x] in µm, or null").nullable().default(null),
};

export const neuronPopulationSchema = strictObject(populationFields);

const schema = strictObject({
  ...populationFields,
  kind: z.literal("place_neurons"),
  populations: listOf(neuronPopulationSchema, "a list of populations, or null")
    .min(1, { error: "a list of at least one population, or null" })
    .nullable()
    .default(null),
}).superRefine((step, context) => {
  if (!step.populations) return;
  const { kind: _, populations: __, ...own } = step;
  const defaults = neuronPopulationSchema.parse({});
  const clashing = Object.entries(own)
    .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(defaults, field)))
    .map(([field]) => field);
  if (clashing.length > 0)
    context.addIssue({
      code: "custom",
      path: ["populations"],
      message: `null, or the only place of ${clashing.join(", ")}`,
      params: {
        problem:
          `is given, and so are the step's own ${clashing.join(", ")}, which would be ignored; ` +
          "set them in each population instead.",
      },
    });
});

/** A population of alike cells, every field present. */
export type NeuronPopulation = StepOf<typeof neuronPopulationSchema>;
export type NeuronPopulationOptions = StepOptions<typeof neuronPopulationSchema>;
/** The step `place_neurons` of a spec, every field present; made by {@link placeNeurons}. */
export type PlaceNeuronsStep = StepOf<typeof schema>;

/**
 * Places cells in the tissue: a density in a range of depths, or exact centres (`positions_um`), of one population or of
 * several.
 * @throws SpecError
 */
export function placeNeurons(options: StepOptions<typeof schema> = {}): PlaceNeuronsStep {
  return makeStep("place_neurons", schema, options);
}

/** The populations of a step: those listed, or the step itself as the only one. */
export function populationsOf(step: PlaceNeuronsStep): readonly NeuronPopulation[] {
  return step.populations ?? [step];
}

/** The shallowest and the deepest that a population's cells can be (µm); null when it has none. */
function depthExtent({ positions_um, depth_range_um }: NeuronPopulation): readonly [number, number] | null {
  if (!positions_um) return depth_range_um;
  if (positions_um.length === 0) return null;
  return positions_um.reduce<[number, number]>(
    ([low, high], [z]) => [Math.min(low, z), Math.max(high, z)],
    [Number.POSITIVE_INFINITY, 0],
  );
}

/** Entity numbers reserved for each population, so that one population's density leaves the cells of others as they are. */
const CELLS_PER_POPULATION = 1 << 24;
/** Entity numbers of the cells around the field of view have this bit, so that they never meet those within it. */
const MARGIN_ENTITY = 1 << 31;

/** The cells of each population within the field of view, then those of each in the margin around it. */
function collectPositions(inView: readonly (readonly Center[])[], inMargin: readonly (readonly Center[])[]): Positions {
  const numbered = (populations: readonly (readonly Center[])[], bit: number) =>
    populations.flatMap((centers, population) =>
      centers.map((center, k) => ({ center, population, entity: bit | (population * CELLS_PER_POPULATION + k) })),
    );
  const cells = [...numbered(inView, 0), ...numbered(inMargin, MARGIN_ENTITY)];
  return {
    count: cells.length,
    centersUm: Float64Array.from(cells.flatMap(({ center }) => center)),
    population: Int32Array.from(cells, ({ population }) => population),
    entity: Int32Array.from(cells, ({ entity }) => entity),
  };
}

export const placeNeuronsStep = defineStep({
  kind: "place_neurons",
  stage: "place_neurons",
  domain: "cell",
  requires: [],
  schema,
  problems(step: PlaceNeuronsStep, acquisition: Acquisition) {
    const side = Math.min(...fovUm(acquisition));
    const allowed = `at most half the smaller side of the field of view (${Number((side / 2).toPrecision(4))} µm)`;
    return populationsOf(step).flatMap(({ soma_radius_um }, index) => {
      if (2 * soma_radius_um <= side) return [];
      const field = step.populations ? `populations[${index}].soma_radius_um` : "soma_radius_um";
      return [{ field, value: soma_radius_um, allowed }];
    });
  },
  warnings(step: PlaceNeuronsStep, acquisition: Acquisition) {
    const { focal_depth_in_tissue_um: focal } = acquisition;
    const extents = populationsOf(step)
      .map(depthExtent)
      .filter((extent) => extent !== null);
    if (focal === "auto" || extents.length === 0) return [];
    // A curved focal plane rises from the axis to the corners: it may cut a layer that lies above its depth on the axis.
    const [height, width] = fovUm(acquisition);
    const shallowest = focal - curvatureShiftUm(acquisition.optics, hypot(height, width) / 2);
    if (extents.some(([low, high]) => focal >= low && shallowest <= high)) return [];
    const ranges = extents.map(([low, high]) => `${low} to ${high} µm`).join(", ");
    return [`focal_depth_in_tissue_um is ${focal}, outside the depths of every population (${ranges}).`];
  },

  contribute(step: PlaceNeuronsStep, scene: SceneBuilder) {
    const { seed, grid, canvas } = scene;
    const populations = populationsOf(step);
    const placements = populations.map(
      ({ density_per_mm3, soma_radius_um, depth_range_um, min_distance_um, positions_um }) => ({
        density_per_mm3,
        soma_radius_um,
        depth_range_um,
        min_distance_um,
        positions_um,
      }),
    );
    const sizeUm = ({ height, width }: { height: number; width: number }) => ({
      heightUm: height * grid.pixelSizeUm,
      widthUm: width * grid.pixelSizeUm,
    });
    const view = sizeUm(grid);
    const tissue = sizeUm(canvas);
    scene.provide("positions", { seed, placements, view, tissue }, [], () => {
      const streams = ["positions", "margin positions"].map((purpose) => streamKey(seed, "place_neurons", purpose));
      const [viewKey, marginKey] = streams;
      const inView = placements.map(
        (placement, i) =>
          placement.positions_um ?? samplePositions(placement, { extent: view }, new RandomStream(viewKey, i)),
      );
      const inMargin = placements.map((placement, i) =>
        placement.positions_um || tissue.heightUm === view.heightUm
          ? []
          : samplePositions(placement, { extent: tissue, hole: view }, new RandomStream(marginKey, i), inView[i]),
      );
      return collectPositions(inView, inMargin);
    });
    scene.part("entities", "positions", ({ entity }) => entity);
    const shapes = populations.map((population) => ({
      morphology: population.morphology,
      somaRadiusPx: population.soma_radius_um / grid.pixelSizeUm,
      irregularity: population.irregularity,
      dendriteLengthPx: population.dendrite_length_um / grid.pixelSizeUm,
      dendriteWidthPx: population.dendrite_width_um / grid.pixelSizeUm,
    }));
    scene.provideWork(
      "planted",
      { seed, shapes, canvas },
      ["positions"],
      (value) => {
        const { centersUm, population, entity } = value("positions")!;
        const key = streamKey(seed, "place_neurons", "morphology");
        const { height, width } = canvas;
        return { shapes, population, entity, centersUm, pixelSizeUm: grid.pixelSizeUm, canvas: { height, width }, key };
      },
      ({ count, shapes: sizes }, value, warn) => {
        for (let i = 0; i < count; i++) {
          if (sizes[2 * i] > 0) continue;
          const position = [...value("positions")!.centersUm.subarray(3 * i, 3 * i + 3)].join(", ");
          warn(`The cell at [${position}] µm lies outside the tissue that is imaged and is left out.`);
        }
      },
    );
  },
});
