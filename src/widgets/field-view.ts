import type { ColormapName } from "../drawing/colormaps.js";
import { valueRange } from "../drawing/contrast.js";
import { drawField, layOutField } from "../drawing/field-map.js";
import { lightPalette } from "../drawing/palette.js";
import { browserPackage } from "./browser-package.js";
import type { GivenTraits } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { drawPicture } from "./picture.js";
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
export type FieldViewOptions = Partial<Pick<GivenTraits<typeof fieldViewTraits.shape>, "place">> &
  Partial<GivenTraits<DomShape>>;

function figureOf(field: FieldMap): FieldViewTraits["figure"] {
  const { title = "Field", quantity, shape, values, pixelSizeUm, limits, colormap = "viridis", frame } = field;
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
 * A map of a quantity with its colour bar, and its profiles along x and y through a pixel that a click or a drag moves.
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
export class FieldView<Source = FieldMap> extends defineDomWidget({
  ...browserPackage,
  name: "FieldView",
  traits: fieldViewTraits,
  conflict,
}) {
  #source: Source;
  readonly #describe: (source: Source) => FieldMap;

  /** @throws WidgetError when the map cannot be drawn. */
  constructor(field: NoInfer<Source> & FieldMap, options?: FieldViewOptions);
  constructor(source: Source, describe: (source: Source) => FieldMap, options?: FieldViewOptions);
  constructor(source: Source, ...rest: [FieldViewOptions?] | [(source: Source) => FieldMap, FieldViewOptions?]) {
    const [describe, options] =
      typeof rest[0] === "function"
        ? [rest[0], rest[1] as FieldViewOptions | undefined]
        : [(given: Source) => given as FieldMap, rest[0]];
    super({ ...options, figure: figureOf(describe(source)) });
    this.#source = source;
    this.#describe = describe;
  }

  /** What the map is of. */
  get source(): Source {
    return this.#source;
  }

  set source(source: Source) {
    const figure = figureOf(this.#describe(source));
    const { place } = this;
    this.#source = source;
    const isThere = place !== null && place[0] < figure.height && place[1] < figure.width;
    this.set({ figure, generation: this.generation + 1, place: isThere ? place : null });
  }

  /** What is shown, as a PNG. */
  protected override staticPicture(): Promise<Uint8Array | undefined> {
    const { figure, place } = this;
    const layout = layOutField(figure, 800);
    return drawPicture(layout.width, layout.height, (context) => {
      context.fillStyle = lightPalette.ground;
      context.fillRect(0, 0, layout.width, layout.height);
      drawField(context, figure, layout, place ?? [figure.height >> 1, figure.width >> 1], lightPalette);
    });
  }
}
