import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CellField, cellState, countStates, focalDepthAt } from "../../src/drawing/cells.js";
import { colourBytes, colourFootprints, composeFootprints } from "../../src/drawing/footprints.js";
import { boxFromAbove, cellColours, placeFromAbove } from "../../src/drawing/from-above.js";
import { lightPalette } from "../../src/drawing/palette.js";
import { boxFromSide, placeFromSide } from "../../src/drawing/side-view.js";
import { curvatureShiftUm } from "../../src/physics/optics.js";

const view = { heightUm: 500, widthUm: 1000, na: 0.3, focalDepthUm: 140, depthOfFieldUm: 8, curvatureRadiusUm: 2500 };
const field: CellField = {
  view,
  count: 3,
  centres: Float32Array.of(50, -100, 200, 150, 0, 0, 250, 100, -200),
  radii: Float32Array.of(6, 6, 8),
  states: Uint8Array.of(0, 1, 2),
  snr: Float32Array.of(20, 5, 2),
  blur: Float32Array.of(1, 5, 40),
  vessels: new Float32Array(),
};

describe("cells", () => {
  it("are lost when they cannot be detected, in focus or not", () => {
    expect([cellState(1, 1), cellState(0, 1), cellState(1, 0), cellState(0, 0)]).toEqual([0, 1, 2, 2]);
  });

  it("are counted in the field and in a slab", () => {
    expect(countStates(field)).toEqual([1, 1, 1, 0]);
    expect(countStates(field, [-120, 10])).toEqual([1, 1, 0, 0]);
  });

  it("see the focal surface that the optics have", () => {
    const optics = { na: 0.3, emission_nm: 525, depth_of_field_um: "auto", field_curvature_radius_um: 2500 } as const;
    fc.assert(
      fc.property(
        fc.double({ min: -600, max: 600, noNaN: true }),
        fc.double({ min: -600, max: 600, noNaN: true }),
        (x, y) => {
          expect(focalDepthAt(view, x, y)).toBeCloseTo(140 - curvatureShiftUm(optics, Math.hypot(x, y)), 9);
        },
      ),
    );
    expect(focalDepthAt({ ...view, focalDepthUm: null }, 1, 1)).toBeNull();
  });
});

describe("plots of cells", () => {
  it("have the field's proportions from above, the axis in the middle", () => {
    const box = boxFromAbove(field, 656);
    expect(box.width).toBe(2 * box.height);
    expect(placeFromAbove(field, box, 0, 0)).toEqual([box.x + box.width / 2, box.y + box.height / 2]);
    expect(placeFromAbove(field, box, 500, 250)).toEqual([box.x + box.width, box.y + box.height]);
  });

  it("have one scale for x and depth from the side, and all cells inside", () => {
    const box = boxFromSide(field, 656);
    const [x0, y0] = placeFromSide(field, box, 0, 0);
    const [x1, y1] = placeFromSide(field, box, 100, 100);
    expect(x1 - x0).toBeCloseTo(y1 - y0, 9);
    const [, deepest] = placeFromSide(field, box, 0, 258);
    expect(deepest).toBeLessThan(box.y + box.height);
  });

  it("colour cells by state or by depth", () => {
    expect(cellColours(field, "state", lightPalette.states)).toEqual(lightPalette.states.slice(0, 3));
    expect(new Set(cellColours(field, "depth", lightPalette.states)).size).toBe(3);
  });
});

describe("footprint maps", () => {
  const patches = {
    height: 4,
    width: 5,
    offsets: Int32Array.of(-1, -1, 1, 1, 9, 9),
    shapes: Int32Array.of(3, 3, 2, 2, 1, 1),
    data: Uint8Array.of(...[1, 1, 1, 1, 255, 100, 1, 100, 50], ...[200, 10, 10, 255], 255),
    peaks: Float32Array.of(0.5, 0.1, 1),
  };

  it("give each pixel to the cell that is nearer to its own peak", () => {
    const { owner, share } = composeFootprints(patches);
    expect([...owner.subarray(0, 7)]).toEqual([0, 0, -1, -1, -1, 0, 1]);
    expect([...share.subarray(0, 7)]).toEqual([255, 100, 0, 0, 0, 100, 200]);
    expect(owner[2 * 5 + 2]).toBe(1);
  });

  it("show on a common scale how much dimmer some are", () => {
    const { owner, share } = composeFootprints(patches, "common");
    expect([...share.subarray(0, 7)]).toEqual([127, 50, 0, 0, 0, 50, 25]);
    expect(owner[6]).toBe(0);
  });

  it("are their cells' colours on black", () => {
    const colours = colourBytes(["#ff8000", "rgb(0, 0, 255)", "#ffffff"]);
    const out = new Uint8ClampedArray(80);
    colourFootprints(composeFootprints(patches), colours, out);
    expect([...out.subarray(0, 4)]).toEqual([255, 128, 0, 255]);
    expect([...out.subarray(8, 12)]).toEqual([0, 0, 0, 255]);
    expect([...out.subarray(24, 28)]).toEqual([0, 0, 200, 255]);
  });
});
