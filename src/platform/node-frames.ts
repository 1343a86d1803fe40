import { parentPort } from "node:worker_threads";
import { FramesWorker } from "../simulation/frames-worker.js";

const frames = new FramesWorker((reply, transfer) => parentPort!.postMessage(reply, transfer));
parentPort!.on("message", (request) => frames.handle(request));
