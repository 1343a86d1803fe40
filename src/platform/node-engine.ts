import { getHeapStatistics } from "node:v8";
import { parentPort } from "node:worker_threads";
import { Engine } from "../simulation/engine-worker.js";
import { END } from "./end-of-thread.js";
import { collectGarbage } from "./node-collect.js";

/** For how long (ms) no further plan was sent when what the last one left behind is given back. */
const QUIET_MS = 250;
/** Heap (bytes) from which on that is worth the 20 ms that it takes. */
const WORTH_BYTES = 16 * 1024 * 1024;

const tidy = setTimeout(() => {
  if (getHeapStatistics().total_heap_size > WORTH_BYTES) collectGarbage();
}, QUIET_MS).unref();

const engine = new Engine((reply, transfer) => {
  parentPort!.postMessage(reply, transfer);
  if ("plan" in reply) tidy.refresh();
});
parentPort!.on("message", (request) => {
  if (request === END) parentPort!.close();
  else engine.handle(request);
});
