import { deviation, mean } from "./sample.js";
import type { Summaries } from "./summaries.js";

/** Mean, standard deviation and number of the seeds of one program. */
export type Spread = readonly [mean: number, deviation: number, seeds: number];

/** One summary of two programs; `t` is the difference of their means in standard errors of both programs' seeds. */
export interface Comparison {
  readonly name: string;
  readonly ours: Spread;
  readonly theirs: Spread;
  readonly t: number;
}

/** The spread of each summary over some seeds. */
export function spreads(runs: readonly Summaries[]): Record<string, Spread> {
  const names = Object.keys(runs[0]);
  return Object.fromEntries(
    names.map((name) => {
      const values = runs.map((run) => run[name]);
      return [name, [mean(values), deviation(values, 1), runs.length]];
    }),
  );
}

/** Compares what two programs have in common (Welch 1947). Summaries that never vary must agree to 0.1 %. */
export function compare(ours: Record<string, Spread>, theirs: Record<string, Spread>): Comparison[] {
  return Object.keys(ours).flatMap((name) => {
    if (theirs[name] === undefined) return [];
    const [[a, sa, na], [b, sb, nb]] = [ours[name], theirs[name]];
    const error = Math.sqrt((sa * sa) / na + (sb * sb) / nb);
    const floor = 1e-3 * Math.max(Math.abs(a), Math.abs(b)) || 1e-12;
    return [{ name, ours: ours[name], theirs: theirs[name], t: (a - b) / Math.max(error, floor) }];
  });
}

/** Root mean square of the differences in standard errors: about 1 when only chance separates the programs. */
export function overallDifference(comparisons: readonly Comparison[]): number {
  return Math.sqrt(mean(comparisons.map(({ t }) => t * t)));
}

/** The comparison as lines of text, largest difference first. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const number = ([value, spread]: Spread) => `${value.toPrecision(4)} ± ${spread.toPrecision(2)}`.padEnd(22);
  const row = ({ name, ours, theirs, t }: Comparison) =>
    `${name.padEnd(36)}${number(ours)}${number(theirs)}${t.toFixed(1).padStart(6)}`;
  const ordered = comparisons.toSorted((a, b) => Math.abs(b.t) - Math.abs(a.t));
  const head = `${"summary".padEnd(36)}${"ours".padEnd(22)}${"Python minisim".padEnd(22)}     t`;
  return [head, ...ordered.map(row)].join("\n");
}
