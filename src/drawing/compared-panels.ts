import type { FrameData } from "../simulation/frame-source.js";

/** Which of several movies are seen: all, the first or the last alone, or the last less the first. */
export type Comparison = "side_by_side" | "first" | "difference" | "last";

/** One of the images that stand side by side. */
export interface Panel {
  readonly label: string;
  readonly data: FrameData;
}

/** The images that are seen of one frame of several movies. Of a single movie it is always that. */
export function comparedPanels(
  frames: readonly FrameData[],
  labels: readonly string[],
  compare: Comparison,
): readonly Panel[] {
  const panels = frames.map((data, i) => ({ label: labels[i] ?? "", data }));
  const [first, last] = [panels[0], panels[panels.length - 1]];
  if (panels.length < 2 || compare === "side_by_side") return panels;
  if (compare === "first") return [first];
  if (compare === "last") return [last];
  return [{ label: `${last.label} − ${first.label}`, data: differenceOf(last.data, first.data) }];
}

/** Which of the movies a panel shows: the last one where it is a difference. */
export function movieOfPanel(panel: number, movies: number, compare: Comparison): number {
  if (movies < 2 || compare === "side_by_side") return panel;
  return compare === "first" ? 0 : movies - 1;
}

function differenceOf(a: FrameData, b: FrameData): Float32Array {
  const difference = new Float32Array(a.length);
  for (let i = 0; i < difference.length; i++) difference[i] = a[i] - b[i];
  return difference;
}
