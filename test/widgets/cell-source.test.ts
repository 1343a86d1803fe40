import { expect, it } from "vitest";
import { countStates } from "../../src/drawing/cells.js";
import { refocused } from "../../src/drawing/side-view.js";
import { vesselPieces } from "../../src/drawing/vessels.js";
import { plan } from "../../src/simulation/scene.js";
import { vasculature } from "../../src/steps/vasculature.js";
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

it("a focal plane that is dragged has those cells in focus that the engine finds there", async () => {
  const at = async (depth: number) => {
    const spec = smallSpec();
    const acquisition = { ...spec.acquisition, focal_depth_in_tissue_um: depth };
    return cellField(await plan({ ...spec, acquisition }));
  };
  const [shallow, deep] = [await at(45), await at(55)];
  const dragged = refocused(shallow, 55);
  const seen = Array.from(shallow.states.keys()).filter((id) => shallow.states[id] < 2 && deep.states[id] < 2);
  expect(seen.length).toBeGreaterThan(0);
  for (const id of seen) expect([id, dragged.states[id]]).toEqual([id, deep.states[id]]);
  expect(new Set(seen.map((id) => deep.states[id])).size).toBe(2);
});

it("vessels are drawn where they take the light", async () => {
  const layers = [{ depth_um: 40, n_roots: 2, root_radius_um: 10 }];
  const scene = await plan(smallSpec([...plainSteps.slice(0, 4), vasculature({ enabled: true, layers })]));
  const { vessels, view } = cellField(scene);
  const { shape, data } = scene.groundTruth.vasculatureMask!;
  const scale = view.widthUm / shape[1];
  const under = vesselPieces(vessels).flatMap(({ from, to, depth }) => {
    expect(depth).toBe(40);
    const [x, y] = [0, 1].map((axis) => Math.floor((from[axis] + to[axis]) / 2 / scale + shape[1 - axis] / 2));
    return x >= 0 && y >= 0 && x < shape[1] && y < shape[0] ? [data[y * shape[1] + x]] : [];
  });
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  expect(under.length).toBeGreaterThan(5);
  expect(mean(under)).toBeLessThan(mean(data) - 0.05);
});
