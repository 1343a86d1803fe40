import { Engine } from "../simulation/engine-worker.js";

const engine = new Engine((reply, transfer) => self.postMessage(reply, { transfer }));
self.onmessage = (event) => engine.handle(event.data);
