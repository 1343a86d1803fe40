// One run in a process of its own, and what it took, as JSON.
//
// run-process.mjs SPEC plan|memory|null|PATH.avi
import { readFileSync } from "node:fs";
import { plan, simulate, specFromJson, writeVideo } from "../../dist/index.js";

const [path, to] = process.argv.slice(2);
const spec = specFromJson(readFileSync(path, "utf8"));
const loaded_s = process.uptime();
if (to === "plan") await plan(spec);
else if (to === "memory") await simulate(spec);
else if (to === "null") await writeVideo(spec, "/dev/null", { format: "y800" });
else await writeVideo(spec, to, { overwrite: true });
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    wall_s: process.uptime(),
    run_s: process.uptime() - loaded_s,
    cpu_s: (userCPUTime + systemCPUTime) / 1e6,
    peak_mb: maxRSS / 1024,
  }),
);
