import { createServer } from "node:net";
import { Problem } from "./problem.mjs";

const usual = 8888;
const tries = 50;

/** The port asked for, or the next free one from JupyterLab's usual port on. */
export async function choosePort(wanted) {
  if (wanted !== null) {
    const obstacle = await obstacleTo(wanted);
    if (obstacle === null) return wanted;
    const reason = obstacle === "EACCES" ? "needs more rights" : "is in use";
    throw new Problem(`port ${wanted} ${reason}: choose another with --port, or leave --port out to get a free one.`);
  }
  for (let port = usual; port < usual + tries; port++) {
    if ((await obstacleTo(port)) === null) return port;
  }
  throw new Problem(
    `ports ${usual} to ${usual + tries - 1} are all in use: choose a free one with npm start -- --port NUMBER.`,
  );
}

function obstacleTo(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code));
    server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve(null)));
  });
}
