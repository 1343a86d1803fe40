import type { Recording } from "../recording/recording.js";
import { Scene } from "../simulation/scene.js";
import { RecordingDraft } from "../spec/recording-draft.js";
import { parseSpec, type Spec, type SpecInput } from "../spec/spec.js";

/** What can be explored. */
export type ExplorerSource = SpecInput | RecordingDraft | Scene | Recording;

/** What is opened is compiled anew only where it is no scene; a recording may have ended before its last step. */
export function opened(source: ExplorerSource): {
  readonly spec: Spec;
  readonly scene: Promise<Scene> | null;
  readonly draft: RecordingDraft | null;
} {
  if (source instanceof RecordingDraft) return { spec: source.spec, scene: null, draft: source };
  if (source instanceof Scene) return { spec: source.spec, scene: Promise.resolve(source), draft: null };
  return { spec: isRecording(source) ? source.spec : parseSpec(source), scene: null, draft: null };
}

function isRecording(source: SpecInput | Recording): source is Recording {
  return "groundTruth" in Object(source);
}
