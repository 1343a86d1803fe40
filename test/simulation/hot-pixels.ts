import { z } from "zod";
import { defineStep } from "../../src/spec/define-step.js";

/** A share of the pixels that glow by themselves, each with its own strength, flickering from frame to frame. */
export const hotPixels = defineStep({
  kind: "hot_pixels",
  after: "leakage",
  schema: z.object({ fraction: z.number().min(0).max(1).default(0.01), level: z.number().positive().default(5) }),
  contribute(step, scene) {
    const { height, width } = scene.frame;
    const glow = scene.provide("glow", [], () => {
      const map = new Float32Array(height * width);
      for (let i = 0; i < map.length; i++) {
        const pixel = scene.random("which", i);
        if (pixel.uniform() < step.fraction) map[i] = -step.level * scene.math.log(pixel.uniform());
      }
      return map;
    });
    scene.operation({
      do: "custom",
      values: { glow },
      frame(light, { t, values, random }) {
        const flicker = 1 + 0.1 * random("flicker").normal();
        for (let i = 0; i < light.length; i++) light[i] += flicker * values.glow[i];
        if (t < 0) light[0] = 0;
      },
    });
  },
});
