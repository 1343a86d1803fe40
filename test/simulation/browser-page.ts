// Runs in a page: the engine, bundled for browsers.
import { compile, plan, simulateStream } from "../../src/engine.js";
import type { Plan } from "../../src/simulation/plan.js";
import { frameHashes, goldenSpecs, hash } from "./golden.js";
import { crowdedSpec } from "./small-spec.js";

async function run() {
  const inPage: Record<string, Record<string, string>> = {};
  const inWorker: Record<string, string> = {};
  for (const [name, spec] of Object.entries(goldenSpecs)) {
    inPage[name] = frameHashes(compile(spec));
    const scene = await plan(spec);
    const { data } = await scene.frames("sensor", 0, scene.frameCount);
    inWorker[name] = hash(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return { inPage, inWorker };
}

/** A golden movie, 140 frames, rendered by some web workers. */
async function stream(workers: number, chunkFrames: number) {
  const chunks: Uint8Array[] = [];
  const spec = goldenSpecs["all twelve steps, over the border of a chunk"];
  for await (const { data } of simulateStream(spec, { workers, chunkFrames })) {
    chunks.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash(new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer()));
}

/** Hashes of footprints that a web worker has painted for a plan, and of those painted in the page. */
async function helped() {
  const footprints = ({ cells }: Plan) => hash(new Uint8Array(cells.planted!.data.slice().buffer));
  const spec = crowdedSpec();
  return { together: footprints((await plan(spec)).plan), alone: footprints(compile(spec)) };
}

/** Aborts an hour's movie after its first frames; what it says before it gives more. */
async function abort() {
  const control = new AbortController();
  const hour = { ...goldenSpecs["8 bit, somata"], seed: 5 };
  const movie = { ...hour, acquisition: { ...hour.acquisition, duration_s: 3600 } };
  const run = simulateStream(movie, { workers: 2, signal: control.signal });
  await run.next();
  control.abort(new Error("enough"));
  return run.next().catch(({ message }: Error) => message);
}

Object.assign(window, { run, stream, helped, abort });
