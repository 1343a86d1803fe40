import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The lessons, run by nbclient. */
export async function rows() {
  const [script, notebooks] = ["lessons_bench.py", "../../notebooks/"].map((to) =>
    fileURLToPath(new URL(to, import.meta.url)),
  );
  const { stdout } = await promisify(execFile)("python", [script, notebooks], { encoding: "utf8" });
  return JSON.parse(stdout);
}
