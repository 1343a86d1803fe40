/** Asks for the footprints' pixels. */
export interface FootprintRequest {
  readonly type: "footprints";
  /** The page's own id: the answer names it, as every page hears every answer. */
  readonly client: string;
  readonly generation: number;
  readonly kind: "planted" | "observed";
}

/**
 * The footprints in the field of view: the message's buffers are offsets and shapes (int32, two a unit) and the values
 * (uint8, 255 at each unit's peak). `problem` says why there are none.
 */
export interface FootprintReply extends FootprintRequest {
  readonly height: number;
  readonly width: number;
  readonly problem: string | null;
}
