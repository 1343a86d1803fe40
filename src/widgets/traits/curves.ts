import { z } from "zod";
import { lineKinds } from "../../drawing/line-plot.js";
import { binary } from "../binary.js";

const floats = binary<Float32Array>(Float32Array);

const scale = z.strictObject({ title: z.string(), log: z.boolean(), range: z.tuple([z.number(), z.number()]) });

/** The synced traits of a CurveView: see CurveFigure in drawing/curves.ts. */
export const curveViewTraits = z.strictObject({
  /** Grows when other data replace these. */
  generation: z.int().min(0).default(0),
  figure: z.strictObject({
    title: z.string(),
    x: scale,
    y: scale,
    curves: z.array(
      z.strictObject({ label: z.string(), kind: z.enum(lineKinds), points: z.boolean(), x: floats, y: floats }),
    ),
    marks: z.array(z.strictObject({ at: z.number(), label: z.string() })),
  }),
});

export type CurveViewTraits = z.output<typeof curveViewTraits>;
