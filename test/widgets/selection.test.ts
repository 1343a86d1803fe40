import { describe, expect, it } from "vitest";
import { FootprintView } from "../../src/widgets/footprint-view.js";
import { SideView } from "../../src/widgets/side-view.js";
import { syntheticCells } from "../widgets-browser/synthetic-cells.js";

describe("views of one ground truth", () => {
  it("have the same cells selected, and others do not", () => {
    const source = syntheticCells(20);
    const [above, side, other] = [new FootprintView(source), new SideView(source), new SideView(syntheticCells(20))];
    above.set({ selected: 4, also_selected: [7, 9] });
    expect([side.selected, side.also_selected]).toEqual([4, [7, 9]]);
    side.selected = null;
    expect([above.selected, above.also_selected]).toEqual([null, [7, 9]]);
    expect(other.also_selected).toEqual([]);
    expect(above.selection_group).toBe(side.selection_group);
    expect(above.selection_group).not.toBe(other.selection_group);
  });

  it("start with what is selected, unless told otherwise", () => {
    const source = syntheticCells(20);
    const first = new SideView(source, { selected: 3 });
    expect(new FootprintView(source).selected).toBe(3);
    new FootprintView(source, { selected: 5 });
    expect(first.selected).toBe(5);
  });

  it("take their selection along to another source, as far as it has the cells", () => {
    const [source, smaller] = [syntheticCells(20), syntheticCells(10)];
    const [above, side] = [new FootprintView(source, { selected: 8, also_selected: [2, 15] }), new SideView(source)];
    above.source = smaller;
    expect([above.selected, above.also_selected, side.also_selected]).toEqual([8, [2], [2, 15]]);
    above.selected = 1;
    expect(side.selected).toBe(8);
    side.source = smaller;
    expect([side.selected, side.also_selected]).toEqual([1, [2]]);
  });

  it("refuse cells that are not there", () => {
    expect(() => new SideView(syntheticCells(5), { also_selected: [5] })).toThrow(/also_selected.*below the 5 cells/s);
  });
});
