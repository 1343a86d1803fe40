/** miniscope-lab: everything a notebook or a script imports. */
export * from "./engine.js";
export { Recording, type SimulateOptions, simulate } from "./recording/recording.js";
export * from "./widgets/index.js";
