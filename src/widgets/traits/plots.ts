import { z } from "zod";
import { colormapNames } from "../../drawing/colormaps.js";
import { lineKinds } from "../../drawing/line-plot.js";
import { binary } from "../binary.js";
import { selectionTraits } from "./selection.js";

const floats = binary<Float32Array>(Float32Array);
const range = z.tuple([z.number(), z.number()]).readonly().nullable();

/** Grows when other data replace these. */
const generation = z.int().min(0).default(0);

/** Where numbers stand among those of all panels. */
const span = z.tuple([z.int().min(0), z.int().min(0)]);

const line = z.strictObject({
  label: z.string(),
  kind: z.enum(lineKinds),
  right: z.boolean(),
  span,
});

const panel = z.strictObject({
  label: z.string(),
  cell: z.int().min(0).nullable(),
  y: z.string(),
  yRight: z.string(),
  lines: z.array(line),
  events: span,
  range,
  rangeRight: range,
});

/** The synced traits of a TraceView: see PackedTraces in drawing/packed-traces.ts. */
export const traceViewTraits = z.strictObject({
  generation,
  ...selectionTraits.shape,
  figure: z.strictObject({
    title: z.string(),
    x: z.strictObject({ title: z.string(), start: z.number(), step: z.number().positive() }),
    panels: z.array(panel),
    values: floats,
    events: floats,
  }),
  /** The sample at which the cursor stands. */
  frame: z.int().min(0).nullable().default(null),
  /** The same place on the x axis: in seconds where that is time. */
  time_s: z.number().nullable().default(null),
});

/** The synced traits of a HistogramView: see HistogramFigure in drawing/bars.ts. */
export const histogramViewTraits = z.strictObject({
  generation,
  figure: z.strictObject({
    title: z.string(),
    x: z.strictObject({ title: z.string(), from: z.number(), to: z.number(), log: z.boolean() }),
    y: z.string(),
    series: z.array(z.strictObject({ label: z.string(), counts: floats })),
    marks: z.array(z.strictObject({ at: z.number(), label: z.string() })),
  }),
});

/** The synced traits of a FieldView: see FieldFigure in drawing/field-map.ts. */
export const fieldViewTraits = z.strictObject({
  generation,
  figure: z.strictObject({
    title: z.string(),
    quantity: z.string(),
    height: z.int().min(1),
    width: z.int().min(1),
    values: floats,
    pixelSizeUm: z.number().positive(),
    limits: z.tuple([z.number(), z.number()]),
    colormap: z.enum(colormapNames),
    radial: z.boolean(),
    frame: z
      .strictObject({
        row: z.number(),
        column: z.number(),
        height: z.number().positive(),
        width: z.number().positive(),
        label: z.string(),
      })
      .nullable(),
  }),
  /** The pixel (row, column) that the profiles run through; null for the middle. */
  place: z
    .tuple([z.int().min(0), z.int().min(0)])
    .nullable()
    .default(null),
});

export type TraceViewTraits = z.output<typeof traceViewTraits>;
export type HistogramViewTraits = z.output<typeof histogramViewTraits>;
export type FieldViewTraits = z.output<typeof fieldViewTraits>;
