import type { Plan } from "../simulation/plan.js";
import { type SnrWaterfall, snrWaterfall } from "../simulation/snr-waterfall.js";
import type { CellTraits } from "./traits/cell-view.js";
import type { CellAnswer } from "./traits/why.js";
import type { Widget } from "./widget.js";

/** What was compiled here: a Scene, a Recording that was simulated. */
interface Compiled {
  readonly plan?: Plan;
  readonly stages?: readonly { readonly name: string }[];
}

/** What took a cell's signal, as far as the stages of the movie go; null where nothing was compiled, or nothing says it. */
export function waterfallOf({ plan, stages }: Compiled, cell: number): SnrWaterfall | null {
  if (!plan?.operations) return null;
  const last = stages?.at(-1)?.name;
  return snrWaterfall(plan, cell, plan.stages.find(({ name }) => name === last)?.kind);
}

/** Stands for what has no bound, which JSON cannot say. */
const endless = 1e300;
const bounded = (value: number) => (Number.isFinite(value) ? value : endless);

/** The same as pages are told. */
export function cellAnswer(source: Compiled, cell: number): CellAnswer | null {
  const answer = waterfallOf(source, cell);
  if (!answer) return null;
  const { steps, ...rest } = answer;
  const shown = steps.map(({ loss, factor, snr }) => ({ loss, factor: bounded(factor), snr: bounded(snr) }));
  return { ...rest, snr: bounded(rest.snr), steps: shown };
}

/** Why a view's selected cell is seen or lost. */
export function verdictOf(
  source: Compiled,
  cell: number | null | undefined,
  generation: number,
): CellTraits["verdict"] {
  const answer = cell == null ? null : cellAnswer(source, cell);
  return answer && { generation, answer };
}

/** Has a view of cells say why its selected cell is seen or lost, now and whenever another one is. */
export function judgeSelected(view: Widget<CellTraits> & CellTraits & { readonly source: Compiled }): void {
  const judge = () => view.set({ verdict: verdictOf(view.source, view.selected, view.generation) });
  judge();
  view.observe("selected", judge);
}
