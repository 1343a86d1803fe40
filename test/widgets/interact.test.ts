import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { setKernelHost } from "../../src/kernel/host.js";
import {
  Checkbox,
  Dropdown,
  FloatSlider,
  FloatText,
  IntSlider,
  interact,
  Text,
  ToggleButtons,
} from "../../src/widgets/index.js";
import { MemoryHost } from "./memory-host.js";

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => setKernelHost(undefined));

const schema = z.object({
  na: z.number().min(0.1).max(1).meta({ step: 0.05 }).default(0.45).describe("Numerical aperture"),
  frames: z.int().min(1).max(100),
  shown: z.boolean().default(true),
  stage: z.enum(["cells", "sensor"]).default("sensor"),
  region: z.enum(["a", "b", "c", "d", "e"]),
  name: z.string().default("V4"),
  gain: z.number().optional(),
  tissue: z.object({ depth_um: z.number().min(0).max(300).default(150) }),
});

describe("interact", () => {
  it("makes a control of each field and hands its values over, typed", async () => {
    const seen: unknown[] = [];
    const interaction = interact(schema, (values) => {
      expectTypeOf(values.stage).toEqualTypeOf<"cells" | "sensor">();
      expectTypeOf(values.tissue.depth_um).toEqualTypeOf<number>();
      seen.push(values);
    });
    await interaction.settled();
    const first = { na: 0.45, frames: 50, shown: true, stage: "sensor", region: "a", name: "V4", gain: 0 };
    expect(seen).toEqual([{ ...first, tissue: { depth_um: 150 } }]);
    expect(interaction.control("na")).toMatchObject({
      min: 0.1,
      max: 1,
      step: 0.05,
      description: "Numerical aperture",
    });
    const kinds = { na: FloatSlider, frames: IntSlider, shown: Checkbox, stage: ToggleButtons, region: Dropdown };
    for (const [name, kind] of Object.entries({
      ...kinds,
      name: Text,
      gain: FloatText,
      "tissue.depth_um": FloatSlider,
    }))
      expect(interaction.control(name), name).toBeInstanceOf(kind);

    host.deliver(interaction.control("tissue.depth_um")?.modelId, { method: "update", state: { value: 200 } });
    await interaction.settled();
    expect(seen.at(-1)).toEqual({ ...first, tissue: { depth_um: 200 } });
  });

  it("shows what the function returns, the newest only", async () => {
    const interaction = interact({ n: [0, 10] }, async ({ n }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return `n = ${n}`;
    });
    await interaction.settled();
    const slider = interaction.control("n") as IntSlider;
    for (let n = 0; n <= 9; n++) slider.value = n;
    await interaction.settled();
    expect(interaction.output.outputs).toMatchObject([
      { output_type: "display_data", data: { "text/plain": "n = 9" } },
    ]);
  });

  it("takes the abbreviations of ipywidgets", async () => {
    const interaction = interact({ a: 1, b: [0, 10, 0.5], c: ["x", "y"], d: true, e: "text" }, (values) => {
      expectTypeOf(values).toEqualTypeOf<{ a: number; b: number; c: "x" | "y"; d: boolean; e: string }>();
    });
    await interaction.settled();
    expect(interaction.values).toEqual({ a: 1, b: 5, c: "x", d: true, e: "text" });
    expect(interaction.control("a")).toMatchObject({ min: -1, max: 3, step: 1 });
    expect(interaction.control("b")).toMatchObject({ min: 0, max: 10, step: 0.5 });
  });

  it("names what it can make no control of", () => {
    expect(() => interact(z.object({ when: z.date() }), () => {})).toThrow(
      'interact.when is "date"; it must be a number',
    );
    expect(() => interact({ range: [3, 1] }, () => {})).toThrow("interact.range");
  });
});
