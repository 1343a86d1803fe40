import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.mjs";
import { cache, inRoot } from "./paths.mjs";
import { fingerprint, unlessDone } from "./stamp.mjs";

const sources = "src/compute/assembly";
const module = inRoot("src", "compute", "kernel-binary.ts");

/**
 * Compiles the AssemblyScript kernels, when their sources changed, into a module of the engine that holds the WebAssembly
 * as text: so it reaches Node, workers and pages alike without being fetched. Without static data: workers may share a
 * memory that none of them initialises.
 */
export function buildKernels() {
  const inputs = {
    fingerprint: fingerprint([sources, "scripts/lib/kernels.mjs", "package-lock.json"]),
    outputs: [module],
  };
  return unlessDone(join(cache, "kernels"), inputs, async () => {
    const own = await compiled("kernels.wasm", []);
    // The same for a memory of several threads: WebAssembly has to know which kind it gets.
    const shared = ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"];
    const lines = [
      "// Made by npm run build from src/compute/assembly.",
      `export const kernelBinary = "${own}";`,
      `export const sharedKernelBinary = "${await compiled("shared-kernels.wasm", shared)}";`,
    ];
    writeFileSync(module, `${lines.join("\n")}\n`);
  });
}

/** The compiled kernels as text. */
async function compiled(name, extra) {
  const wasm = join(cache, name);
  const entry = inRoot(sources, "index.ts");
  const compiler = inRoot("node_modules", "assemblyscript", "bin", "asc.js");
  const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory", "--use", "abort="];
  await must("Compiling the kernels", process.execPath, [compiler, entry, "--outFile", wasm, ...options, ...extra]);
  return readFileSync(wasm).toString("base64");
}
