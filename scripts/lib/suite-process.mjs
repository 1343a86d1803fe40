import { spawn } from "node:child_process";
import { root } from "./paths.mjs";
import { killGroup } from "./process-group.mjs";

/** Runs a program of a test suite with its output on the terminal; resolves with its exit code, null when it was stopped. */
export function runVisibly(program, args, { env, timeout_s }) {
  return new Promise((resolve) => {
    // A group of its own, so that what hangs is ended with all that it started.
    const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"], detached: true });
    const stop = () => killGroup(child.pid);
    const timer = setTimeout(() => {
      console.error(`stopped after ${timeout_s} s`);
      stop();
    }, timeout_s * 1000);
    // Several may run at a time: all of them end with this process.
    const interrupt = () => process.exit(130);
    process.once("SIGINT", interrupt).once("SIGTERM", interrupt).once("exit", stop);
    const finish = (code) => {
      clearTimeout(timer);
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt).off("exit", stop);
      resolve(code);
    };
    child.on("error", (error) => {
      console.error(error.message);
      finish(null);
    });
    child.on("exit", finish);
  });
}
