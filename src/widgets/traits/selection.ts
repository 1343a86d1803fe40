import { z } from "zod";

/** The synced traits of a widget that shows cells: those of the same cells have the same one selected. */
export const selectionTraits = z.strictObject({
  /** What the cells are of: widgets that name the same share their selection; empty for one on its own. */
  selection_group: z.string().max(64).default(""),
  /** The number of the selected cell. */
  selected: z.int().min(0).nullable().default(null),
  /** Numbers of cells that are selected besides. */
  also_selected: z.array(z.int().min(0)).default([]),
});

export type SelectionTraits = z.output<typeof selectionTraits>;
