import { run } from "./lib/entry.mjs";

run(() => import("./lib/conformance.mjs"));
