import { addField, addFields, addPatches, multiplyField, multiplyFields, quantise } from "./frame.js";
import { type FrameArray, type FrameJob, type FramePass, frameRow } from "./passes.js";
import { warp } from "./warp.js";

/** Renders pass by pass, frame by frame: what every other renderer has to equal bit for bit. */
export function renderPlain(job: FrameJob, passes: readonly FramePass[], out: FrameArray): void {
  const { canvas, fov } = job;
  const frames = job.to - job.from;
  const pixels = out.length / frames;
  const start = new Float32Array(canvas.height * canvas.width);
  const moved = new Float32Array(fov.height * fov.width);
  for (let i = 0; i < frames; i++) {
    if (job.light) start.set(frameRow(job.light, i, frames));
    else start.fill(0);
    let light = start;
    let finished = false;
    for (const pass of passes) {
      switch (pass.do) {
        case "addPatches":
          addPatches(light, canvas.width, pass.patches, frameRow(pass.weights, i, frames));
          break;
        case "multiplyField":
          if (pass.weights) multiplyFields(light, pass.field, frameRow(pass.weights, i, frames));
          else multiplyField(light, pass.field);
          break;
        case "addField":
          if (pass.weights) addFields(light, pass.field, frameRow(pass.weights, i, frames));
          else addField(light, pass.field);
          break;
        case "warp": {
          const [dy, dx] = frameRow(pass.shifts, i, frames);
          warp(light, job, dy, dx, moved);
          light = moved;
          break;
        }
        case "custom":
          pass.apply(light, job.from + i);
          break;
        case "quantise": {
          const counts = out.subarray(i * pixels, (i + 1) * pixels);
          quantise(light, fov.height, fov.width, job.from + i, pass, counts);
          finished = true;
        }
      }
    }
    if (!finished) out.set(light, i * pixels);
  }
}
