import { bleachTrace } from "../physics/bleaching.js";
import { CHUNK_FRAMES } from "../physics/chunks.js";
import { scratchKernels } from "./kernels.js";

/** What some cells lose and get back of their working indicator, per frame. */
export interface CellLosses {
  readonly renewal: number;
  /** (unit) loss per unit of fluorescence. */
  readonly lossPerUnit: Float64Array;
}

/**
 * Bleaches cells over some frames, a chunk at most: `traces` and `shares` are (unit, frame), `excitation` the frames' factors
 * on the light. `levels` is each cell's share before the first of them, and becomes that after the last.
 */
export type BleachCells = (
  losses: CellLosses,
  traces: Float64Array,
  excitation: Float64Array | null,
  levels: Float64Array,
  shares: Float64Array,
) => void;

function bleachCell(
  { renewal, lossPerUnit }: CellLosses,
  traces: Float64Array,
  excitation: Float64Array | null,
  levels: Float64Array,
  shares: Float64Array,
  unit: number,
): void {
  const frames = traces.length / levels.length;
  const [start, end] = [unit * frames, (unit + 1) * frames];
  const trace = traces.subarray(start, end);
  const lit = excitation ? trace.map((f, t) => f * excitation[t]) : trace;
  levels[unit] = bleachTrace(
    lit,
    { renewal, lossPerUnit: lossPerUnit[unit] },
    levels[unit],
    shares.subarray(start, end),
  );
}

/** Bleaches cells without WebAssembly. */
export const bleachCellsPlain: BleachCells = (losses, traces, excitation, levels, shares) => {
  for (let unit = 0; unit < levels.length; unit++) bleachCell(losses, traces, excitation, levels, shares, unit);
};

/** Bleaches cells by SIMD where the host has it, otherwise plainly: the same bits either way. */
export const bleachCells: BleachCells = (losses, traces, excitation, levels, shares) => {
  const simd = scratchKernels();
  if (!simd || levels.length === 0) {
    bleachCellsPlain(losses, traces, excitation, levels, shares);
    return;
  }
  const { kernels, memory } = simd;
  const frames = traces.length / levels.length;
  const sizes = [2 * CHUNK_FRAMES, CHUNK_FRAMES, 2, 2, 2 * CHUNK_FRAMES].map((count) => 8 * count);
  const [tracesAt, excitationAt, lossesAt, levelsAt, sharesAt] = memory.scratch(sizes);
  const doubles = (address: number, count: number) => new Float64Array(memory.buffer, address, count);
  const [pairTraces, pairShares] = [tracesAt, sharesAt].map((address) => doubles(address, 2 * frames));
  const [pairLosses, pairLevels] = [lossesAt, levelsAt].map((address) => doubles(address, 2));
  const factors = doubles(excitationAt, frames);
  if (excitation) factors.set(excitation);
  else factors.fill(1);
  for (let unit = 0; unit < levels.length; unit += 2) {
    // Beside an odd one out is what was there before.
    const end = Math.min(unit + 2, levels.length);
    pairTraces.set(traces.subarray(unit * frames, end * frames));
    pairLosses.set(losses.lossPerUnit.subarray(unit, end));
    pairLevels.set(levels.subarray(unit, end));
    if (kernels.bleachPair(tracesAt, excitationAt, frames, losses.renewal, lossesAt, levelsAt, sharesAt)) {
      shares.set(pairShares.subarray(0, (end - unit) * frames), unit * frames);
      levels.set(pairLevels.subarray(0, end - unit), unit);
    } else for (let cell = unit; cell < end; cell++) bleachCell(losses, traces, excitation, levels, shares, cell);
  }
};
