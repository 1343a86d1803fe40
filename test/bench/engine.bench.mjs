import {
  bleaching,
  brainMotion,
  buildSpec,
  ca1,
  compile,
  miniscopeV4,
  plan,
  renderFrames,
  simulate,
} from "../../dist/index.js";
import { fromSource } from "./from-source.mjs";

const {
  blurField,
  blurFieldPlain,
  blurPatches,
  blurPatchesPlain,
  fieldNoise,
  fieldNoisePlain,
  renderPlain,
  SimdRenderer,
} = await fromSource("kernels.ts");

const duration_s = 30;
const FRAMES = 16;

/** Miniscope V4 over CA1, 608 × 608, all twelve steps. */
export async function rows() {
  const spec = buildSpec(miniscopeV4(), ca1(), { duration_s, extraSteps: [bleaching(), brainMotion()] });
  const planning = await seconds(() => plan(spec));
  const simulating = await seconds(() => simulate(spec));
  const frames = simulating.result.frameCount;
  return [
    { name: `plan, V4 × CA1, ${duration_s} s, in a new engine`, value: planning.seconds, unit: "s" },
    { name: `simulate, V4 × CA1, ${duration_s} s`, value: simulating.seconds, unit: "s" },
    { name: "simulate, frames a second at 608 × 608", value: frames / simulating.seconds, unit: "/s" },
    ...kernelRows(compile(spec)),
  ];
}

async function seconds(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

/** What the renderer is given for some frames of a plan. */
function captured(scene, stage) {
  let given;
  renderFrames(scene, stage, 0, FRAMES, {}, (job, passes, out) => {
    given = { job, passes, out };
  });
  return given;
}

/** Each kernel beside its plain twin, in turns on one core. */
function kernelRows(scene) {
  const { job, passes, out } = captured(scene, "sensor");
  const cells = captured(scene, "cells_only");
  const simd = SimdRenderer.create();
  const still = { ...job, canvas: job.fov, fovOffset: [0, 0] };
  const frames = (job, passes, out) => [
    () => renderPlain(job, passes, out),
    () => simd.render(job, passes, out),
    FRAMES,
    "ms/frame",
  ];
  const { planted, focus } = scene.cells;
  const { height, width } = scene.canvas;
  const key = { k0: 1, k1: 2 };
  const white = fieldNoise(height, width, key, 0);
  const pairs = {
    composite: frames(cells.job, cells.passes, cells.out),
    "all after the composite": frames(job, passes.slice(1), out),
    "noise and counts": frames(still, passes.slice(-1), out),
    "whole frame": frames(job, passes, out),
    "blur of all footprints": [
      () => blurPatchesPlain(planted, focus.sigmaPx, scene.canvas),
      () => blurPatches(planted, focus.sigmaPx, scene.canvas),
      1,
      "ms",
    ],
    "blur of a neuropil map": [
      () => blurFieldPlain(white, height, width, 24),
      () => blurField(white, height, width, 24),
      1,
      "ms",
    ],
    "noise of a neuropil map": [
      () => fieldNoisePlain(height, width, key, 0),
      () => fieldNoise(height, width, key, 0),
      1,
      "ms",
    ],
  };
  return Object.entries(pairs).flatMap(([name, [slow, fast, share, unit]]) => {
    const [plain, quick] = sideBySide(slow, fast).map((ms) => ms / share);
    return [
      { name: `${name}, plain`, value: plain, unit },
      { name: `${name}, SIMD`, value: quick, unit: `${unit}, ${(plain / quick).toFixed(1)} ×` },
    ];
  });
}

/** Median milliseconds of two pieces of work, done in turns. */
function sideBySide(...works) {
  const times = works.map(() => []);
  for (let turn = 0; turn < 6; turn++) {
    works.forEach((work, i) => {
      const start = performance.now();
      work();
      if (turn > 0) times[i].push(performance.now() - start);
    });
  }
  return times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]);
}
