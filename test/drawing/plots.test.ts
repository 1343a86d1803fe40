import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envelopeOf, extremes } from "../../src/drawing/envelope.js";
import { type FieldFigure, layOutField, pixelAt, pixelInWords, radialProfile } from "../../src/drawing/field-map.js";
import { legendRow } from "../../src/drawing/legend.js";
import { type Line, rangeOf } from "../../src/drawing/line-plot.js";
import { layOutTraces, panelAt, panelsSeen } from "../../src/drawing/trace-layout.js";
import { sampleAt, sampleCount, type TraceFigure, valuesInWords } from "../../src/drawing/traces.js";

const line = (values: ArrayLike<number>, right = false): Line => ({
  label: "C",
  kind: "truth",
  values: Float32Array.from(values),
  right,
});

const figure = (...rows: number[][]): TraceFigure => ({
  title: "Traces",
  x: { title: "time (s)", start: 0, step: 0.05 },
  panels: rows.map((values, i) => ({
    label: `#${i}`,
    cell: i,
    y: "F (a.u.)",
    yRight: "",
    lines: [line(values)],
    events: new Float32Array(i === 0 ? 2 : 0),
    range: null,
    rangeRight: null,
  })),
});

describe("a line on a screen", () => {
  it("keeps its extremes however few columns there are", () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 1 }), fc.integer({ min: 2, max: 40 }), (all, n) => {
        const values = Float32Array.from(all);
        const { low, high } = envelopeOf(values, n);
        expect(Math.min(...low.filter((v) => !Number.isNaN(v)))).toBe(Math.min(...values));
        expect(Math.max(...high.filter((v) => !Number.isNaN(v)))).toBe(Math.max(...values));
      }),
    );
  });

  it("is interrupted where its values are not numbers, and nowhere else", () => {
    const { gaps } = envelopeOf(Float32Array.from([1, Number.NaN, 3]), 9);
    expect([...gaps]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it("has an axis from 0 where 0 is near, else around its values", () => {
    expect(rangeOf([line([1, 10])], null)[0]).toBe(0);
    const [low, high] = rangeOf([line([100, 110])], null);
    expect(low).toBeGreaterThan(90);
    expect([low < 100, high > 110]).toEqual([true, true]);
    expect(rangeOf([line([1, 10])], [-1, 1])).toEqual([-1, 1]);
    expect(extremes([new Float32Array([Number.NaN])])).toEqual([0, 1]);
    expect(extremes([new Float32Array([4, 4])])).toEqual([3.5, 4.5]);
  });
});

describe("panels of traces", () => {
  const traces = figure([1, 2, 3], [4, 5, 6, 7, 8]);

  it("stand one below the other and share the axis", () => {
    const { boxes, height } = layOutTraces(traces, 600);
    expect(boxes.map(({ x, width }) => [x, width])).toEqual([boxes[0], boxes[0]].map(({ x, width }) => [x, width]));
    expect(boxes[1].y).toBeGreaterThan(boxes[0].y + boxes[0].height);
    expect(height).toBeGreaterThan(boxes[1].y + boxes[1].height);
    expect(sampleCount(traces)).toBe(5);
  });

  it("have the first sample at the left end and the last at the right", () => {
    const [box] = layOutTraces(traces, 600).boxes;
    expect(sampleAt(traces, 600, box.x)).toBe(0);
    expect(sampleAt(traces, 600, box.x + box.width / 2)).toBe(2);
    expect(sampleAt(traces, 600, box.x + box.width + 30)).toBe(4);
  });

  it("say their values with the place on the axis", () => {
    expect(valuesInWords(traces, 2)).toBe("time 0.10 s · #0 C 3.00 · #1 C 6.00");
    expect(valuesInWords(traces, 2, [traces.panels[1]])).toBe("time 0.10 s · #1 C 6.00");
  });

  it("name their lines once: beside the heading where there is room, in rows of their own elsewhere", () => {
    const lines = ["true calcium", "clean region", "region with haze"].map((label) => ({ ...line([1, 2]), label }));
    const named = { ...traces, panels: traces.panels.map((panel) => ({ ...panel, lines })) };
    const names = (width: number) => layOutTraces(named, width).legends.map(({ rows }) => rows.flat().length);
    expect([names(900), names(300)]).toEqual([
      [3, 0],
      [3, 0],
    ]);
    const [wide, narrow] = [900, 300].map((width) => layOutTraces(named, width));
    expect([wide, narrow].map(({ legends }) => legends[0].isBeside)).toEqual([true, false]);
    expect(narrow.boxes[0].y - wide.boxes[0].y).toBe(legendRow * narrow.legends[0].rows.length);
  });

  it("become rows when they are many, of which a window shows those that are in it", () => {
    const layout = layOutTraces(figure(...Array.from({ length: 1000 }, () => [1, 2, 3])), 600);
    const [first, second] = layout.boxes;
    const step = second.y - first.y;
    expect(panelsSeen(layout, { top: first.y + 500 * step, height: 10 * step })).toHaveLength(12);
    expect(panelAt(layout, first.y + 500 * step + first.height / 2)).toBe(500);
    expect([panelAt(layout, 0), panelAt(layout, layout.content + 1)]).toEqual([null, null]);
  });
});

describe("a map", () => {
  const map = (height: number, width: number): FieldFigure => ({
    title: "Field",
    quantity: "light (a.u.)",
    height,
    width,
    values: Float32Array.from({ length: height * width }, (_, i) => i),
    pixelSizeUm: 2,
    limits: [0, height * width],
    colormap: "grey",
    radial: false,
    frame: null,
  });

  it.each([
    [608, 608, 1100, 0.5],
    [152, 152, 620, 3],
    [176, 176, 340, 1],
    [630, 630, 320, 0.25],
  ])("of %i × %i pixels in %i px is shown at a whole zoom step", (height, width, room, zoom) => {
    const { map: box, profiles } = layOutField(map(height, width), room);
    expect([box.width / width, box.height / height].map((z) => Math.round(100 * z) / 100)).toEqual([zoom, zoom]);
    for (const { x, width: inner } of profiles) expect(x + inner).toBeLessThanOrEqual(room);
  });

  it("names the pixel under a place", () => {
    const field = map(10, 20);
    const layout = layOutField(field, 800);
    const zoom = layout.map.width / 20;
    expect(pixelAt(field, layout, layout.map.x + 3.5 * zoom, layout.map.y + 7.5 * zoom)).toEqual([7, 3]);
    expect(pixelAt(field, layout, layout.map.x - 2, layout.map.y)).toBeNull();
    expect(pixelInWords(field, [7, 3])).toBe("x −13 µm · y 5 µm · light 143 a.u.".replaceAll(/ (?=µm)/g, "\u202f"));
  });

  it("has the mean of every ring around its middle, where it is asked for", () => {
    const side = 9;
    const distances = Float32Array.from({ length: side * side }, (_, i) =>
      Math.floor(Math.hypot(Math.floor(i / side) - 4, (i % side) - 4)),
    );
    expect([...radialProfile({ height: side, width: side, values: distances })]).toEqual([0, 1, 2, 3, 4, 5]);
    const radial = layOutField({ ...map(100, 100), radial: true }, 1000);
    expect([layOutField(map(100, 100), 1000).profiles.length, radial.profiles.length]).toEqual([2, 3]);
    expect(radial.height).toBeGreaterThan(radial.profiles[2].y + radial.profiles[2].height);
  });
});
