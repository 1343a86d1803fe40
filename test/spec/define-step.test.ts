import { describe, expect, it } from "vitest";
import { z } from "zod";
import { buildSpec } from "../../src/spec/build-spec.js";
import { cacheKey, canonicalJson, specFromJson } from "../../src/spec/canonical.js";
import { defineStep, type StepDefinition } from "../../src/spec/define-step.js";
import { isSpecError } from "../../src/spec/errors.js";
import { hashOf } from "../../src/spec/function-source.js";
import { valueAtPath, withValues } from "../../src/spec/path.js";
import { pipeline } from "../../src/spec/pipeline.js";
import { ca1, miniscopeV4 } from "../../src/spec/presets.js";
import { RecordingDraft } from "../../src/spec/recording-draft.js";
import { parseSpec } from "../../src/spec/spec.js";
import { sweep } from "../../src/spec/sweep.js";

const glow = defineStep({
  kind: "glow",
  after: "composite",
  schema: z.object({ level: z.number().min(0).lt(9).default(1), mode: z.enum(["even", "odd"]).default("even") }),
  contribute() {},
});

type Contribute = StepDefinition<string, z.ZodObject>["contribute"];
const defined = (contribute: Contribute) => () =>
  defineStep({ kind: "probe", after: "leakage", schema: z.object({}), contribute });

describe("a step's factory", () => {
  it("fills in defaults and freezes", () => {
    const step = glow({ level: 2 });
    expect(step).toMatchObject({ kind: "glow", after: "composite", level: 2, mode: "even" });
    expect(step.code).toMatch(/^[0-9a-f]{16}$/);
    expect(Object.isFrozen(step)).toBe(true);
    expect(glow().level).toBe(1);
  });

  it.each([
    [{ level: -1 }, "glow.level is -1; it must be at least 0."],
    [{ level: 9 }, "glow.level is 9; it must be below 9."],
    [{ level: "2" }, 'glow.level is "2"; it must be a number.'],
    [{ mode: "evn" }, 'glow.mode is "evn"; it must be one of "even", "odd". Did you mean "even"?'],
    [{ levle: 1 }, "glow.levle is not a field; did you mean level?"],
    [5, "glow is 5; it must be an object with glow's fields."],
  ])("refuses %j", (options, message) => {
    expect(() => glow(options as object)).toThrow(message);
  });
});

describe("a step's code", () => {
  it("is hashed by FNV-1a, 64 bit", () => {
    expect(hashOf("")).toBe("cbf29ce484222325");
    expect(hashOf("a")).toBe("af63dc4c8601ec8c");
    expect(hashOf("foobar")).toBe("85944171f73967e8");
  });

  it("decides the cache key together with the fields", async () => {
    const other = defineStep({
      kind: "glow",
      after: "composite",
      schema: glow.definition.schema,
      contribute: (step) => void step,
    });
    const keys = [glow(), glow({ level: 2 }), other({})].map((step) => cacheKey(parseSpec({ steps: [step] })));
    expect(new Set(await Promise.all(keys)).size).toBe(3);
  });

  const rate = 3;
  it.each<[string, Contribute, RegExp]>([
    [
      "a variable around it",
      (_, { random }) => void (rate * random("x").uniform()),
      /uses rate, which is defined outside/,
    ],
    ["another library", (_, scene) => void z.parse(z.any(), scene), /which is defined outside of it/],
    ["Math.exp", () => void Math.exp(1), /uses Math\.exp, whose last bits differ.*math\.exp/],
    ["Math.tanh", () => void Math.tanh(1), /uses Math\.tanh.*the scene's math has exp, log/],
    ["Math in parts", () => void Object.keys(Math), /takes Math apart/],
    ["Math.random", () => void Math.random(), /other numbers in every run; use the scene's random/],
    ["Date", () => void Date.now(), /uses Date, which is another time in every run/],
    ["**", (_, { frameCount }) => void (frameCount ** 2), /uses \*\*.*math\.pow/],
    ["fetch", () => void fetch("http://localhost"), /uses fetch/],
    ["await", (async () => {}) as Contribute, /is async or a generator/],
    ["nothing that can be read", (() => {}).bind(null), /is no plain function/],
  ])("may not use %s", (_, contribute, message) => {
    expect(defined(contribute)).toThrow(message);
  });

  it("may use the language, its own names and exact arithmetic", () => {
    const contribute: Contribute = (_, scene) => {
      const power = (x: number) => scene.math.pow(x, 3);
      class Mean {
        readonly half = Math.sqrt(0.25);
      }
      const { half } = new Mean();
      for (const [i, x] of new Float32Array(3).entries())
        if (Number.isNaN(power(x) * half * i)) throw new Error(`${x}`);
    };
    expect(defined(contribute)).not.toThrow();
  });

  it("keeps what runs for every frame apart from the function around it", () => {
    expect(
      defined((_, scene) => {
        const level = scene.frameCount;
        scene.operation({ do: "custom", frame: (light) => void light.fill(level) });
      }),
    ).toThrow(/has a frame that uses level of the function around it.*pass it on in the operation's values/);
    expect(
      defined((_, scene) => {
        const frame = (light: Float32Array) => void light.fill(1);
        scene.operation({ do: "custom", frame });
      }),
    ).toThrow(/has a frame that is not written in place/);
  });
});

describe("a definition", () => {
  const good = { kind: "probe", after: "leakage" as const, schema: z.object({}), contribute() {} };
  it.each([
    [{ ...good, kind: "Hot Pixels" }, /kind is "Hot Pixels"; it must be a name in snake_case/],
    [{ ...good, kind: "sensor" }, /kind is "sensor"; it must be a name that the model does not have/],
    [{ ...good, stage: "cells_only" }, /probe\.stage is "cells_only"/],
    [{ ...good, after: "leakge" }, /probe\.after is "leakge".*Did you mean "leakage"/],
    [{ ...good, after: "sensor" }, /probe\.after is "sensor".*whose counts are final/],
    [
      { ...good, requires: ["sensor"] },
      /probe\.requires is "sensor"; it must be a kind of the model that is not after/,
    ],
    [{ ...good, schema: { fraction: 1 } }, /probe\.schema is .* it must be a z\.object/],
    [{ ...good, schema: z.object({ code: z.string() }) }, /probe\.schema is "code"/],
    [{ ...good, contribute: 3 }, /probe\.contribute is 3; it must be a function/],
    [null, /definition is null/],
  ])("is refused: %j", (definition, message) => {
    expect(() => defineStep(definition as never)).toThrow(message);
  });
});

describe("specs with steps of one's own", () => {
  const base = buildSpec(miniscopeV4(), ca1(), { duration_s: 1, extraSteps: [glow({ level: 3 })] });

  it("keep them beside the model's steps, in their place of the pipeline", () => {
    expect(base.steps.map(({ kind }) => kind as string)).not.toContain("glow");
    expect(base.extensions).toEqual({ steps: [glow({ level: 3 })] });
    const kinds = pipeline(base).map(({ kind }) => kind);
    expect(kinds.slice(kinds.indexOf("composite"))).toEqual([
      "composite",
      "glow",
      "neuropil",
      "vasculature",
      "illumination_profile",
      "vignette",
      "leakage",
      "sensor",
    ]);
  });

  it("allow each kind once", () => {
    expect(() => parseSpec({ ...base, steps: [...base.steps, glow()] })).toThrow(
      /extensions\.steps\[0\]\.kind is "glow", and so is steps\[\d+\]/,
    );
  });

  it("take changed copies of a step", () => {
    const spec = parseSpec({ steps: [{ ...glow(), level: 4 }] });
    expect(spec.extensions?.steps?.[0]).toMatchObject({ level: 4 });
    expect(() => parseSpec({ steps: [{ ...glow(), level: -4 }] })).toThrow(
      "steps[0].level is -4; it must be at least 0.",
    );
  });

  it("are reached by paths and swept", () => {
    expect(valueAtPath(base, "extensions.steps.glow.level")).toBe(3);
    const levels = [...sweep(base, { "extensions.steps.glow.level": [1, 2] })].map(({ spec }) => spec);
    expect(levels).toEqual([1, 2].map((level) => withValues(base, { "extensions.steps.glow.level": level })));
    expect(levels[1].extensions?.steps).toEqual([glow({ level: 2 })]);
  });

  it("can be drafted", () => {
    const draft = new RecordingDraft({ acquisition: {} });
    draft.commit(glow({ level: 1 }));
    draft.commit({ kind: "sensor" }, glow({ level: 2 }));
    expect(draft.spec.extensions?.steps).toEqual([glow({ level: 2 })]);
    expect(draft.spec.steps).toHaveLength(1);
  });

  it("cross JSON without their code", () => {
    const text = canonicalJson(base);
    expect(text).toMatch(
      /"extensions":\{"steps":\[\{"after":"composite","code":"[0-9a-f]{16}","kind":"glow","level":3\.0,"mode":"even"\}\]\}\}$/,
    );
    expect(text).not.toContain("contribute");
    expect(canonicalJson(specFromJson(text))).toBe(text);
    expect(specFromJson(text, { steps: [glow] })).toEqual(base);
  });

  it("are checked when their definition is attached", () => {
    const text = canonicalJson(base);
    const wrong = text.replace('"level":3.0', '"level":-3.0');
    expect(() => specFromJson(wrong)).not.toThrow();
    expect(() => specFromJson(wrong, { steps: [glow] })).toThrow(
      "extensions.steps[0].level is -3; it must be at least 0.",
    );
    const changed = defineStep({
      kind: "glow",
      after: "composite",
      schema: glow.definition.schema,
      contribute: (step) => void step,
    });
    expect(() => specFromJson(text, { steps: [changed] })).toThrow(
      /extensions\.steps\[0\]\.code is "[0-9a-f]{16}"; it must be "[0-9a-f]{16}", that of the definition at hand/,
    );
  });

  it.each([
    [{ after: "composite", code: "0123456789abcdef" }, "kind is missing"],
    [{ kind: "sensor", after: "composite", code: "0123456789abcdef" }, 'kind is "sensor"'],
    [{ kind: "x", after: "glow", code: "0123456789abcdef" }, 'after is "glow"'],
    [{ kind: "x", after: "composite", code: "() => 1" }, "code is"],
    [{ kind: "x", after: "composite", code: "0123456789abcdef", y: Number.NaN }, "y is NaN; it must be plain data"],
    [{ kind: "x", after: "composite", code: "0123456789abcdef", constructor: 1 }, "constructor is 1"],
    ["x", 'steps[0] is "x"'],
  ])("refuse what is no step: %j", (step, message) => {
    try {
      parseSpec({ extensions: { steps: [step] } });
      expect.unreachable();
    } catch (error) {
      if (!isSpecError(error)) throw error;
      expect(error.message).toContain(message);
    }
  });
});
