import { z } from "zod";
import { fixedPattern } from "../extensions/fixed-pattern.js";
import { countsPhotons } from "../extensions/poisson.js";
import { maximumCount } from "../physics/sensor.js";
import { streamKey } from "../random/streams.js";
import { positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("sensor"),
  photons_per_unit: positive().default(100),
});

/** The step `sensor` of a spec, every field present; made by {@link sensor}. */
export type SensorStep = StepOf<typeof schema>;

/**
 * The image sensor: photons (`photons_per_unit` for a brightness of 1), shot and read noise, gain, whole counts clipped
 * to the bit depth.
 * @throws SpecError
 */
export function sensor(options: StepOptions<typeof schema> = {}): SensorStep {
  return makeStep("sensor", schema, options);
}

export const sensorStep = defineStep({
  kind: "sensor",
  stage: "sensor",
  domain: "sensor",
  requires: [],
  schema,

  contribute(step: SensorStep, { acquisition, extensions, grid, seed, provide, operation }: SceneBuilder) {
    const { image_sensor } = acquisition;
    const key = (purpose: string) => streamKey(seed, "sensor", purpose);
    const pixels = grid.height * grid.width;
    provide("sensor", step, [], () => step);
    if (extensions.fixed_pattern) {
      const pattern = () => fixedPattern(extensions, pixels, key("pattern"))!;
      const inputs = { seed, pattern: extensions.fixed_pattern, pixels };
      const perElectron = 1 / (step.photons_per_unit * image_sensor.quantum_efficiency);
      provide("sensitivity", inputs, [], () => pattern().sensitivity);
      provide("darkCurrent", { ...inputs, perElectron }, [], () => pattern().darkE.map((e) => e * perElectron));
      operation({ step: "sensor", do: "multiplyField", field: "sensitivity" });
      operation({ step: "sensor", do: "addField", field: "darkCurrent" });
    }
    operation({
      step: "sensor",
      do: "quantise",
      electronsPerUnit: step.photons_per_unit * image_sensor.quantum_efficiency,
      readNoiseE: image_sensor.read_noise_e,
      gainAduPerE: image_sensor.gain_adu_per_e,
      maximum: maximumCount(image_sensor.bit_depth),
      ...key("noise"),
      ...(countsPhotons(extensions) && { photons: { uniform: key("photons"), normal: key("photon normals") } }),
    });
  },
});
