// Writes a movie without end, or a store, until it is killed; says on standard output how many frames are done.
import { MovieStore, writeVideo } from "../../dist/index.js";

const [path, kind] = process.argv.slice(2);
const [height, width] = [120, 160];

const stages = [{ name: "made", height, width, dtype: "uint8", unit: "counts", range: [0, 255] }];
const frame = (t) => Uint8Array.from({ length: height * width }, (_, i) => (i * 7 + t * 13) & 0xff);
const movie = {
  frameCount: 1e6,
  fps: 20,
  pixelSizeUm: null,
  stages,
  async frames(stage, from, to) {
    const data = new Uint8Array((to - from) * height * width);
    for (let t = from; t < to; t++) data.set(frame(t), (t - from) * height * width);
    return { stage, from, to, height, width, data };
  },
};

if (kind === "store") {
  const store = new MovieStore(path);
  await store.startWriting({ fields: { made: { height, width, dtype: "uint8" } } });
  for (let t = 0; ; t++) {
    await store.append(frame(t));
    // All but the frame that is being written is on its way to the disk.
    console.log(t);
  }
}
await writeVideo(movie, path, { onProgress: ({ framesDone }) => console.log(framesDone) });
