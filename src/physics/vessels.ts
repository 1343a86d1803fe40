import type { RandomStream } from "../random/streams.js";
import { cos, exp, hypot, pow, sin } from "./elementary.js";
import type { FieldGrid } from "./falloff.js";
import { defocusSigmaUm, diffractionSigmaUm, type OpticsParameters } from "./optics.js";
import { scatterSigmaUm, type TissueParameters } from "./tissue.js";

/** Blood vessels of one depth. */
export interface VesselLayerParameters {
  readonly depth_um: number;
  readonly root_radius_um: number;
  readonly min_radius_um: number;
  readonly opacity: number;
  readonly absorption_per_um: number;
  readonly branch_prob: number;
  readonly tortuosity_deg: number;
  readonly branch_angle_deg: number;
  readonly branch_area_main: number;
  readonly step_per_radius: number;
}

/** A straight piece of a vessel between two points (row, column) of the canvas, in pixels, with round ends. */
export interface VesselSegment {
  readonly from: readonly [row: number, column: number];
  readonly to: readonly [row: number, column: number];
  readonly radius: number;
  /** Index of the segment that it continues or branches off; −1 for the root. */
  readonly parent: number;
}

const MAX_SEGMENTS = 2000;
const RADIANS = Math.PI / 180;

/** Headings into the canvas from each edge, in units of π, where the direction is (dy, dx) = (sin, cos). */
const EDGES = [
  { edge: "top", headings: [0.25, 0.75] },
  { edge: "bottom", headings: [1.25, 1.75] },
  { edge: "left", headings: [-0.4, 0.4] },
  { edge: "right", headings: [0.6, 1.4] },
] as const;

/** Where a vessel goes on from, µm from the corner of the canvas. */
interface Tip {
  readonly y: number;
  readonly x: number;
  readonly heading: number;
  readonly radius: number;
  readonly parent: number;
}

/** Radii of the two branches of a fork whose cubes add up to the parent's (Murray 1926); `main` is the larger's share. */
export function forkRadii(radius: number, main: number): readonly [main: number, side: number] {
  return [radius * pow(main, 1 / 3), radius * pow(1 - main, 1 / 3)];
}

function root(layer: VesselLayerParameters, heightUm: number, widthUm: number, draw: RandomStream): Tip {
  const { edge, headings } = EDGES[Math.floor(4 * draw.uniform())];
  const along = draw.uniform();
  const heading = Math.PI * draw.uniformBetween(headings[0], headings[1]);
  const y = edge === "top" ? 0 : edge === "bottom" ? heightUm : along * heightUm;
  const x = edge === "left" ? 0 : edge === "right" ? widthUm : along * widthUm;
  return { y, x, heading, radius: layer.root_radius_um, parent: -1 };
}

/**
 * Grows one vascular tree from a random edge of the canvas inwards: steps proportional to the radius, a heading that
 * wanders, forks by Murray's law. A branch ends below the smallest radius or where it leaves the canvas.
 */
export function growTree(layer: VesselLayerParameters, canvas: FieldGrid, draw: RandomStream): VesselSegment[] {
  const scale = canvas.pixelSizeUm;
  const [heightUm, widthUm] = [canvas.height * scale, canvas.width * scale];
  const inside = (y: number, x: number) => y >= 0 && x >= 0 && y <= heightUm && x <= widthUm;
  const segments: VesselSegment[] = [];
  const tips = [root(layer, heightUm, widthUm, draw)];
  for (const tip of tips) {
    let { y, x, heading, radius, parent } = tip;
    while (radius >= layer.min_radius_um && segments.length < MAX_SEGMENTS) {
      const step = layer.step_per_radius * radius;
      const from = [y / scale, x / scale] as const;
      y += step * sin(heading);
      x += step * cos(heading);
      parent = segments.push({ from, to: [y / scale, x / scale], radius: radius / scale, parent }) - 1;
      if (!inside(y, x)) break;
      heading += layer.tortuosity_deg * RADIANS * draw.normal();
      if (draw.uniform() >= layer.branch_prob) continue;
      const [main, side] = forkRadii(radius, layer.branch_area_main);
      const turn = (draw.uniform() < 0.5 ? -1 : 1) * layer.branch_angle_deg * RADIANS;
      tips.push({ y, x, heading: heading + (turn * radius) / side, radius: side, parent });
      heading -= turn;
      radius = main;
    }
  }
  return segments;
}

/** Share of the light that passes `pathUm` of blood: 1 − opacity·(1 − e^(−k·L)), by the law of Beer and Lambert. */
export function vesselTransmission(pathUm: number, layer: VesselLayerParameters): number {
  return 1 - layer.opacity * (1 - exp(-layer.absorption_per_um * pathUm));
}

/** Standard deviation (µm) of the blur of a layer's shadow, seen by a scope focused on `focalDepthUm`. */
export function vesselBlurSigmaUm(
  depthUm: number,
  focalDepthUm: number,
  optics: OpticsParameters,
  tissue: TissueParameters,
): number {
  const sharp = hypot(diffractionSigmaUm(optics), scatterSigmaUm(depthUm, tissue));
  return hypot(sharp, defocusSigmaUm(optics, depthUm - focalDepthUm));
}
