// Asks for a cached recording in a process of its own, and prints its counts.
import { simulateCached, specFromJson } from "../../dist/index.js";

const [spec, folder] = process.argv.slice(2);
const recording = await simulateCached(specFromJson(spec), { folder });
const { data } = await recording.frames("sensor", 0, recording.frameCount);
console.log(JSON.stringify(Array.from(data)));
