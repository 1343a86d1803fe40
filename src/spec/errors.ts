/** One wrong value of a spec. */
export interface SpecProblem {
  /** Where it stands, as one would write it: `steps[2].density_per_mm3`, `acquisition.optics.na`. */
  readonly path: string;
  /** What was given; undefined when it is missing. */
  readonly value: unknown;
  /** What may stand there, in words. */
  readonly allowed: string;
  /** A whole sentence: where, what, what to do. */
  readonly message: string;
}

/** Problems that a message shows at most; all are in `problems`. */
const LINES = 12;

/**
 * A spec, a step or a builder's options that cannot be used. It holds every problem found, and shows a line for each of the first;
 * `path`, `value` and `allowed` are those of the first.
 */
export class SpecError extends Error {
  readonly tag = "SpecError";
  /** Its message says it all: a notebook shows no stack under it. */
  readonly userFacing = true;
  override readonly name = "SpecError";
  readonly problems: readonly SpecProblem[];

  constructor(problems: readonly SpecProblem[]) {
    const lines = problems.slice(0, LINES).map(({ message }) => message);
    if (problems.length > LINES) lines.push(`… and ${problems.length - LINES} more problems.`);
    super(lines.join("\n"));
    this.problems = problems;
  }

  get path(): string {
    return this.problems[0]?.path ?? "";
  }

  get value(): unknown {
    return this.problems[0]?.value;
  }

  get allowed(): string {
    return this.problems[0]?.allowed ?? "";
  }
}

/** Whether something caught is a {@link SpecError}, of this copy of the library or another. */
export function isSpecError(error: unknown): error is SpecError {
  return error instanceof Error && "tag" in error && error.tag === "SpecError";
}

/** A problem in the usual words: "path is value; it must be allowed." */
export function mustBe(path: string, value: unknown, allowed: string, hint = ""): SpecProblem {
  const given = value === undefined ? "is missing" : `is ${describe(value)}`;
  return { path, value, allowed, message: `${path} ${given}; it must be ${allowed}.${hint && ` ${hint}`}` };
}

/** A value as a reader would write it, cut to a line. */
export function describe(value: unknown): string {
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value) && value.length > 6) return `a list of ${value.length}`;
  if (typeof value !== "object" && typeof value !== "string") return String(value);
  const text = jsonText(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function jsonText(value: unknown): string {
  try {
    const text = JSON.stringify(value, (_, item) => (typeof item === "bigint" ? `${item}n` : item));
    return text ?? "an object";
  } catch {
    return "an object that is no plain data";
  }
}
