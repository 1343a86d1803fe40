import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../.cache/webcodecs", import.meta.url));
const wanted = "@napi-rs/webcodecs@1.3.1";

/** Where tests find the encoder that somebody may have installed beside the library. */
export const webcodecs = join(folder, "node_modules", "@napi-rs", "webcodecs", "index.js");

/** Installs it as a user would, in a folder of its own: a lock file would need its builds for all other machines too. */
export default function installWebcodecs(): void {
  if (existsSync(webcodecs)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  const npm = ["install", "--no-audit", "--no-fund", "--no-package-lock", wanted];
  execFileSync("npm", npm, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  createRequire(import.meta.url)(webcodecs);
}
