import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { jupyterEnvironment } from "./environment.mjs";
import { startOptions } from "./options.mjs";
import { inRoot, root, venvPython } from "./paths.mjs";
import { phase } from "./phase.mjs";
import { choosePort } from "./port.mjs";
import { Problem } from "./problem.mjs";
import { killGroup } from "./process-group.mjs";
import { setup } from "./setup.mjs";

const firstLesson = "/lab/tree/notebooks/01_anatomy.ipynb";
const startTimeout_s = 60;
const stopTimeout_s = 10;

/** `npm start`: sets up what is missing and opens JupyterLab on the first lesson until Ctrl-C. */
export async function main(args) {
  const options = startOptions(args);
  if (options.port !== null) await choosePort(options.port);
  await setup();
  const port = await choosePort(options.port);
  // The token never appears in an argument list, which every user of the machine can read.
  const token = process.env.JUPYTER_TOKEN || randomBytes(24).toString("hex");
  const server = serve(port, token, options.browser);
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const stopping = stopOnSignals(server);
  await phase("Starting JupyterLab", () => Promise.race([answers(port), stopping, ended.then(stoppedEarly)]));
  if (!server.killed)
    console.error(`JupyterLab is at http://127.0.0.1:${port}${firstLesson}?token=${token}\nCtrl-C stops it.`);
  await ended;
}

function serve(port, token, browser) {
  const args = [
    "-m",
    "jupyterlab",
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    "--ServerApp.allow_origin=",
    "--ServerApp.allow_origin_pat=",
    `--ServerApp.root_dir=${root}`,
    `--LabApp.default_url=${firstLesson}`,
    `--ServerApp.open_browser=${browser ? "True" : "False"}`,
    "--ServerApp.answer_yes=True",
    "--Application.log_level=WARN",
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
  const env = { ...jupyterEnvironment(inRoot(".jupyter")), JUPYTER_TOKEN: token };
  // A group of its own: the terminal's Ctrl-C then reaches this process alone, which stops the server once and in order.
  return spawn(venvPython, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"], detached: true });
}

async function answers(port) {
  for (let waited_s = 0; waited_s < startTimeout_s; waited_s += 0.1) {
    const reply = await fetch(`http://127.0.0.1:${port}/api`).catch(() => null);
    if (reply?.ok) return;
    await sleep(100);
  }
  throw new Problem(
    `JupyterLab did not answer within ${startTimeout_s} s: run npm start again, or see what it wrote above.`,
  );
}

function stoppedEarly(code) {
  throw new Problem(`JupyterLab ended while starting (code ${code}): what it wrote above says why.`);
}

/** Resolves when the user has asked for the end; the server then gets some seconds to shut its kernels down. */
function stopOnSignals(server) {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(signal, () => {
        if (server.killed) return;
        resolve();
        server.kill("SIGTERM");
        setTimeout(() => killGroup(server.pid), stopTimeout_s * 1000).unref();
      });
    }
  });
}
