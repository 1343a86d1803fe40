import type { FieldGrid } from "../physics/falloff.js";
import type { CustomStep } from "../spec/custom-step.js";
import type { FrameValue, Operation, SceneBuilder, SceneValueName } from "../steps/scene.js";
import type { OwnValue, StepLookup, StepScene } from "../steps/step-scene.js";
import type { StepSource } from "./custom-step.js";
import { functionOf, running, stepMath, stepStreams } from "./run-step.js";

type Name = SceneValueName | OwnValue;
/** An operation as a step's function wrote it: nothing is known of it yet. */
type Written = Readonly<Record<string, unknown>>;

function isOwn(value: unknown): value is OwnValue {
  return typeof value === "object" && value !== null && "own" in value && typeof value.own === "string";
}

const nameOf = (value: Name): SceneValueName => (isOwn(value) ? value.own : value);

/** Adds what a step of one's own contributes; `frame` are the frames where it stands. */
export function contributeCustom(step: CustomStep, source: StepSource, scene: SceneBuilder, frame: FieldGrid): void {
  const { kind } = step;
  const { acquisition, seed, grid, canvas, frameCount } = scene;
  const { kind: _, after: __, code, ...fields } = step;
  const streams = stepStreams(seed, kind);
  // Anything that the function sees may be in what it computes.
  const inputs = { code, fields, seed, acquisition, frame, canvas };
  const named = (value: unknown, at: string): SceneValueName => {
    const name = isOwn(value) || typeof value === "string" ? nameOf(value as Name) : undefined;
    if (name !== undefined && (scene.has(name) || !isOwn(value))) return name;
    throw new TypeError(`${at} has to be what scene.provide returned, or the name of a value of the model`);
  };
  /** Values that are used as maps: whether there is one, or a stack of them. */
  const maps = new Map<SceneValueName, "one" | "several">();
  const provide: StepScene["provide"] = (name, needs, compute) => {
    const provided: `${string}.${string}` = `${kind}.${name}`;
    if (scene.has(provided)) throw new TypeError(`scene.provide: there is a value "${name}" already`);
    scene.provide(provided, inputs, needs.map(nameOf), (value, warn) =>
      running(kind, null, () => {
        const computed = compute(((wanted: Name) => value(nameOf(wanted))) as StepLookup, warn);
        checkMaps(name, computed, frame, maps.get(provided));
        return computed;
      }),
    );
    return { own: provided };
  };
  const given: StepScene = {
    acquisition,
    seed,
    grid,
    canvas,
    frame,
    frameCount,
    math: stepMath,
    random: (purpose, entity) => streams(purpose, entity, 0),
    has: (name) => scene.has(name),
    provide,
    operation(written: object) {
      const operation = checked({ ...written }, kind, fields, named);
      if (operation.do === "addField" || operation.do === "multiplyField")
        maps.set(operation.field, operation.course === undefined ? "one" : "several");
      scene.operation(operation);
    },
  };
  running(kind, null, () => functionOf(source.source)(fields, given));
}

/** Refuses a field that is no map of the frames, where one is asked for. */
function checkMaps(
  name: string,
  value: unknown,
  { height, width }: FieldGrid,
  maps: "one" | "several" | undefined,
): void {
  if (!maps) return;
  const count = value instanceof Float32Array ? value.length / (height * width) : 0;
  if (maps === "one" ? count === 1 : count >= 1 && Number.isInteger(count)) return;
  throw new TypeError(
    `the value "${name}" is used as a field and has to be a Float32Array of height · width = ${height} · ${width} ` +
      `numbers${maps === "one" ? "" : " for each map"}`,
  );
}

/** An operation of a step's function as the renderer knows it. */
function checked(
  operation: Written,
  kind: string,
  fields: object,
  named: (value: unknown, at: string) => SceneValueName,
): Operation {
  switch (operation.do) {
    case "addField":
    case "multiplyField": {
      const field = named(operation.field, `the field of ${operation.do}`);
      if (operation.course === undefined) return { step: kind, do: operation.do, field };
      return { step: kind, do: operation.do, field, course: named(operation.course, `the course of ${operation.do}`) };
    }
    case "addPatches":
      return {
        step: kind,
        do: "addPatches",
        patches: named(operation.patches, "the patches of addPatches"),
        weights: named(operation.weights, "the weights of addPatches"),
      };
    case "custom": {
      if (typeof operation.frame !== "function")
        throw new TypeError("the frame of a custom operation has to be a function");
      const values = Object.entries(Object(operation.values)).map(([name, value]): [string, FrameValue] => [
        name,
        isOwn(value) ? { name: named(value, `values.${name}`) } : { data: value },
      ]);
      return { step: kind, do: "custom", source: String(operation.frame), fields, values: Object.fromEntries(values) };
    }
  }
  throw new TypeError(
    `an operation does "${String(operation.do)}"; it can do "addField", "multiplyField", "addPatches" or "custom"`,
  );
}
