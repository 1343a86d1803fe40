import { expect, it } from "vitest";
import { countStates } from "../../src/drawing/cells.js";
import { plan } from "../../src/simulation/scene.js";
import { cellField } from "../../src/widgets/cell-source.js";
import { FootprintView } from "../../src/widgets/footprint-view.js";
import { plainSteps, smallSpec } from "../simulation/small-spec.js";

it("cells are planted until activity and a sensor allow a judgement", async () => {
  const placed = cellField(await plan(smallSpec(plainSteps.slice(0, 1))));
  expect(placed.count).toBeGreaterThan(0);
  expect(countStates(placed)).toEqual([0, 0, 0, placed.count]);
  const dark = cellField(await plan(smallSpec(plainSteps.slice(0, 4))));
  expect(countStates(dark)).toEqual([0, 0, 0, placed.count]);
  const active = cellField(await plan(smallSpec()));
  expect(active.count).toBe(placed.count);
  expect(countStates(active)[3]).toBe(0);
});

it("a view of cells says what it cannot look at", () => {
  expect(() => new FootprintView({} as never)).toThrow(/FootprintView.*source/);
});
