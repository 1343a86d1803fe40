import type { TraitConflict } from "../trait-set.js";

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly step?: unknown;
}
type Given = Readonly<Record<string, unknown>>;

function wrongBounds({ min, max, step }: Bounds): TraitConflict | undefined {
  if (min > max) return { trait: "min", allowed: `≤ max, which is ${max}` };
  return typeof step === "number" && step <= 0 ? { trait: "step", allowed: "> 0" } : undefined;
}

function outside(value: number, min: number, max: number, names = ["min", "max"]): TraitConflict | undefined {
  if (value < min) return { trait: "value", allowed: `≥ ${names[0]}, which is ${min}` };
  if (value > max) return { trait: "value", allowed: `≤ ${names[1]}, which is ${max}` };
  return undefined;
}

/** The bounds given, with those left out as they are by default. */
function boundsOf(given: Given, defaults: Bounds): Bounds {
  const number = (value: unknown, or: number) => (typeof value === "number" ? value : or);
  return { min: number(given.min, defaults.min), max: number(given.max, defaults.max) };
}

/** min ≤ value ≤ max; a value left out is the nearest to `value` that is in range. */
export function bounded(defaults: Bounds, value = 0) {
  return {
    conflict: (traits: Bounds & { readonly value: number }) =>
      wrongBounds(traits) ?? outside(traits.value, traits.min, traits.max),
    derive: (given: Given): Given => {
      const { min, max } = boundsOf(given, defaults);
      return { value: Math.min(max, Math.max(min, value)), ...given };
    },
  };
}

/** min ≤ lower ≤ upper ≤ max; a range left out is the middle half. */
export function boundedRange(defaults: Bounds, round: (value: number) => number = (value) => value) {
  return {
    conflict: (traits: Bounds & { readonly value: readonly [number, number] }) => {
      const [lower, upper] = traits.value;
      if (lower > upper) return { trait: "value", allowed: "a lower and an upper end, in this order" };
      const { min, max } = traits;
      return wrongBounds(traits) ?? outside(lower, min, max) ?? outside(upper, min, max);
    },
    derive: (given: Given): Given => {
      const { min, max } = boundsOf(given, defaults);
      return { value: [round(0.75 * min + 0.25 * max), round(0.25 * min + 0.75 * max)], ...given };
    },
  };
}

/** base^min ≤ value ≤ base^max, but for rounding; a value left out is the nearest to 1 in range. */
export function boundedPower(defaults: Bounds & { readonly base: number }) {
  const margin = 1e-9;
  return {
    conflict: ({ base, ...traits }: Bounds & { readonly base: number; readonly value: number }) => {
      if (base <= 0) return { trait: "base", allowed: "> 0" };
      const [lowest, highest] = [base ** traits.min, base ** traits.max].sort((a, b) => a - b);
      const wrong = wrongBounds(traits);
      if (wrong || (traits.value >= lowest * (1 - margin) && traits.value <= highest * (1 + margin))) return wrong;
      return outside(traits.value, lowest, highest, ["base ** min", "base ** max"]);
    },
    derive: (given: Given): Given => {
      const { min, max } = boundsOf(given, defaults);
      const base = typeof given.base === "number" ? given.base : defaults.base;
      const [lowest, highest] = [base ** min, base ** max].sort((a, b) => a - b);
      return { value: Math.min(highest, Math.max(lowest, 1)), ...given };
    },
  };
}

/** min ≤ value ≤ max, of those that are set. */
export function between<T extends Date | string>({
  min,
  max,
  value,
}: {
  readonly min: T | null;
  readonly max: T | null;
  readonly value: T | null;
}): TraitConflict | undefined {
  if (min !== null && max !== null && min > max) return { trait: "min", allowed: `≤ max, which is ${shown(max)}` };
  if (value !== null && min !== null && value < min)
    return { trait: "value", allowed: `≥ min, which is ${shown(min)}` };
  if (value !== null && max !== null && value > max)
    return { trait: "value", allowed: `≤ max, which is ${shown(max)}` };
  return undefined;
}

function shown(value: Date | string): string {
  return value instanceof Date ? value.toISOString() : value;
}
