import { run } from "./lib/entry.mjs";

run(() => import("./lib/start.mjs"));
