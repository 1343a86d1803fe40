// Runs in a page: the engine, bundled for browsers.
import { compile, plan } from "../../src/engine.js";
import { frameHashes, goldenSpecs, hash } from "./golden.js";

async function run() {
  const inPage: Record<string, Record<string, string>> = {};
  const inWorker: Record<string, string> = {};
  for (const [name, spec] of Object.entries(goldenSpecs)) {
    inPage[name] = frameHashes(compile(spec));
    const { data } = await (await plan(spec)).frames("sensor", 0, 10);
    inWorker[name] = hash(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return { inPage, inWorker };
}

Object.assign(window, { run });
