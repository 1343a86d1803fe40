import { describe, expect, it } from "vitest";
import { type CurveFigure, layOutCurves, pointAt, pointInWords, rangeOfValues } from "../../src/drawing/curves.js";
import { displaySymbol } from "../../src/kernel/host.js";
import { CurveView } from "../../src/widgets/curve-view.js";
import { WidgetError } from "../../src/widgets/widget-error.js";

const transfer = (gain: number) => ({
  title: "Photon transfer",
  x: { title: "mean (counts)", log: true },
  y: { title: "variance (counts²)", log: true },
  curves: [
    { label: "measured", kind: "measured" as const, points: true, x: [1, 10, 100], y: [gain, 10 * gain, 100 * gain] },
  ],
  marks: [{ at: 50, label: "half full" }],
});

describe("CurveView", () => {
  it("follows its source", () => {
    const view = new CurveView<number>(1, transfer);
    expect([...view.figure.curves[0].y]).toEqual([1, 10, 100]);
    view.source = 2;
    expect([...view.figure.curves[0].y]).toEqual([2, 20, 200]);
    expect(view.generation).toBe(1);
  });

  it("leaves what a logarithm cannot show out of its range, and gives linear axes that come near 0 their 0", () => {
    expect(rangeOfValues([[0, -1, Number.NaN, 1, 100]], true)).toEqual([0.8, 125]);
    expect(rangeOfValues([[1, 10]], false)?.[0]).toBe(0);
    expect(rangeOfValues([[8, 10]], false)?.[0]).toBeGreaterThan(7);
    expect(new CurveView({ x: { title: "x", log: true }, y: { title: "y" }, curves: [] }).figure.x.range).toEqual([
      0.1, 1,
    ]);
  });

  it("refuses curves with more places than values, and a logarithmic axis from 0", () => {
    const axes = { x: { title: "x" }, y: { title: "y" } };
    expect(() => new CurveView({ ...axes, curves: [{ x: [1, 2], y: [1] }] })).toThrow(WidgetError);
    expect(() => new CurveView({ ...axes, x: { title: "x", log: true, range: [0, 1] }, curves: [] })).toThrow(
      /0 < low/,
    );
  });

  it("finds the point under the pointer, and says it in words", () => {
    const figure: CurveFigure = new CurveView(transfer(1)).figure;
    const { box } = layOutCurves(figure, 560);
    const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
    const point = pointAt(figure, 560, ...middle);
    expect(point).toEqual({ curve: 0, index: 1 });
    expect(pointInWords(figure, point!)).toBe("measured · mean 10.0 counts · variance 10.0 counts²");
    expect(pointAt(figure, 560, box.x + box.width / 2, box.y)).toBeNull();
  });

  it("names every curve however narrow it is, and dashes each reference in its own way", () => {
    const curve = { kind: "reference" as const, x: [1, 2], y: [1, 2] };
    const labels = ["read noise", "shot noise", "saturation"];
    const { figure } = new CurveView({
      x: { title: "x" },
      y: { title: "y" },
      curves: labels.map((label) => ({ ...curve, label })),
    });
    const [wide, narrow] = [600, 180].map((width) => layOutCurves(figure, width));
    expect(narrow.legend.flat().map(({ label }) => label)).toEqual(labels);
    expect([wide.legend.length, narrow.legend.length > 1, narrow.box.y > wide.box.y]).toEqual([1, true, true]);
    expect(new Set(wide.legend.flat().map(({ dash }) => dash.join(" "))).size).toBe(3);
  });

  it("has a picture for readers without widgets, as high as it lays itself out", async () => {
    const view = new CurveView(transfer(1));
    const { "image/png": picture } = await view[displaySymbol]();
    const bytes = Buffer.from(String(picture), "base64");
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([560, layOutCurves(view.figure, 560).height]);
  });
});
