import { parentPort } from "node:worker_threads";
import { Engine } from "../simulation/engine-worker.js";
import { END } from "./end-of-thread.js";

const engine = new Engine((reply, transfer) => parentPort!.postMessage(reply, transfer));
parentPort!.on("message", (request) => {
  if (request === END) parentPort!.close();
  else engine.handle(request);
});
