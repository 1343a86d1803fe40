import { describe, expect, it } from "vitest";
import { displaySymbol } from "../../src/kernel/host.js";
import { FootprintView } from "../../src/widgets/footprint-view.js";
import { Why, why } from "../../src/widgets/why.js";
import { allSteps, plainSteps, smallSpec, withStep } from "../simulation/small-spec.js";
import { compiledSource } from "../widgets-browser/compiled-source.js";

const dim = () => smallSpec(withStep("sensor", { photons_per_unit: 60 }, allSteps));
const sum = (parts: readonly { readonly value: number }[]) => parts.reduce((total, { value }) => total + value, 0);

describe("Why", () => {
  it("answers with parts that sum to the pixel's value in the frame, at every stage", async () => {
    const source = compiledSource(dim());
    const asked = why(source, { pixel: [11, 50], frame: 4 });
    const { stages } = asked.pixelAnswer!;
    expect(stages.map(({ stage }) => stage)).toEqual(source.stages.map(({ name }) => name));
    for (const { stage, parts, value } of stages) {
      const { data, height, width } = await source.frames(stage, 4, 5);
      expect(value).toBe(data[(11 + (height - 48) / 2) * width + 50 + (width - 64) / 2]);
      expect(sum(parts)).toBeCloseTo(value, 9);
    }
  });

  it("answers anew for another frame and another pixel, and for none", () => {
    const asked = new Why(compiledSource(dim()), { pixel: [11, 50] });
    const first = asked.pixelAnswer!;
    asked.frame = 7;
    expect(asked.pixelAnswer).toMatchObject({ frame: 7, row: 11, column: 50 });
    expect(asked.pixelAnswer!.stages).not.toEqual(first.stages);
    asked.pixel = [0, 0];
    expect(asked.pixelAnswer).toMatchObject({ frame: 7, row: 0, column: 0 });
    asked.pixel = null;
    expect(asked.pixelAnswer).toBeNull();
  });

  it("names the step that lost a cell, the one selected in all views of its cells", () => {
    const source = compiledSource(dim());
    const { detectable, snr } = source.groundTruth;
    const cells = [...detectable.keys()];
    const lost = cells.find((id) => detectable[id] === 0 && snr![id] > 0.5)!;
    const seen = cells.find((id) => detectable[id] === 1)!;
    const asked = new Why(source, { cell: lost });
    const view = new FootprintView(source);
    expect([asked.pick, view.selected, asked.cellAnswer?.cell]).toEqual(["cell", lost, lost]);
    expect(asked.cellAnswer!.steps.map(({ loss }) => loss)).toContain(asked.cellAnswer!.lostAt);
    view.selected = seen;
    expect([asked.cell, asked.cellAnswer?.cell, asked.cellAnswer?.lostAt]).toEqual([seen, seen, null]);
    asked.cell = null;
    expect([view.selected, asked.cellAnswer]).toEqual([null, null]);
  });

  it("says why a ratio is not known", () => {
    const asked = new Why(compiledSource(smallSpec(plainSteps.slice(0, 4))), { cell: 0 });
    expect(asked.cellAnswer).toBeNull();
    expect(asked.problem).toMatch(/sensor/);
  });

  it("keeps pixel and frame when another source takes over, as far as it has them", () => {
    const asked = new Why(compiledSource(dim()), { pixel: [47, 63], frame: 9, stage: "vignette" });
    asked.source = compiledSource(smallSpec(plainSteps, { duration_s: 0.5, image_sensor: { n_px_height: 32 } }));
    expect(asked).toMatchObject({ frame: 4, pixel: null, pixelAnswer: null, stage: "vignette", generation: 1 });
  });

  it("refuses what is not there", () => {
    const source = compiledSource(dim());
    expect(() => new Why(source, { pixel: [48, 0] })).toThrow(/pixel.*within 48 × 64 pixels/s);
    expect(() => new Why(source, { cell: 10_000 })).toThrow(/selected.*whole number below/s);
    expect(() => new Why(source, { frame: 10 })).toThrow(/frame.*from 0 to 9/s);
    expect(() => new Why({} as typeof source)).toThrow(/source.*a Scene or a Recording/s);
  });

  it("has a picture with its answers, which grows with them", async () => {
    const source = compiledSource(dim());
    const size = async (options: ConstructorParameters<typeof Why>[1]) => {
      const { "image/png": picture } = await new Why(source, options)[displaySymbol]();
      const bytes = Buffer.from(`${picture}`, "base64");
      return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    };
    const [width, height] = await size({ pixel: [11, 50] });
    const [both, higher] = await size({ pixel: [11, 50], cell: 0 });
    expect(both).toBe(width);
    expect(higher).toBeGreaterThan(height);
  });
});
