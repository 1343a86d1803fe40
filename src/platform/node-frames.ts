import { parentPort } from "node:worker_threads";
import { FramesWorker } from "../simulation/frames-worker.js";
import { END } from "./end-of-thread.js";
import { giveWay } from "./node-priority.js";

const frames = new FramesWorker((reply, transfer) => parentPort!.postMessage(reply, transfer));
parentPort!.on("message", (request) => {
  if (request === END) parentPort!.close();
  else {
    // Somebody waits for a plan that it helps with, but not for what it renders ahead.
    if (request.ask === "load") giveWay();
    frames.handle(request);
  }
});
