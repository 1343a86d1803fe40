import type { Box } from "./axes.js";
import { type LegendEntry, legendOf, legendRow, legendRows, legendWidth, roomFor } from "./legend.js";
import type { TraceFigure, TracePanel } from "./traces.js";

/** Where the panels of traces are. */
export interface TraceLayout {
  readonly boxes: readonly Box[];
  /** The names of each panel's lines, in rows over its heading or, in one row, beside it. */
  readonly legends: readonly TraceLegend[];
  /** Height of all panels, without the axis under them. */
  readonly content: number;
  /** Height with the axis. */
  readonly height: number;
  /** Many panels are rows without axes of their own. */
  readonly isDense: boolean;
}

export interface TraceLegend {
  readonly rows: readonly (readonly LegendEntry[])[];
  readonly isBeside: boolean;
}

/** The part of the panels that is seen. */
export interface TraceWindow {
  readonly top: number;
  readonly height: number;
}

/** How high many traces are before they scroll. */
export const mostTraceHeight = 480;

export const traceMargins = { left: 52, right: 12, rightAxis: 48, title: 18, gap: 8, events: 10, axis: 34 } as const;

const mostPanels = 12;
const row = { height: 22, gap: 6 } as const;
const labelWidth = 6.5;

/** The plots' rectangles in a picture of some width, and how high it is. */
export function layOutTraces(figure: TraceFigure, width: number): TraceLayout {
  const { panels } = figure;
  const { title, gap, events: eventRoom, axis, rightAxis } = traceMargins;
  const isDense = panels.length > mostPanels;
  if (isDense) {
    const longest = panels.reduce((most, { label }) => Math.max(most, label.length), 0);
    const left = Math.min(0.3 * width, Math.max(traceMargins.left, 16 + labelWidth * longest));
    const inner = width - left - traceMargins.right;
    const step = row.height + row.gap;
    const boxes = panels.map((_, i) => ({ x: left, y: title + step * i, width: inner, height: row.height }));
    const content = title + step * panels.length;
    const legends = panels.map(() => ({ rows: [], isBeside: true }));
    return { boxes, legends, content, height: content + axis, isDense };
  }
  const inner = panels.length === 1 ? 148 : panels.length < 4 ? 72 : 44;
  const right = panels.some(({ lines }) => lines.some((line) => line.right)) ? rightAxis : traceMargins.right;
  const { left } = traceMargins;
  const room = width - left - right;
  const legends = panels.map((panel, i) => legendFor(panel, panels[i - 1], room));
  let y = 0;
  const boxes = panels.map(({ events }, i) => {
    const { rows, isBeside } = legends[i];
    const above = title + (isBeside ? 0 : legendRow * rows.length);
    const box = { x: left, y: y + above, width: room, height: inner };
    y = box.y + inner + (events.length > 0 ? eventRoom : 0) + gap;
    return box;
  });
  const content = Math.max(0, y - gap);
  return { boxes, legends, content, height: content + axis, isDense };
}

/** Names where there are several lines, and others than in the panel above; beside the heading where there is room. */
function legendFor(panel: TracePanel, above: TracePanel | undefined, width: number): TraceLegend {
  const nameless: TraceLegend = { rows: [], isBeside: true };
  const named = ({ lines }: TracePanel) => (lines.length > 1 ? legendOf(lines) : []);
  const entries = named(panel);
  const says = (list: readonly LegendEntry[]) => list.map(({ label, kind }) => `${label} ${kind}`).join();
  if (entries.length === 0 || (above && says(named(above)) === says(entries))) return nameless;
  const { label, y, yRight } = panel;
  const heading = [label, y].reduce((sum, text) => sum + roomFor(text) + 12, 0);
  const end = yRight === "" ? 0 : Math.max(0, roomFor(yRight) + 12 - traceMargins.rightAxis);
  if (heading + legendWidth(entries) + end <= width) return { rows: [entries], isBeside: true };
  return { rows: legendRows(entries, width), isBeside: false };
}

/** The panel at a height of the picture; null between panels. */
export function panelAt({ boxes, isDense }: TraceLayout, y: number): number | null {
  const above = isDense ? row.gap / 2 : traceMargins.title;
  const found = boxes.findIndex((box) => y >= box.y - above && y < box.y + box.height + (isDense ? row.gap / 2 : 4));
  return found < 0 ? null : found;
}

/** Numbers of the panels of which something is seen. */
export function panelsSeen({ boxes }: TraceLayout, { top, height }: TraceWindow): number[] {
  return Array.from(boxes.keys()).filter((i) => {
    const { y, height: inner } = boxes[i];
    return y + inner + traceMargins.events >= top && y - traceMargins.title <= top + height;
  });
}
