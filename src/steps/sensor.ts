import { z } from "zod";
import { maximumCount } from "../physics/sensor.js";
import { streamKey } from "../random/streams.js";
import { positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("sensor"),
  photons_per_unit: positive().default(100),
});

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

  contribute(step: SensorStep, { acquisition, seed, provide, operation }: SceneBuilder) {
    const { image_sensor } = acquisition;
    provide("sensor", step, [], () => step);
    operation({
      step: "sensor",
      do: "quantise",
      electronsPerUnit: step.photons_per_unit * image_sensor.quantum_efficiency,
      readNoiseE: image_sensor.read_noise_e,
      gainAduPerE: image_sensor.gain_adu_per_e,
      maximum: maximumCount(image_sensor.bit_depth),
      ...streamKey(seed, "sensor", "noise"),
    });
  },
});
