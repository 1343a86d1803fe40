import { browserPackage } from "./browser-package.js";
import { type Curves, curveFigure, curvePicture } from "./curve-figure.js";
import { defineFigureWidget } from "./figure-widget.js";
import { curveViewTraits } from "./traits/curves.js";

/**
 * One quantity against another, on linear or logarithmic axes: the truth and laws as lines, what is measured as points.
 *
 * @example
 * ```ts
 * new CurveView({
 *   title: "Photon transfer",
 *   x: { title: "mean (counts)", log: true },
 *   y: { title: "variance (counts²)", log: true },
 *   curves: [{ label: "measured", points: true, x: [10, 100], y: [14, 104] }],
 * })
 * ```
 */
export class CurveView<Source = Curves> extends defineFigureWidget({
  ...browserPackage,
  name: "CurveView",
  traits: curveViewTraits,
  figureOf: (curves: Curves) => curveFigure("CurveView", curves),
  picture: curvePicture,
})<Source> {}
