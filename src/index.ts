/** miniscope-lab: everything a notebook or a script imports. */
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
export { Recording, type SimulateOptions, simulate } from "./recording/recording.js";
export * from "./widgets/index.js";
