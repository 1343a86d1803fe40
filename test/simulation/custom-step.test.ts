import { describe, expect, it } from "vitest";
import { z } from "zod";
import { simulate } from "../../src/recording/recording.js";
import { CustomStepError, UnsupportedStepError } from "../../src/simulation/errors.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrame, renderFrames } from "../../src/simulation/render.js";
import { plan } from "../../src/simulation/scene.js";
import { canonicalJson, specFromJson } from "../../src/spec/canonical.js";
import { defineStep } from "../../src/spec/define-step.js";
import { withValues } from "../../src/spec/path.js";
import { parseSpec, type Spec } from "../../src/spec/spec.js";
import { hotPixels } from "./hot-pixels.js";
import { plainSteps, smallSpec } from "./small-spec.js";

const withHot = (fields: { fraction?: number; level?: number } = {}, base: Spec = smallSpec()) =>
  parseSpec({ ...base, steps: [...base.steps, hotPixels(fields)] });

const spec = withHot();
const compiled = compile(spec);

describe("a step of one's own", () => {
  it("stands in the pipeline where it was defined to, with a stage", () => {
    expect(compiled.stages.map(({ name }) => name)).toEqual([
      "cells_only",
      "illumination_profile",
      "vignette",
      "leakage",
      "hot_pixels",
      "sensor",
    ]);
  });

  it("does to frames what its function says, and nothing to what comes before", () => {
    const plain = compile(smallSpec());
    const before = renderFrame(plain, 3, "leakage");
    expect(renderFrame(compiled, 3, "leakage")).toEqual(before);
    const after = renderFrame(compiled, 3, "hot_pixels");
    const changed = Array.from(after).filter((value, i) => value !== before[i]).length;
    const expected = 0.01 * after.length;
    expect(Math.abs(changed - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  it("can be masked", () => {
    const plain = compile(smallSpec());
    const without = renderFrames(compiled, "sensor", 0, 10, { without: ["hot_pixels"] });
    expect(without).toEqual(renderFrames(plain, "sensor", 0, 10));
  });

  it("gives the same frames one by one, in chunks, in the engine's thread and in a whole simulation", async () => {
    const all = renderFrames(compiled, "sensor", 0, 10).data;
    const pixels = all.length / 10;
    for (const t of [9, 0, 4])
      expect(renderFrame(compiled, t, "sensor")).toEqual(all.slice(t * pixels, (t + 1) * pixels));
    const scene = await plan(spec);
    expect((await scene.frames("sensor", 2, 7)).data).toEqual(all.slice(2 * pixels, 7 * pixels));
    expect((await scene.frames("hot_pixels", 2, 3)).data).toEqual(renderFrame(compiled, 2, "hot_pixels"));
    expect((await simulate(spec)).observed.data).toEqual(all);
  });

  it("keeps its definition through the spec of a scene", async () => {
    const scene = await plan(spec);
    expect((await simulate(scene.spec)).observed.data).toEqual((await simulate(spec)).observed.data);
  });

  it("can be the last one simulated", async () => {
    const recording = await simulate(spec, { until: "hot_pixels" });
    expect(recording.stages.at(-1)?.name).toBe("hot_pixels");
    expect(recording.observed.data.slice(0, 48 * 64)).toEqual(renderFrame(compiled, 0, "hot_pixels"));
  });

  it("works on the canvas before motion, on the field of view after it", () => {
    const sizes = (after: "composite" | "leakage") => {
      const step = defineStep({
        kind: "probe",
        after,
        schema: z.object({}),
        contribute(_, { frame, provide, operation }) {
          const field = provide("ones", [], () => new Float32Array(frame.height * frame.width).fill(1));
          operation({ do: "addField", field });
          operation({
            do: "custom",
            frame(light, { height, width }) {
              if (light.length !== height * width) throw new Error(`${light.length} is not ${height} · ${width}`);
              light[0] = height;
              light[1] = width;
            },
          });
        },
      });
      const moving = compile(smallSpec([...plainSteps, { kind: "brain_motion", max_shift_um: 15 }, step()]));
      const [height, width] = renderFrame(moving, 1, "probe");
      return { plan: moving, size: [height, width] };
    };
    const before = sizes("composite");
    expect(before.size).toEqual([before.plan.canvas.height, before.plan.canvas.width]);
    expect(before.size[0]).toBeGreaterThan(48);
    expect(sizes("leakage").size).toEqual([48, 64]);
  });

  it("reads what the model computes", () => {
    const step = defineStep({
      kind: "brightest",
      after: "composite",
      schema: z.object({}),
      contribute(_, scene) {
        const most = scene.provide("most", ["traces", "leakage"], (value) => {
          const traces = value("traces");
          const leak = value("leakage");
          return { deltaF: traces ? Math.max(...traces.deltaF) : 0, leak: leak ? leak[0] : -1 };
        });
        scene.operation({
          do: "custom",
          values: { most },
          frame: (light, { values }) => void light.fill(values.most.deltaF),
        });
      },
    });
    const read = compile(smallSpec([...plainSteps, step()]));
    expect(renderFrame(read, 0, "brightest")[7]).toBe(Math.fround(Math.max(...read.cells.traces!.deltaF)));
  });

  it("computes its values again only when something that it sees has changed", async () => {
    const scene = compile(spec);
    expect(scene.computed).toContain("hot_pixels.glow");
  });

  it("is changed by paths", () => {
    const more = withValues(spec, { "extensions.steps.hot_pixels.fraction": 0.5 });
    expect(more.extensions?.steps?.[0]).toMatchObject({ kind: "hot_pixels", fraction: 0.5, level: 5 });
    expect(() => compile(more)).not.toThrow();
    expect(() => withValues(spec, { "extensions.steps.hot_pixels.fraction": 2 })).toThrow(
      "extensions.steps[0].fraction is 2; it must be at most 1.",
    );
  });

  it("that comes from JSON cannot run without its definition", async () => {
    const text = canonicalJson(spec);
    const read = specFromJson(text);
    expect(canonicalJson(read)).toBe(text);
    expect(() => compile(read)).toThrow(UnsupportedStepError);
    await expect(plan(read)).rejects.toThrow(/"hot_pixels".*specFromJson\(text, \{ steps/);
    const known = specFromJson(text, { steps: [hotPixels] });
    expect(canonicalJson(known)).toBe(text);
    expect(renderFrame(compile(known), 0, "sensor")).toEqual(renderFrame(compiled, 0, "sensor"));
  });

  it.each([
    ["as it contributed", "contribute"],
    ["in frame 4", "frame"],
  ])("that throws is named, %s", async (where, bad) => {
    const step = defineStep({
      kind: "broken",
      after: "leakage",
      schema: z.object({ bad: z.string() }),
      contribute(fields, scene) {
        if (fields.bad === "contribute") throw new RangeError("no such thing");
        scene.operation({
          do: "custom",
          frame(_, { t }) {
            if (t === 4) throw new RangeError("no such thing");
          },
        });
      },
    });
    const broken = smallSpec([...plainSteps, step({ bad })]);
    const message = new RegExp(`The step "broken" failed ${where}.*RangeError: no such thing`);
    expect(() => renderFrames(compile(broken), "sensor", 0, 10)).toThrow(CustomStepError);
    await expect(simulate(broken)).rejects.toThrow(message);
    await expect(simulate(broken)).rejects.toMatchObject({ name: "CustomStepError", userFacing: true });
  });

  it.each([
    ["a field of another size", { do: "addField", size: 3 }, /"field" is used as a field.*48 · 64/],
    ["an operation there is none of", { do: "warp", size: 3 }, /does "warp"; it can do "addField"/],
  ])("cannot add %s", (_, fields, message) => {
    const step = defineStep({
      kind: "odd",
      after: "leakage",
      schema: z.object({ do: z.string(), size: z.number() }),
      contribute(step, scene) {
        const field = scene.provide("field", [], () => new Float32Array(step.size));
        scene.operation({ do: step.do as "addField", field });
      },
    });
    expect(() => compile(smallSpec([...plainSteps, step(fields)]))).toThrow(message);
  });
});
