import { z } from "zod";
import { VideoError } from "../video-error.js";
import { fieldSchema } from "./field.js";

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const descriptionSchema = z.strictObject({
  /** Kind and version of the file. */
  movie_store: z.literal(1),
  fields: z.array(fieldSchema).min(1).max(99),
  fps: z.number().positive(),
  pixel_size_um: z.number().positive().nullable(),
  metadata: z.json(),
});

/** What a store says of itself: the comment of its file, as JSON. */
export type StoreDescription = z.infer<typeof descriptionSchema>;

/** @throws VideoError when the text is no store's description. */
export function parseDescription(text: string | undefined): StoreDescription {
  try {
    return descriptionSchema.parse(JSON.parse(text ?? ""));
  } catch (error) {
    throw new VideoError("damaged", "This file is no movie store: its comment does not describe one.", {
      cause: error,
    });
  }
}
