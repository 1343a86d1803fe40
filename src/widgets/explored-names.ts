/** The movie just after a step, just before it, or what the step changed. */
export const exploredModes = ["with", "difference", "without"] as const;

export type ExploredMode = (typeof exploredModes)[number];

/** The name of the movie of a step in a mode, among the stages that a page asks for. */
export function movieName(kind: string, mode: ExploredMode): string {
  return `${kind}/${mode}`;
}

/** The step and the mode of such a name. */
export function movieNamed(name: string): { readonly kind: string; readonly mode: ExploredMode } {
  const [kind, mode] = name.split("/");
  return { kind, mode: exploredModes.find((known) => known === mode) ?? "with" };
}

/** A movie of a step in words. */
export function captionOf(kind: string, mode: ExploredMode): string {
  const name = kind.replaceAll("_", " ");
  return mode === "with" ? `after ${name}` : mode === "without" ? `before ${name}` : "with minus without";
}

/** With and without a step are compared at the same contrast. */
export function sharesLimits(a: string, b: string): boolean {
  const [one, other] = [movieNamed(a), movieNamed(b)];
  return one.kind === other.kind && one.mode !== "difference" && other.mode !== "difference";
}
