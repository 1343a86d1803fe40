// One simulation in memory in a process of its own, and what it took, as JSON.
import { readFileSync } from "node:fs";
import { simulate, specFromJson } from "../../dist/index.js";

const recording = await simulate(specFromJson(readFileSync(process.argv[2], "utf8")));
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    frames: recording.frameCount,
    wall_s: process.uptime(),
    cpu_s: (userCPUTime + systemCPUTime) / 1e6,
    peak_mb: maxRSS / 1024,
  }),
);
