import { run } from "./lib/entry.mjs";

run(() => import("./lib/build.mjs"));
