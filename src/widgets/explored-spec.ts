import { type Parameter, type ParameterValue, parameterAt, stepParameters, withParameter } from "../spec/parameters.js";
import type { Spec } from "../spec/spec.js";
import { exploredSteps } from "./explored-steps.js";
import type { ExplorerStep } from "./traits/stage-explorer.js";

/** A spec whose parameters are changed one after another, and what it was before. */
export class ExploredSpec {
  #given: Spec;
  #wanted: Spec;
  /** Path of the parameter that was changed last. */
  touched = "";

  constructor(spec: Spec) {
    this.#given = spec;
    this.#wanted = spec;
  }

  /** What the controls say; the last that could be parsed. */
  get wanted(): Spec {
    return this.#wanted;
  }

  /** How many parameters are not as they were given. */
  get changed(): number {
    const all = exploredSteps(this.#wanted).flatMap(({ kind }): readonly Parameter[] =>
      stepParameters(this.#wanted, kind),
    );
    return all.filter(({ path, value }) => parameterAt(this.#given, path) !== value).length;
  }

  /** @throws SpecError when the value is wrong; the spec stays as it was. */
  change(path: string, to: ParameterValue): void {
    this.#wanted = withParameter(this.#wanted, path, to);
    this.touched = path;
  }

  /** Gives the parameters of a step their defaults. */
  resetStep(kind: string): void {
    const parameters = stepParameters(this.#wanted, kind).filter(({ default: usual, value }) => usual !== value);
    this.#wanted = parameters.reduce(
      (spec, { path, default: usual }) => withParameter(spec, path, usual),
      this.#wanted,
    );
  }

  /** Goes back to what was given. */
  discard(): void {
    this.#wanted = this.#given;
  }

  /** Counts changes from another spec on. */
  give(spec: Spec): void {
    this.#given = spec;
  }
}

/** The steps with what their controls say; what is known of their pictures stays until more is. */
export function stepsOf(spec: Spec, known: readonly ExplorerStep[]): ExplorerStep[] {
  return exploredSteps(spec).map((step) => {
    const before = known.find(({ kind }) => kind === step.kind);
    const parameters = stepParameters(spec, step.kind).map((one) => ({ ...one, choices: [...one.choices] }));
    return { ...step, parameters, mean: before?.mean ?? null, pictured: before?.pictured ?? "" };
  });
}
