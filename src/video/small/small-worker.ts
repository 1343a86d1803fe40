import { parentPort } from "node:worker_threads";
import { END } from "../../platform/end-of-thread.js";
import { giveWay } from "../../platform/node-priority.js";
import { bytesPerValue, newFrameData } from "../../simulation/frame-data.js";
import type { SmallReply, SmallRequest } from "./small-chunk.js";
import { SmallMaker } from "./small-maker.js";

giveWay();

const maker = new SmallMaker();

async function answer({ id, coding, dtype, values, height, width, frameBytes }: SmallRequest): Promise<void> {
  const data = newFrameData(dtype, values.byteLength / bytesPerValue(dtype), values);
  const reply: SmallReply = { id, chunk: await maker.make(coding, { data, height, width }, frameBytes) };
  parentPort!.postMessage(reply);
}

let last = Promise.resolve();
parentPort!.on("message", (request: SmallRequest | typeof END) => {
  if (request === END) parentPort!.close();
  else last = last.then(() => answer(request));
});
