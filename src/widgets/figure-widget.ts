import type { z } from "zod";
import type { DrawingContext } from "../drawing/context.js";
import { lightPalette } from "../drawing/palette.js";
import type { GroundTruth } from "../recording/ground-truth.js";
import type { CellSource } from "./cell-source.js";
import type { GivenTraits, Shape, TraitsOf, WidgetDefinition } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { drawPicture } from "./picture.js";
import { SharedSelection, selectionOf } from "./selection.js";
import type { SelectionTraits } from "./traits/selection.js";
import type { Widget } from "./widget.js";

/** The traits of a widget that shows a figure; `generation` grows when another figure replaces it. */
type FigureShape = { figure: z.ZodType; generation: z.ZodDefault<z.ZodInt> };

/** A picture of a figure: its size in pixels, and what draws it. */
interface FigurePicture {
  readonly width: number;
  readonly height: number;
  readonly draw: (context: DrawingContext) => void;
}

/** A kind of widget that shows a figure: the data that it makes of what its source is described as. */
export interface FigureDefinition<S extends FigureShape, Description> extends WidgetDefinition<S> {
  /** Throws a WidgetError when it cannot be drawn. */
  readonly figureOf: (description: Description) => z.output<S["figure"]>;
  /** How traits that belong to a figure go on with another one. */
  readonly goOn?: (traits: TraitsOf<S>, figure: z.output<S["figure"]>) => Partial<TraitsOf<S>>;
  /** The picture for readers without widgets. */
  readonly picture: (traits: TraitsOf<S>) => FigurePicture;
}

/** Where a widget that shows a figure starts, and how it is laid out. */
export type FigureOptions<S extends Shape> = Partial<Omit<GivenTraits<S & DomShape>, "figure" | "generation">>;

/** A widget that shows a figure of its source. */
type FigureWidget<S extends Shape, Source> = Widget<TraitsOf<S & DomShape>> &
  TraitsOf<S & DomShape> & {
    /** What the figure is of; another source gives another figure. */
    source: Source;
  };

/** The class of widgets that show a figure of their source, which is described by a function or describes itself. */
export interface FigureWidgetClass<S extends Shape, Description> {
  /** @throws WidgetError when it cannot be drawn. */
  new <Source = Description>(
    description: NoInfer<Source> & Description,
    options?: FigureOptions<S>,
  ): FigureWidget<S, Source>;
  /** @throws WidgetError when it cannot be drawn. */
  new <Source = Description>(
    source: Source,
    describe: (source: Source) => Description,
    options?: FigureOptions<S>,
  ): FigureWidget<S, Source>;
  readonly definition: WidgetDefinition<S & DomShape>;
}

type Describe = (source: unknown) => unknown;

type Selecting = Widget<SelectionTraits>;

/** The ground truth of a source that has one. */
function truthOf(source: unknown): GroundTruth | undefined {
  const truth = (source as Partial<CellSource> | null)?.groundTruth;
  return typeof truth?.cellCount === "number" ? truth : undefined;
}

/**
 * Makes the class of a widget that shows a figure of its source, to be extended. One with the traits of a selection
 * shares it with all views of the ground truth of its source.
 */
export function defineFigureWidget<S extends FigureShape, Description>(
  definition: FigureDefinition<S, Description>,
): FigureWidgetClass<S, Description> {
  const { figureOf, goOn, picture, ...widget } = definition as unknown as FigureDefinition<FigureShape, unknown>;

  const hasCells = "selection_group" in widget.traits.shape;

  class FigureOf extends defineDomWidget(widget) {
    #source: unknown;
    readonly #describe: Describe;
    #selection: SharedSelection | undefined;

    constructor(source: unknown, ...given: [options?: FigureOptions<FigureShape>] | [Describe, options?: object]) {
      const [describe, options] =
        typeof given[0] === "function" ? [given[0], given[1]] : [(itself: unknown) => itself, given[0]];
      const truth = hasCells ? truthOf(source) : undefined;
      super({ ...(truth && selectionOf(truth)), ...options, figure: figureOf(describe(source)) });
      this.#source = source;
      this.#describe = describe;
      if (truth) this.#selection = new SharedSelection(this as unknown as Selecting, truth);
    }

    get source(): unknown {
      return this.#source;
    }

    set source(source: unknown) {
      const figure = figureOf(this.#describe(source));
      this.#source = source;
      const truth = hasCells ? truthOf(source) : undefined;
      const selection = truth && selectionOf(truth, this as unknown as SelectionTraits);
      this.set({ figure, generation: this.generation + 1, ...goOn?.(this, figure), ...selection });
      if (!truth) return;
      if (this.#selection) this.#selection.move(truth);
      else this.#selection = new SharedSelection(this as unknown as Selecting, truth);
    }

    protected override staticPicture(): Promise<Uint8Array | undefined> {
      const { width, height, draw } = picture(this);
      return drawPicture(width, height, (context) => {
        context.fillStyle = lightPalette.ground;
        context.fillRect(0, 0, width, height);
        draw(context);
      });
    }
  }
  return FigureOf as unknown as FigureWidgetClass<S, Description>;
}
