import { Problem } from "./problem.mjs";

const usage = "npm start -- [--no-browser] [--port NUMBER]";

/** The options of `npm start`; the port is null when none was asked for. */
export function startOptions(args) {
  const options = { browser: true, port: null };
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].split(/=(.*)/s);
    if (name === "--no-browser" && inline === undefined) options.browser = false;
    else if (name === "--port") options.port = portNumber(inline ?? args[++i]);
    else throw new Problem(`start has no option ${args[i]}: use ${usage}`);
  }
  return options;
}

function portNumber(text) {
  const port = Number(text);
  if (/^\d+$/.test(text ?? "") && port >= 1 && port <= 65535) return port;
  throw new Problem(`--port takes a number from 1 to 65535, not ${text ?? "nothing"}: use ${usage}`);
}
