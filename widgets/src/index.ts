/** The page's side of miniscope-lab's widgets: a model and a view of each. */
export { MoviePlayerModel } from "./movie-player-model.js";
export { MoviePlayerView } from "./movie-player-view.js";
