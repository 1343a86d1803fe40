import type { Step } from "../steps/index.js";
import type { AcquisitionInput } from "./acquisition.js";
import type { CustomStep } from "./custom-step.js";
import type { ExtensionsInput } from "./extensions.js";
import { parse } from "./parse.js";
import { assembleSpec, type Spec, specSchema } from "./spec.js";

interface Parts {
  readonly acquisition: AcquisitionInput;
  readonly seed: number | bigint;
  readonly saveIntermediates: boolean;
  readonly extensions: ExtensionsInput;
}

/** The spec of a builder's own steps and its option `extraSteps`; problems are told where each was written. */
export function specWithExtraSteps(
  parts: Parts,
  ownSteps: readonly Step[],
  extraSteps: readonly (Step | CustomStep)[],
): Spec {
  const { acquisition, seed, saveIntermediates, extensions } = parts;
  const steps = [...ownSteps, ...extraSteps];
  const input = { acquisition, seed, steps, output: { save_intermediates: saveIntermediates }, extensions };
  return assembleSpec(parse(specSchema, input, ""), (index) =>
    index < ownSteps.length ? ownSteps[index].kind : `options.extraSteps[${index - ownSteps.length}]`,
  );
}
