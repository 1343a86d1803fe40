import "./controls/page-made.js";

export { binary } from "./binary.js";
export type { CellSource } from "./cell-source.js";
export * from "./controls/index.js";
export type { CurveAxis, CurveOptions, Curves } from "./curve-figure.js";
export { CurveView } from "./curve-view.js";
export {
  defineWidget,
  type GivenTraits,
  type TraitsOf,
  type WidgetClass,
  type WidgetDefinition,
} from "./define-widget.js";
export { defineDomWidget, domTraits, ownWidgetTrait, widgetTrait } from "./dom-widget.js";
export { type FieldMap, FieldView, type FieldViewOptions } from "./field-view.js";
export { FootprintView, type FootprintViewOptions } from "./footprint-view.js";
export { type Distribution, HistogramView } from "./histogram-view.js";
export type { AbbreviatedValues, Abbreviation } from "./interact/abbreviations.js";
export { Interaction, interact } from "./interact/interact.js";
export { Layout, layoutTraits } from "./layout.js";
export {
  Exercise,
  type ExerciseOptions,
  exercise,
  type NumberExerciseOptions,
  type Verdict,
} from "./lesson/exercise.js";
export { Prediction, type PredictOptions, predict } from "./lesson/prediction.js";
export { dlink, jsdlink, jslink, link } from "./link.js";

import "./movie-display.js";
import "./rich/cell-display.js";
import "./rich/forms.js";
import "./run-progress.js";

export type { MovieSource } from "./movie-arrangement.js";
export { MoviePlayer, type MoviePlayerOptions } from "./movie-player.js";
export type { Observer } from "./observers.js";
export {
  Sandbox,
  type SandboxChoice,
  type SandboxOptions,
  type SandboxSlider,
  type SandboxValues,
  type SceneView,
  sandbox,
} from "./sandbox.js";
export { SideView, type SideViewOptions } from "./side-view.js";
export { type Spectra, type SpectrumSignal, SpectrumView } from "./spectrum-view.js";
export { type ExplorerSource, StageExplorer, type StageExplorerOptions } from "./stage-explorer.js";
export { Table, table } from "./table.js";
export {
  type TraceLine,
  type TracePanelOptions,
  type Traces,
  TraceView,
  type TraceViewOptions,
} from "./trace-view.js";
export { Why, type WhyOptions, type WhySource, why } from "./why.js";
export { type CustomHandler, type ObserveOptions, Widget } from "./widget.js";
export { isWidgetError, WidgetError } from "./widget-error.js";
