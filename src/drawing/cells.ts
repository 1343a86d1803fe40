/** What a scope can see, in µm. */
export interface ViewOfField {
  /** Size of the field of view. */
  readonly heightUm: number;
  readonly widthUm: number;
  readonly na: number;
  /** Focal plane on the axis; null without optics. */
  readonly focalDepthUm: number | null;
  /** Half the depth of field. */
  readonly depthOfFieldUm: number;
  /** Radius of the spherical focal surface; null where it is flat. */
  readonly curvatureRadiusUm: number | null;
}

/** How a cell appears: in focus and detectable, out of focus but detectable, lost; or just planted, without activity or a sensor to judge by. */
export type CellState = 0 | 1 | 2 | 3;

export const stateNames = ["in focus, detectable", "out of focus, detectable", "lost", "planted"] as const;

/** The order in which states are drawn, those that matter most last. */
export const drawingOrder = [3, 2, 1, 0] as const;

/** The cells of a recording as its views draw them. */
export interface CellField {
  readonly view: ViewOfField;
  readonly count: number;
  /** (unit, 3) z, y, x in µm: z downwards from the surface, y and x from the optical axis. */
  readonly centres: Float32Array;
  /** (unit) soma radius in µm. */
  readonly radii: Float32Array;
  /** (unit) {@link CellState}. */
  readonly states: Uint8Array;
  /** (unit) peak signal-to-noise ratio; NaN where it is not known. */
  readonly snr: Float32Array;
  /** (unit) standard deviation of the blur in µm; NaN without optics. */
  readonly blur: Float32Array;
  /** (piece, 6) straight pieces of blood vessels in µm: depth, x and y of either end, radius. */
  readonly vessels: Float32Array;
  /** The depths (µm) that a side view spans, where they are not to follow the focal plane. */
  readonly depths?: readonly [top: number, bottom: number];
}

export interface Cell {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly radius: number;
  readonly state: CellState;
  readonly snr: number;
  readonly blur: number;
}

export function cellAt({ centres, radii, states, snr, blur }: CellField, id: number): Cell {
  const [depth, y, x] = centres.subarray(3 * id, 3 * id + 3);
  return { id, x, y, depth, radius: radii[id], state: states[id] as CellState, snr: snr[id], blur: blur[id] };
}

/** The state of an active cell from its two flags. */
export function cellState(inFocus: number, detectable: number): CellState {
  if (!detectable) return 2;
  return inFocus ? 0 : 1;
}

/** What tells the states of cells: (cell) flags, and whether there is activity and a sensor to judge by. */
interface Judgement {
  readonly snr: ArrayLike<number> | null;
  readonly inFocus: ArrayLike<number>;
  readonly detectable: ArrayLike<number>;
}

/** The state of a cell; planted where nothing tells whether it is detected. */
export function stateOf({ snr, inFocus, detectable }: Judgement, id: number): CellState {
  return snr ? cellState(inFocus[id], detectable[id]) : 3;
}

/** Depth (µm) at which the scope focuses at a place (µm) of the field; null without optics. */
export function focalDepthAt({ focalDepthUm, curvatureRadiusUm }: ViewOfField, x: number, y: number): number | null {
  if (focalDepthUm === null || curvatureRadiusUm === null) return focalDepthUm;
  const radius = Math.min(Math.hypot(x, y), curvatureRadiusUm);
  return focalDepthUm - (curvatureRadiusUm - Math.sqrt(curvatureRadiusUm * curvatureRadiusUm - radius * radius));
}

/** A range of y (µm) that a side view looks through. */
export type Slab = readonly [from: number, to: number];

export function isInSlab(field: CellField, id: number, slab: Slab | null): boolean {
  const y = field.centres[3 * id + 1];
  return !slab || (y >= slab[0] && y <= slab[1]);
}

/** How many cells are in each state, of those in a slab. */
export function countStates(field: CellField, slab: Slab | null = null): readonly [number, number, number, number] {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  field.states.forEach((state, id) => {
    if (isInSlab(field, id, slab)) counts[state]++;
  });
  return counts;
}

/** The range of depths (µm) of the cells. */
export function depthRange({ centres, count }: CellField): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let id = 0; id < count; id++) {
    low = Math.min(low, centres[3 * id]);
    high = Math.max(high, centres[3 * id]);
  }
  return count === 0 ? [0, 1] : high > low ? [low, high] : [low, low + 1];
}
