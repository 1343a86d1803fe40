import { newFrameData } from "../simulation/frame-data.js";
import type { FrameData, StageInfo } from "../simulation/frame-source.js";
import { countDtype } from "../simulation/plan.js";
import { fovShape } from "../spec/acquisition.js";
import type { Spec } from "../spec/spec.js";
import { builtInSteps } from "../steps/index.js";
import type { RootAttributes } from "./format.js";
import type { StoredArray } from "./stored-array.js";
import type { StoredFolder } from "./stored-folder.js";
import type { StoredValues } from "./stored-values.js";

/** A stage, which can be asked for by its name or the kind of its step. */
export interface StepStage extends StageInfo {
  readonly kind: string;
}

/** The stages with frames that a spec has, in order; counts are read as the integers that they are. */
function stagesOf({ acquisition, steps }: Spec): StepStage[] {
  const [height, width] = fovShape(acquisition);
  const last = 2 ** acquisition.image_sensor.bit_depth - 1;
  return builtInSteps
    .filter(({ kind, domain }) => domain !== "cell" && steps.some((step) => step.kind === kind))
    .map(({ kind, stage: name }) =>
      kind === "sensor"
        ? { name, kind, height, width, dtype: countDtype(last), unit: "counts", range: [0, last] }
        : { name, kind, height, width, dtype: "float32", unit: "a.u.", range: null },
    );
}

/** Stored values as frames of a stage; null where they are no counts though the stage has counts. */
export function toFrames(values: StoredValues, { dtype }: StageInfo): FrameData | null {
  const data = newFrameData(dtype, values.length);
  data.set(values);
  return dtype === "float32" || data.every((count, i) => count === values[i]) ? data : null;
}

/** The stages that were saved beside the observed movie. */
export function snapshotStages(folder: StoredFolder, attributes: RootAttributes, spec: Spec): StepStage[] {
  const stages = stagesOf(spec);
  for (const name of attributes.snapshot_names) {
    folder.checkName("snapshot_names", name);
    if (!stages.some((stage) => stage.name === name)) throw folder.error("wrong-metadata", unknownStage(name));
  }
  return stages.filter(({ name }) => attributes.snapshot_names.includes(name));
}

/** What an effect leaves in the truth, by the name of its stage. */
const traces: Readonly<Record<string, string>> = {
  neuropil: "neuropil_spatial",
  brain_motion: "shifts",
  illumination_profile: "illumination",
  vignette: "vignette",
  leakage: "leakage",
};

/**
 * The stage that the observed movie is; null when it has no frames. Ours say so; of others, which do not say where the
 * simulation was stopped, it is the sensor's if the first frame holds counts, else the last one that left its truth.
 */
export async function observedStage(
  folder: StoredFolder,
  attributes: RootAttributes,
  spec: Spec,
  observed: StoredArray,
): Promise<StepStage | null> {
  const stages = stagesOf(spec);
  if (observed.shape[0] === 0) return null;
  const named = attributes.miniscope_lab?.observed_stage;
  const stage = named ? stages.find(({ name }) => name === named) : await guessedStage(stages, attributes, observed);
  if (stage) return stage;
  if (named) throw folder.error("wrong-metadata", unknownStage(named));
  throw folder.error("wrong-shape", "it has frames, but no step of its spec makes any.");
}

async function guessedStage(stages: readonly StepStage[], { gt_present }: RootAttributes, observed: StoredArray) {
  const last = stages.at(-1);
  const first = last?.unit === "counts" ? await observed.read(0, 1) : null;
  if (last && first && toFrames(first.data, last)) return last;
  const ran = ({ name, unit }: StageInfo) => unit !== "counts" && (!traces[name] || gt_present.includes(traces[name]));
  return stages.findLast(ran);
}

function unknownStage(name: string): string {
  return `it should hold the stage ${JSON.stringify(name)}, which its spec has not. Take a good copy.`;
}
