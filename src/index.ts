/** miniscope-lab: everything a notebook or a script imports. */
// The schemas of traits and of `interact` are written with it; re-exported so that cells of any folder find it.
export { z } from "zod";
export * from "./engine.js";
export {
  type Comm,
  type CommMessage,
  displaySymbol,
  type KernelHost,
  kernelHost,
  type MimeBundle,
} from "./kernel/host.js";
export { clearOutput, type DisplayHandle, display, input } from "./kernel/notebook.js";
export { isRecordingError, RecordingError, type RecordingProblem } from "./recording/errors.js";
export { type LoadOptions, loadRecording } from "./recording/load-recording.js";
export { Recording, type SimulateOptions, simulate } from "./recording/recording.js";
export { RunningSimulation, startSimulation } from "./recording/running-simulation.js";
export type { SaveOptions } from "./recording/save-recording.js";
export { type CacheOptions, simulateCached } from "./recording/simulate-cached.js";
export type { StoredArray } from "./recording/stored-array.js";
export type { StoredGroundTruth } from "./recording/stored-ground-truth.js";
export type { StoredRecording, StoredStage } from "./recording/stored-recording.js";
export type { VideoFormat } from "./video/formats.js";
export type { Json } from "./video/movie-store/description.js";
export type { FieldOptions, FieldValues } from "./video/movie-store/field.js";
export type { StoreLayout, StoreValues } from "./video/movie-store/layout.js";
export {
  MovieStore,
  type MovieStoreOptions,
  openMovieStore,
  type StoreFrame,
  type StoreMode,
} from "./video/movie-store/movie-store.js";
export {
  type RecordedFrame,
  type RecordOptions,
  record,
  type ShapedValues,
  type Transformed,
} from "./video/movie-store/record.js";
export { type OpenVideo, openVideo } from "./video/open-video.js";
export { isVideoError, VideoError, type VideoErrorReason } from "./video/video-error.js";
export { type VideoSummary, type WriteVideoOptions, writeVideo } from "./video/write-video.js";
export * from "./widgets/index.js";
// The widget, not the spec's output settings, which have the same name.
export { Output } from "./widgets/index.js";
export { type PowerSpectrum, powerSpectrum } from "./widgets/power-spectrum.js";
