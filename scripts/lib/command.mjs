import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { cache, root } from "./paths.mjs";
import { Problem } from "./problem.mjs";

/** Runs a program without a shell and resolves with its exit code and all that it wrote. */
export function execute(program, args, { env = process.env, cwd = root } = {}) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const take = (text) => {
      output += text;
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.on("error", (error) => resolve({ code: -1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, output }));
  });
}

/**
 * Runs a program that has to succeed. When it does not, what it wrote is kept in a log and the Problem quotes its telling line.
 * @param what completes the sentence "… failed"
 */
export async function must(what, program, args, options) {
  const { code, output } = await execute(program, args, options);
  if (code === 0) return output;
  if (/ENOSPC|No space left on device/i.test(output)) {
    throw new Problem(`${what} failed, as no space is left on the disk: free about 2 GB and run this again.`);
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|NewConnectionError|name resolution/i.test(output)) {
    throw new Problem(
      `${what} failed, as the package registry cannot be reached: check the network or proxy and run this again.`,
    );
  }
  throw new Problem(`${what} failed: ${tellingLine(output)} (all of it: ${keep(what, output)})`);
}

/** The first line that speaks of an error in words; npm's come after its codes and carry a prefix. */
function tellingLine(output) {
  const lines = output
    .split("\n")
    .filter((line) => !/^npm (warn|error (code|errno|syscall|path)\b)/.test(line))
    .map((line) => line.replace(/^npm error\s*/, "error: ").trim())
    .filter((line) => line !== "" && line !== "error:");
  const telling = lines.find((line) => /\berror\b/i.test(line)) ?? lines.at(-1) ?? "it wrote nothing";
  return telling.length > 200 ? `${telling.slice(0, 200)}…` : telling;
}

function keep(what, output) {
  const path = join(cache, "logs", `${what.replace(/\W+/g, "-").toLowerCase()}.log`);
  try {
    mkdirSync(join(cache, "logs"), { recursive: true });
    writeFileSync(path, output);
  } catch {
    return "the log could not be written";
  }
  return relative(root, path);
}
