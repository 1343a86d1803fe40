import type { Line } from "./line-plot.js";
import type { TraceFigure, TracePanel } from "./traces.js";

/** Where something stands in a list of numbers that many share. */
type Span = [from: number, to: number];

/** A figure whose panels hold their numbers as they came, as lists of any kind. */
interface LooseTraces extends Omit<TraceFigure, "panels"> {
  readonly panels: readonly (Omit<TracePanel, "lines" | "events"> & {
    readonly lines: readonly (Omit<Line, "values"> & { readonly values: ArrayLike<number> })[];
    readonly events: ArrayLike<number>;
  })[];
}

/** Traces as they travel: all numbers in two lists, so that a thousand panels are two pieces of binary data. */
interface PackedTraces extends Omit<TraceFigure, "panels"> {
  readonly panels: readonly (Omit<TracePanel, "lines" | "events"> & {
    readonly lines: readonly (Omit<Line, "values"> & { readonly span: Readonly<Span> })[];
    readonly events: Readonly<Span>;
  })[];
  /** The values of all lines. */
  readonly values: Float32Array;
  /** The events of all panels. */
  readonly events: Float32Array;
}

/** Puts lists of numbers one after another. */
class Packer {
  readonly #lists: ArrayLike<number>[] = [];
  #length = 0;

  add(list: ArrayLike<number>): Span {
    this.#lists.push(list);
    const from = this.#length;
    this.#length += list.length;
    return [from, this.#length];
  }

  packed(): Float32Array {
    const out = new Float32Array(this.#length);
    let at = 0;
    for (const list of this.#lists) {
      out.set(list, at);
      at += list.length;
    }
    return out;
  }
}

export function packTraces({ panels, ...figure }: LooseTraces) {
  const [values, events] = [new Packer(), new Packer()];
  const packed = panels.map(({ lines, events: own, ...panel }) => ({
    ...panel,
    lines: lines.map(({ values: list, ...line }) => ({ ...line, span: values.add(list) })),
    events: events.add(own),
  }));
  return { ...figure, panels: packed, values: values.packed(), events: events.packed() };
}

/** The figure again; its lines are views into the lists. */
export function unpackTraces({ panels, values, events, ...figure }: PackedTraces): TraceFigure {
  return {
    ...figure,
    panels: panels.map(({ lines, events: own, ...panel }) => ({
      ...panel,
      lines: lines.map(({ span, ...line }) => ({ ...line, values: values.subarray(...span) })),
      events: events.subarray(...own),
    })),
  };
}

/** The number of samples of the longest line. */
export function packedSampleCount({ panels }: Pick<PackedTraces, "panels">): number {
  return panels.reduce((most, { lines }) => lines.reduce((m, { span }) => Math.max(m, span[1] - span[0]), most), 0);
}
