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
  SelectMultiple,
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

  it("makes controls for dates, ranges and lists", async () => {
    const first = new Date(2024, 1, 29, 12);
    const bounds = z.number().min(0).max(10);
    const lists = z.object({
      when: z
        .date()
        .min(new Date(2020, 0, 1))
        .default(first),
      later: z.date().max(new Date(2021, 0, 1)),
      range: z.tuple([bounds, bounds]).default([2, 5]),
      frames: z.tuple([z.int().min(1).max(9), z.int().min(1).max(9)]),
      stages: z.array(z.enum(["cells", "haze", "sensor"])).default(["haze"]),
      names: z.array(z.string()).default(["a", "b"]),
      counts: z.array(z.int()),
      gains: z.array(z.number().min(0).max(2)).default([0.5]),
    });
    const interaction = interact(lists, ({ stages }) => {
      expectTypeOf(stages).toEqualTypeOf<("cells" | "haze" | "sensor")[]>();
    });
    await interaction.settled();
    expect(interaction.values).toEqual({
      when: first,
      later: new Date(2021, 0, 1),
      range: [2, 5],
      frames: [1, 9],
      stages: ["haze"],
      names: ["a", "b"],
      counts: [],
      gains: [0.5],
    });
    const control = interaction.control("stages");
    expect(control).toBeInstanceOf(SelectMultiple);
    host.deliver(control?.modelId, { method: "update", state: { index: [0, 2] } });
    await interaction.settled();
    expect(interaction.values.stages).toEqual(["cells", "sensor"]);
    expect(interaction.control("gains")).toMatchObject({ min: 0, max: 2 });
  });

  it("names what it can make no control of", () => {
    const mixed = z.tuple([z.number().min(0).max(1), z.number().min(0).max(2)]);
    expect(() => interact(z.object({ mixed }), () => {})).toThrow('interact.mixed is "tuple"; it must be a number');
    expect(() => interact({ range: [3, 1] }, () => {})).toThrow("interact.range");
  });
});
