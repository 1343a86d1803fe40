/** The page's side of miniscope-lab's widgets: a model and a view of each. */
export { CurveViewModel, CurveViewView } from "./curve-view-view.js";
export { FieldViewModel, FieldViewView } from "./field-view-view.js";
export { FootprintViewModel } from "./footprint-view-model.js";
export { FootprintViewView } from "./footprint-view-view.js";
export { HistogramViewModel, HistogramViewView } from "./histogram-view-view.js";
export { MoviePlayerModel } from "./movie-player-model.js";
export { MoviePlayerView } from "./movie-player-view.js";
export { SideViewModel, SideViewView } from "./side-view-view.js";
export { StageExplorerModel } from "./stage-explorer-model.js";
export { StageExplorerView } from "./stage-explorer-view.js";
export { TraceViewModel, TraceViewView } from "./trace-view-view.js";
export { WhyModel } from "./why-model.js";
export { WhyView } from "./why-view.js";
