/** Asks for the pixels of all footprints, or for those of one cell. */
export interface FootprintRequest {
  readonly type: "footprints";
  /** The page's own id: the answer names it, as every page hears every answer. */
  readonly client: string;
  readonly generation: number;
  readonly kind: "planted" | "observed";
}

/**
 * The footprints in the field of view: the message's buffers are offsets and shapes (int32, two a unit), the values
 * (uint8, 255 at each unit's peak) and the peaks (float32). `problem` says why there are none.
 */
export interface FootprintReply extends FootprintRequest {
  readonly height: number;
  readonly width: number;
  readonly problem: string | null;
}

export interface CellRequest {
  readonly type: "cell";
  readonly client: string;
  readonly generation: number;
  readonly cell: number;
}

/**
 * One cell's footprints, planted and observed, in one rectangle of (height, width) pixels: a buffer (float32) each, the
 * second empty without optics.
 */
export interface CellReply extends CellRequest {
  readonly height: number;
  readonly width: number;
}
