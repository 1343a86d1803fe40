import type { z } from "zod";
import { fovShape, frameCount } from "../spec/acquisition.js";
import type { Spec } from "../spec/spec.js";
import {
  optionalArrays,
  ownArrays,
  plantedAttributes,
  type RootAttributes,
  requiredArrays,
  truthAttributes,
} from "./format.js";
import { StoredArray } from "./stored-array.js";
import type { StoredFolder } from "./stored-folder.js";
import type { StoredFootprints } from "./stored-footprints.js";
import { StoredGroundTruth } from "./stored-ground-truth.js";

/** An array that must be there. */
export async function openArray(folder: StoredFolder, name: string): Promise<StoredArray> {
  const array = await StoredArray.open(folder, name);
  if (array) return array;
  throw folder.error("missing-array", `the array ${name} is missing. Take a good copy, or save it again.`);
}

/** Refuses an array of another shape; null stands for any length. */
export function checkShape(
  folder: StoredFolder,
  { name, shape }: StoredArray,
  expected: readonly (number | null)[],
): void {
  if (shape.length === expected.length && shape.every((length, i) => length === (expected[i] ?? length))) return;
  const wanted = expected.map((length) => length ?? "any").join(" × ");
  throw folder.error(
    "wrong-shape",
    `${name} is ${shape.join(" × ")}; by the spec and the other arrays it must be ${wanted}.`,
  );
}

/** Opens the truth: every array that the format asks for or the attributes name, of the shape that it must have. */
export async function openTruth(
  folder: StoredFolder,
  spec: Spec,
  attributes: RootAttributes,
): Promise<StoredGroundTruth> {
  for (const name of attributes.gt_present) folder.checkName("gt_present", name);
  const present = optionalArrays.filter(({ name }) => attributes.gt_present.includes(name));
  const [truth, arrays, own, planted] = await Promise.all([
    groupAttributes(folder, "ground_truth", truthAttributes),
    Promise.all([...requiredArrays, ...present].map(({ name }) => openArray(folder, `ground_truth/${name}`))),
    Promise.all(ownArrays.map(({ name }) => StoredArray.open(folder, `miniscope_lab/${name}`))),
    openFootprints(folder, spec),
  ]);
  const [height, width] = fovShape(spec.acquisition);
  const lengths = {
    unit: planted.offsets.shape[0],
    frame: frameCount(spec.acquisition),
    component: null,
    height,
    width,
  };
  const found = new Map<string, StoredArray>();
  const pairs = [...requiredArrays, ...present, ...ownArrays].map((what, i) => [what, [...arrays, ...own][i]] as const);
  for (const [{ name, axes }, array] of pairs) {
    if (!array) continue;
    checkShape(
      folder,
      array,
      axes.map((axis) => (typeof axis === "number" ? axis : lengths[axis])),
    );
    found.set(name, array);
  }
  return new StoredGroundTruth({
    spec,
    cellCount: lengths.unit,
    focalDepthUm: truth.focal_depth_um,
    arrays: found,
    planted,
  });
}

async function openFootprints(folder: StoredFolder, spec: Spec): Promise<StoredFootprints> {
  const path = "ground_truth/planted";
  const [attributes, offsets, shapes, data] = await Promise.all([
    groupAttributes(folder, path, plantedAttributes),
    openArray(folder, `${path}/offsets`),
    openArray(folder, `${path}/shapes`),
    openArray(folder, `${path}/data`),
  ]);
  const { canvas_shape, fov_offset, fov_shape } = attributes;
  const fov = fovShape(spec.acquisition);
  const within = [0, 1].every((i) => fov_shape[i] === fov[i] && fov_offset[i] + fov[i] <= canvas_shape[i]);
  if (!within)
    throw folder.error("wrong-shape", `the field of view of ${path} is not the spec's, or not on its canvas.`);
  checkShape(folder, offsets, [null, 2]);
  checkShape(folder, shapes, offsets.shape);
  checkShape(folder, data, [null]);
  return { folder, attributes, offsets, shapes, data };
}

async function groupAttributes<Schema extends z.ZodType>(folder: StoredFolder, group: string, schema: Schema) {
  const attributes = await folder.json(`${group}/.zattrs`, schema);
  if (attributes) return attributes;
  throw folder.error("wrong-metadata", `the attributes of ${group} are missing. Take a good copy, or save it again.`);
}
