import type { RandomStream } from "../random/streams.js";
import { roundHalfEven } from "./elementary.js";

/** Where and how densely cells of one kind lie. */
export interface Placement {
  readonly density_per_mm3: number;
  readonly soma_radius_um: number;
  readonly depth_range_um: readonly [number, number];
  readonly min_distance_um: number;
}

/** A lateral extent (µm) centred on the optical axis. */
export interface Extent {
  readonly heightUm: number;
  readonly widthUm: number;
}

const UM3_PER_MM3 = 1e9;

/** Where positions are drawn: an extent, without the part of it that is sampled already. */
export interface Region {
  readonly extent: Extent;
  readonly hole?: Extent;
}

/**
 * Cells expected in a volume: density · area · thickness, where a layer is never thinner than a soma; the area is the
 * extent's, less that of a `hole` in its middle.
 */
export function expectedCount(placement: Placement, extent: Extent, hole?: Extent): number {
  const [low, high] = placement.depth_range_um;
  const thickness = Math.max(high - low, 2 * placement.soma_radius_um);
  const area = extent.heightUm * extent.widthUm - (hole ? hole.heightUm * hole.widthUm : 0);
  return roundHalfEven((placement.density_per_mm3 * area * thickness) / UM3_PER_MM3);
}

/** Points in buckets of one minimum distance, so only the 27 buckets around a candidate have to be looked at. */
class Buckets {
  readonly #points = new Map<string, Center[]>();

  constructor(readonly size: number) {}

  #index(value: number): number {
    return Math.floor(value / this.size);
  }

  isFree(point: Center): boolean {
    const [bz, by, bx] = point.map((value) => this.#index(value));
    for (let z = bz - 1; z <= bz + 1; z++)
      for (let y = by - 1; y <= by + 1; y++)
        for (let x = bx - 1; x <= bx + 1; x++)
          for (const other of this.#points.get(`${z},${y},${x}`) ?? []) {
            const [dz, dy, dx] = other.map((value, axis) => value - point[axis]);
            if (dz * dz + dy * dy + dx * dx < this.size * this.size) return false;
          }
    return true;
  }

  add(point: Center): void {
    const key = point.map((value) => this.#index(value)).join(",");
    const bucket = this.#points.get(key);
    if (bucket) bucket.push(point);
    else this.#points.set(key, [point]);
  }
}

/** A centre: z, y, x in µm. */
export type Center = readonly [z: number, y: number, x: number];

/**
 * Centres (z, y, x) in µm, uniform in a region's volume; with a minimum distance, by rejection, so that a density that
 * does not fit gives fewer cells. `neighbours` are cells that were placed before and keep their distance, too.
 */
export function samplePositions(
  placement: Placement,
  { extent, hole }: Region,
  draw: RandomStream,
  neighbours: readonly Center[] = [],
): Center[] {
  const count = expectedCount(placement, extent, hole);
  const [low, high] = placement.depth_range_um;
  const candidate = (): Center => {
    for (;;) {
      const z = draw.uniformBetween(low, high);
      const y = draw.uniformBetween(-extent.heightUm / 2, extent.heightUm / 2);
      const x = draw.uniformBetween(-extent.widthUm / 2, extent.widthUm / 2);
      if (!hole || Math.abs(y) > hole.heightUm / 2 || Math.abs(x) > hole.widthUm / 2) return [z, y, x];
    }
  };
  if (placement.min_distance_um === 0) return Array.from({ length: count }, candidate);
  const buckets = new Buckets(placement.min_distance_um);
  for (const neighbour of neighbours) buckets.add(neighbour);
  const points: Center[] = [];
  const attempts = Math.max(1000, 100 * count);
  for (let attempt = 0; attempt < attempts && points.length < count; attempt++) {
    const point = candidate();
    if (!buckets.isFree(point)) continue;
    buckets.add(point);
    points.push(point);
  }
  return points;
}
