import type { z } from "zod";

/** Where in the pipeline a step works: on single cells, in the tissue, on the moving brain, or at the sensor. */
export type StepDomain = "cell" | "tissue" | "motion" | "sensor";

/** The declarative half of a step: what it is called, where it stands and which fields it has. */
export interface StepSchema<Kind extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly kind: Kind;
  /** Name of the stage the step ends (`cells_only` for composite, the kind itself otherwise). */
  readonly stage: string;
  readonly domain: StepDomain;
  /** Kinds that must come before this one. */
  readonly requires: readonly string[];
  /** Strict schema of the step's object in a spec, `kind` included; every other field has a default. */
  readonly schema: Schema;
}
