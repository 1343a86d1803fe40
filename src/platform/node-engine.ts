import { parentPort } from "node:worker_threads";
import { Engine } from "../simulation/engine-worker.js";

const engine = new Engine((reply, transfer) => parentPort!.postMessage(reply, transfer));
parentPort!.on("message", (request) => engine.handle(request));
