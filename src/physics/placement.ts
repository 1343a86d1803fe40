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

/** Cells expected in a volume: density · area · thickness, where a layer is never thinner than a soma. */
export function expectedCount(placement: Placement, extent: Extent): number {
  const [low, high] = placement.depth_range_um;
  const thickness = Math.max(high - low, 2 * placement.soma_radius_um);
  return roundHalfEven((placement.density_per_mm3 * extent.heightUm * extent.widthUm * thickness) / UM3_PER_MM3);
}

/** Points in buckets of one minimum distance, so only the 27 buckets around a candidate have to be looked at. */
class Buckets {
  readonly #points = new Map<string, [number, number, number][]>();

  constructor(readonly size: number) {}

  #index(value: number): number {
    return Math.floor(value / this.size);
  }

  isFree(point: readonly [number, number, number]): boolean {
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

  add(point: [number, number, number]): void {
    const key = point.map((value) => this.#index(value)).join(",");
    const bucket = this.#points.get(key);
    if (bucket) bucket.push(point);
    else this.#points.set(key, [point]);
  }
}

/**
 * Centres (z, y, x) in µm, uniform in the volume; with a minimum distance, by rejection, so that a density that does
 * not fit gives fewer cells.
 */
export function samplePositions(placement: Placement, extent: Extent, draw: RandomStream): [number, number, number][] {
  const count = expectedCount(placement, extent);
  const [low, high] = placement.depth_range_um;
  const candidate = (): [number, number, number] => [
    draw.uniformBetween(low, high),
    draw.uniformBetween(-extent.heightUm / 2, extent.heightUm / 2),
    draw.uniformBetween(-extent.widthUm / 2, extent.widthUm / 2),
  ];
  if (placement.min_distance_um === 0) return Array.from({ length: count }, candidate);
  const buckets = new Buckets(placement.min_distance_um);
  const points: [number, number, number][] = [];
  const attempts = Math.max(1000, 100 * count);
  for (let attempt = 0; attempt < attempts && points.length < count; attempt++) {
    const point = candidate();
    if (!buckets.isFree(point)) continue;
    buckets.add(point);
    points.push(point);
  }
  return points;
}
