import { run } from "./lib/entry.mjs";

run(() => import("./lib/bench.mjs"));
