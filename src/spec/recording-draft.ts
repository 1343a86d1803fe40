import type { StepInput } from "../steps/index.js";
import type { AcquisitionInput } from "./acquisition.js";
import type { CustomStep } from "./custom-step.js";
import type { ExtensionsInput } from "./extensions.js";
import { withValues } from "./path.js";
import { parseSpec, type Spec, type SpecInput } from "./spec.js";

/** What a draft starts from. */
export interface RecordingDraftOptions {
  readonly acquisition: AcquisitionInput;
  readonly seed?: number | bigint;
  readonly extensions?: ExtensionsInput;
}

/**
 * A recording in the making: steps are committed one at a time, and committing a kind again replaces the earlier one,
 * so a notebook's cells can be run again in any order.
 */
export class RecordingDraft {
  #spec: Spec;

  /** @throws SpecError when the acquisition or an extension is wrong. */
  constructor(options: RecordingDraftOptions) {
    this.#spec = parseSpec({ seed: 0, ...options, steps: [] });
  }

  /** The spec so far. */
  get spec(): Spec {
    return this.#spec;
  }

  /**
   * Adds steps, or replaces those of the same kinds.
   * @returns the spec so far
   * @throws SpecError when a step is wrong; the draft stays as it was.
   */
  commit(...steps: readonly (StepInput | CustomStep)[]): Spec {
    this.#spec = this.preview(...steps);
    return this.#spec;
  }

  /**
   * Settles fields of the acquisition, by their paths as in {@link withValues}: for what is decided only once there is
   * something to look at, such as the focal depth.
   * @returns the spec so far
   * @throws SpecError when a path leads nowhere or a value is wrong; the draft stays as it was.
   */
  settle(values: { readonly [Path in `acquisition.${string}`]?: unknown }): Spec {
    this.#spec = withValues(this.#spec, values);
    return this.#spec;
  }

  /**
   * Takes over all of a spec, its acquisition and seed included, in place of what was committed.
   * @returns the spec so far
   * @throws SpecError when the spec is wrong; the draft stays as it was.
   */
  adopt(spec: SpecInput): Spec {
    this.#spec = parseSpec(spec);
    return this.#spec;
  }

  /**
   * The spec as it would be after a commit of these steps; the draft stays as it is.
   * @throws SpecError when a step is wrong.
   */
  preview(...steps: readonly (StepInput | CustomStep)[]): Spec {
    const kinds = steps.map(({ kind }) => kind);
    const keep = ({ kind }: { readonly kind: string }) => !kinds.includes(kind);
    const { steps: before, extensions } = this.#spec;
    return parseSpec({
      ...this.#spec,
      steps: [...before.filter(keep), ...steps],
      extensions: { ...extensions, steps: extensions?.steps?.filter(keep) },
    });
  }
}
