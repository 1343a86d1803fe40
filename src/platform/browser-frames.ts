import { FramesWorker } from "../simulation/frames-worker.js";

const frames = new FramesWorker((reply, transfer) => self.postMessage(reply, { transfer }));
self.onmessage = (event) => frames.handle(event.data);
