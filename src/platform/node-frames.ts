import { parentPort } from "node:worker_threads";
import { FramesWorker } from "../simulation/frames-worker.js";
import { END } from "./end-of-thread.js";
import { giveWay } from "./node-priority.js";

giveWay();
const frames = new FramesWorker((reply, transfer) => parentPort!.postMessage(reply, transfer));
parentPort!.on("message", (request) => {
  if (request === END) parentPort!.close();
  else frames.handle(request);
});
