import type { ColormapName } from "../drawing/colormaps.js";
import { valueRange } from "../drawing/contrast.js";
import { drawField, layOutField } from "../drawing/field-map.js";
import { lightPalette } from "../drawing/palette.js";
import { browserPackage } from "./browser-package.js";
import { defineFigureWidget, type FigureOptions } from "./figure-widget.js";
import type { TraitConflict } from "./trait-set.js";
import { type FieldViewTraits, fieldViewTraits } from "./traits/plots.js";

/** What a FieldView shows: a quantity over the tissue, its middle on the optical axis. */
export interface FieldMap {
  readonly title?: string;
  /** Quantity and unit, such as `"light (a.u.)"`. */
  readonly quantity: string;
  /** (height, width) and values in C order; of a stack of maps, one. */
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** Side of a pixel in the tissue (µm). */
  readonly pixelSizeUm: number;
  /** The values shown darkest and brightest; those of the map unless given. */
  readonly limits?: readonly [low: number, high: number];
  readonly colormap?: ColormapName;
  /** Whether to show the mean over rings around the optical axis too, for what falls off with the distance from it. */
  readonly radial?: boolean;
  /** A rectangle in pixels to frame. */
  readonly frame?: {
    readonly row: number;
    readonly column: number;
    readonly height: number;
    readonly width: number;
    readonly label: string;
  };
}

/** Where a FieldView starts, and how it is laid out. */
export type FieldViewOptions = FigureOptions<typeof fieldViewTraits.shape>;

function figureOf(field: FieldMap): FieldViewTraits["figure"] {
  const {
    title = "Field",
    quantity,
    shape,
    values,
    pixelSizeUm,
    limits,
    colormap = "viridis",
    radial = false,
    frame,
  } = field;
  const [height, width] = shape.slice(-2);
  const map = Float32Array.from(values).subarray(0, height * width);
  const [low, high] = limits ?? valueRange(map, null);
  return {
    title,
    quantity,
    height,
    width,
    values: map,
    pixelSizeUm,
    limits: [low, high],
    colormap,
    radial,
    frame: frame ?? null,
  };
}

function conflict({ figure, place }: FieldViewTraits): TraitConflict | undefined {
  const { height, width, limits } = figure;
  if (!(limits[0] < limits[1])) return { trait: "figure", allowed: "a map with limits [low, high], low < high" };
  if (!place || (place[0] < height && place[1] < width)) return undefined;
  return { trait: "place", allowed: `null or [row, column] within ${height} × ${width} pixels` };
}

/**
 * A map of a quantity with its colour bar, and its profiles along x and y through a pixel that a click or a drag moves;
 * where asked, also its mean over rings around the optical axis.
 *
 * Traits: `place` ([row, column] of that pixel, or null for the middle), settable and observable.
 *
 * @example
 * ```ts
 * new FieldView(scene, ({ groundTruth: { vignette }, pixelSizeUm }) => ({
 *   title: "Vignette", quantity: "transmission", shape: vignette!.shape, values: vignette!.data, pixelSizeUm,
 * }))
 * ```
 */
export class FieldView<Source = FieldMap> extends defineFigureWidget({
  ...browserPackage,
  name: "FieldView",
  traits: fieldViewTraits,
  conflict,
  figureOf,
  goOn({ place }, { height, width }) {
    return { place: place && place[0] < height && place[1] < width ? place : null };
  },
  picture({ figure, place }) {
    const layout = layOutField(figure, 800);
    const at = place ?? ([figure.height >> 1, figure.width >> 1] as const);
    return { ...layout, draw: (context) => drawField(context, figure, layout, at, lightPalette) };
  },
})<Source> {}
