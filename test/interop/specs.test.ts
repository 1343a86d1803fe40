import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { cacheKey, canonicalJson, specFromJson } from "../../src/spec/canonical.js";
import { isSpecError, type SpecProblem } from "../../src/spec/errors.js";
import { findStep, type Spec, specWarnings } from "../../src/spec/spec.js";
import { builtInSteps } from "../../src/steps/index.js";
import { modelInputs } from "../spec/field-table.js";
import { laxer, simulationRules, stricter } from "./differences.js";
import { type Answer, askMinisim, pythonJson } from "./minisim.js";
import { mutatedSpecs, ruledSpecs } from "./mutations.js";

const long = process.env.MINISCOPE_LAB_LONG_TESTS === "1";
const seed = 20;

const shift = fc.double({ min: -20, max: 20, noNaN: true });
const trajectory = fc.array(fc.tuple(shift, shift), { minLength: 1, maxLength: 20 });

/** Valid specs, some with a shift for every frame. */
const validSpecs = fc.oneof(
  modelInputs.map((input) => ({ steps: [], ...input })),
  fc.tuple(modelInputs, trajectory).map(([input, trajectory_um]) => ({
    ...input,
    acquisition: { ...input.acquisition, fps: 10, duration_s: trajectory_um.length / 10 },
    steps: [
      { kind: "brain_motion", trajectory_um },
      ...(input.steps ?? []).filter((step) => !("kind" in step) || step.kind !== "brain_motion"),
    ],
  })),
);

const fixtures = ["a_full12_64", "b_minimal_96x80_f64_snapshots", "d_two_placed_cells", "e_empty_zero_cells"].map(
  (name) => readFileSync(new URL(`../fixtures/specs/${name}.json`, import.meta.url), "utf8"),
);

interface Case {
  readonly text: string;
  /** What it is here: a spec, or the problems of none. */
  readonly spec: Spec | null;
  readonly problems: readonly SpecProblem[];
  readonly minisim: Answer;
}

function read(text: string): Pick<Case, "spec" | "problems"> {
  try {
    return { spec: specFromJson(text), problems: [] };
  } catch (error) {
    if (!isSpecError(error)) throw error;
    return { spec: null, problems: error.problems };
  }
}

/** The names of the differences that explain a problem. */
function explanations(problem: SpecProblem, text: string): string[] {
  return Object.entries(stricter).flatMap(([name, explains]) => (explains(problem, text) ? [name] : []));
}

let valid: Case[] = [];
let mutated: Case[] = [];

beforeAll(() => {
  const validTexts = [...fixtures, ...fc.sample(validSpecs, { seed, numRuns: long ? 2000 : 200 }).map(pythonJson)];
  const mutations = fc.sample(mutatedSpecs, { seed, numRuns: long ? 2000 : 500 });
  const texts = [...validTexts, ...[...ruledSpecs, ...mutations].map(pythonJson)];
  const answers = askMinisim(texts.map((text) => ({ text })));
  const cases = texts.map((text, i) => ({ text, ...read(text), minisim: answers[i] }));
  valid = cases.slice(0, validTexts.length);
  mutated = cases.slice(validTexts.length);
});

/** What a spec's field is, wherever it stands, and its values: `cell_activity.f0` → 1, 2.5 … */
function collect(value: unknown, name: string, into: Map<string, Set<unknown>>): void {
  if (Array.isArray(value) && value.some((item) => typeof item === "object")) {
    for (const item of value) collect(item, item?.kind ?? name, into);
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [key, item] of Object.entries(value)) collect(item, name === "" ? key : `${name}.${key}`, into);
  }
  into.set(
    name,
    (into.get(name) ?? new Set()).add(
      JSON.stringify(value, (_, item) => (typeof item === "bigint" ? `${item}` : item)),
    ),
  );
}

describe("a spec that is valid", () => {
  it("is the same canonical JSON and cache key in Python minisim", async () => {
    for (const { text, spec, problems, minisim } of valid) {
      expect(problems, text).toEqual([]);
      expect(minisim.error, text).toBeUndefined();
      if (spec === null || minisim.error !== undefined) continue;
      expect(canonicalJson(spec)).toBe(minisim.json);
      expect(await cacheKey(spec)).toBe(minisim.key);
    }
  });

  it("has had every field at several values, the smallest and the largest numbers among them", () => {
    const values = new Map<string, Set<unknown>>();
    for (const { spec } of valid) collect(spec, "", values);
    const numbers = valid.flatMap(({ text }) => text.match(/-?\d[\d.e+-]*/g) ?? []).map(Number);
    expect(Math.min(...numbers.filter((x) => x > 0))).toBeLessThan(1e-250);
    expect(Math.max(...numbers)).toBeGreaterThan(1e250);
    for (const { kind, schema } of builtInSteps) {
      for (const field of Object.keys(schema.shape)) {
        if (field !== "kind") expect(values.get(`${kind}.${field}`)?.size, `${kind}.${field}`).toBeGreaterThan(1);
      }
    }
    for (const [field, seen] of values) if (/\w\.(?!kind)/.test(field)) expect(seen.size, field).toBeGreaterThan(1);
  });
});

describe("a spec that is changed anywhere", () => {
  it("is refused by both programs or by none, but for the differences that are meant", () => {
    const met = new Set<string>();
    const unexplained: string[] = [];
    for (const { text, spec, problems, minisim } of mutated) {
      if ((spec === null) === (minisim.error !== undefined)) continue;
      if (spec === null) {
        for (const problem of problems) {
          const names = explanations(problem, text);
          for (const name of names) met.add(name);
          if (names.length === 0) unexplained.push(`only here: ${problem.message} ${text}`);
        }
      } else {
        const names = Object.keys(laxer).filter((name) => laxer[name](minisim.error ?? "", spec));
        for (const name of names) met.add(name);
        if (names.length === 0) unexplained.push(`only in Python: ${minisim.error} ${text}`);
      }
    }
    expect(unexplained).toEqual([]);
    expect([...met].sort()).toEqual([...Object.keys(stricter), ...Object.keys(laxer)].sort());
    expect(mutated.length).toBeGreaterThan(500);
  });

  it("has the same cache key in both, where both take it", async () => {
    let taken = 0;
    for (const { text, spec, minisim } of mutated) {
      if (spec === null || minisim.error !== undefined) continue;
      taken++;
      expect(await cacheKey(spec), text).toBe(minisim.key);
    }
    expect(taken).toBeGreaterThan(100);
  });

  it("is refused by Python minisim when it is simulated, where it asks about a rule only then", () => {
    const late = mutated.slice(0, ruledSpecs.length).filter(({ text, problems, minisim }) => {
      const names = problems.flatMap((problem) => explanations(problem, text));
      return minisim.error === undefined && names.some((name) => Object.hasOwn(simulationRules, name));
    });
    const answers = askMinisim(late.map(({ text }) => ({ text, simulate: true })));
    expect(late.length).toBeGreaterThan(4);
    late.forEach(({ text }, i) => {
      expect(answers[i].error, text).toBeDefined();
    });
  });
});

describe("a warning", () => {
  const focal = /focal_depth_in_tissue_um/;
  const motion = /[mM]otion/;

  it("is given by both programs, but for focal planes of several populations or of explicit positions", () => {
    const counts = { focal: 0, motion: 0, differing: 0 };
    for (const { text, spec, minisim } of [...valid, ...mutated]) {
      if (spec === null || minisim.error !== undefined) continue;
      const here = specWarnings(spec).join("\n");
      const there = minisim.warnings.join("\n");
      expect(motion.test(here), text).toBe(motion.test(there));
      counts.motion += Number(motion.test(here));
      const place = findStep(spec, "place_neurons");
      if (place?.populations || place?.positions_um) {
        counts.differing += Number(focal.test(here) !== focal.test(there));
      } else {
        expect(focal.test(here), text).toBe(focal.test(there));
        counts.focal += Number(focal.test(here));
      }
    }
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
  });
});
