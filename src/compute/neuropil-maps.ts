import { normaliseFields } from "../physics/neuropil.js";
import { sharedArray } from "../physics/shared-arrays.js";
import type { StreamKey } from "../random/streams.js";
import { fieldNoise } from "./field-noise.js";
import { blurField } from "./simd-blur.js";

/** What the maps of the neuropil are made of. */
export interface MapsToSmooth {
  readonly n_components: number;
  readonly sigmaPx: number;
  readonly canvas: { readonly height: number; readonly width: number };
  readonly key: StreamKey;
}

/** White noise, smoothed by a Gaussian and normalised: (component, height, width). */
export function neuropilMaps({ n_components, sigmaPx, canvas: { height, width }, key }: MapsToSmooth): Float32Array {
  const maps = Array.from({ length: n_components }, (_, k) =>
    blurField(fieldNoise(height, width, key, k), height, width, sigmaPx),
  );
  normaliseFields(maps);
  const stack = sharedArray(Float32Array, n_components * height * width);
  maps.forEach((map, k) => {
    stack.set(map, k * height * width);
  });
  return stack;
}
