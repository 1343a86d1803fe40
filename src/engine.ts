/** The part of miniscope-lab that runs anywhere, pages included: specs, the model's formulas, plans and frames. */
export {
  type BleachingParameters,
  type BleachingRates,
  bleachingFloor,
  bleachingRates,
  bleachTrace,
  darkRecovery,
} from "./physics/bleaching.js";
export * from "./physics/calcium.js";
export {
  type CellOptics,
  cellOptics,
  collectionEfficiency,
  curvatureShiftUm,
  defocusSigmaUm,
  depthOfFieldUm,
  diffractionSigmaUm,
  type OpticsParameters,
} from "./physics/optics.js";
export { type Extent, expectedCount, type Placement } from "./physics/placement.js";
export { DETECTION_THRESHOLD, detectionSnr } from "./physics/sensor.js";
export { attenuation, roundTripMeanFreePathUm, scatterSigmaUm, type TissueParameters } from "./physics/tissue.js";
export { Cell, type CellsOfMovie, cellOf } from "./recording/cell.js";
export { denseFootprints } from "./recording/dense-footprints.js";
export { detectableSubset, truthOfCells } from "./recording/detectable-subset.js";
export type { Footprints } from "./recording/footprints.js";
export type { GroundTruth, NdArray } from "./recording/ground-truth.js";
export { type RoiOptions, regionOfInterest, roiTraces, rowOf } from "./recording/roi-traces.js";
export type { CellStages, CellTraces, StageOf } from "./simulation/cell-stages.js";
export {
  CustomStepError,
  FrameRangeError,
  RunError,
  type RunErrorReason,
  UnsupportedStepError,
} from "./simulation/errors.js";
export type {
  FrameChunk,
  FrameData,
  FrameDtype,
  FrameSource,
  StageInfo,
  StreamOptions,
} from "./simulation/frame-source.js";
export type { MovieObserver } from "./simulation/observer.js";
export {
  type CellShare,
  type PixelBreakdown,
  type PixelPart,
  type PixelPlace,
  pixelBreakdown,
  type StagePixel,
} from "./simulation/pixel-breakdown.js";
export { compile, type Plan, positionsOf } from "./simulation/plan.js";
export { type Profile, type ProfileOptions, profile, type StepCost, type ValueCost } from "./simulation/profile.js";
export { type RenderOptions, renderFrame, renderFrames } from "./simulation/render.js";
export type { Progress, RenderMovieOptions, RunOptions } from "./simulation/render-movie.js";
export { type MovieStage, plan, Scene } from "./simulation/scene.js";
export { type SimulateStreamOptions, simulateStream } from "./simulation/simulate-stream.js";
export { type SnrLoss, type SnrStep, type SnrWaterfall, snrWaterfall } from "./simulation/snr-waterfall.js";
export {
  type Acquisition,
  type AcquisitionInput,
  fovShape,
  fovUm,
  frameCount,
  type ImageSensor,
  type Optics,
  pixelSizeUm,
  type Tissue,
} from "./spec/acquisition.js";
export { type BuildSpecOptions, buildSpec } from "./spec/build-spec.js";
export { cacheKey, canonicalJson, type SpecFromJsonOptions, specFromJson } from "./spec/canonical.js";
export type { CustomStep, CustomStepHead } from "./spec/custom-step.js";
export { defineStep, type PrecedingKind, type StepDefinition, type StepFactory } from "./spec/define-step.js";
export { isSpecError, SpecError, type SpecProblem } from "./spec/errors.js";
export type { Extensions, ExtensionsInput } from "./spec/extensions.js";
export { type MakeRecordingOptions, makeRecordingSpec } from "./spec/make-recording-spec.js";
export { valueAtPath, withValues } from "./spec/path.js";
export { type PipelineStep, pipeline } from "./spec/pipeline.js";
export { ca1, cortexL23, generic1p, miniscopeV4, type Region, type Scope } from "./spec/presets.js";
export { RecordingDraft, type RecordingDraftOptions } from "./spec/recording-draft.js";
export {
  type AnyStepInput,
  findStep,
  type Output,
  parseSpec,
  type Spec,
  type SpecInput,
  specWarnings,
} from "./spec/spec.js";
export type { SpecPath, SpecValue } from "./spec/spec-path.js";
export { specSource } from "./spec/spec-source.js";
export { type SweepAxes, type SweepPoint, sweep } from "./spec/sweep.js";
export { type BleachingStep, bleaching } from "./steps/bleaching.js";
export { type BrainMotionStep, brainMotion } from "./steps/brain-motion.js";
export { type CellActivityStep, cellActivity } from "./steps/cell-activity.js";
export { type CompositeStep, composite } from "./steps/composite.js";
export { type IlluminationProfileStep, illuminationProfile } from "./steps/illumination-profile.js";
export type { Step, StepInput, StepKind, StepOfKind } from "./steps/index.js";
export { type LeakageStep, leakage } from "./steps/leakage.js";
export { type NeuropilStep, neuropil } from "./steps/neuropil.js";
export { type OpticsStep, optics } from "./steps/optics.js";
export { type NeuronPopulation, type PlaceNeuronsStep, placeNeurons } from "./steps/place-neurons.js";
export { type SensorStep, sensor } from "./steps/sensor.js";
export type {
  FrameContext,
  FrameOperation,
  OwnValue,
  StepLookup,
  StepMath,
  StepOperation,
  StepScene,
} from "./steps/step-scene.js";
export { type VasculatureStep, vasculature } from "./steps/vasculature.js";
export { type VignetteStep, vignette } from "./steps/vignette.js";
