// Runs in a page: the engine, bundled for browsers.
import { compile, plan } from "../../src/engine.js";
import { frameHashes, goldenSpecs, hash } from "./golden.js";

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

Object.assign(window, { run });
