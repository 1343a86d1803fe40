import { AsyncResource } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { errorMonitor } from "node:events";
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { readConnectionFile } from "./connection.js";
import { CellConverter } from "./converter.js";
import { jupyterDataFolder } from "./data-folder.js";
import { Executor } from "./executor.js";
import { offerFunctionSource } from "./function-source.js";
import { History } from "./history.js";
import { HistoryFile } from "./history-file.js";
import { setKernelHost } from "./host.js";
import { Interrupter } from "./interrupt.js";
import { KernelIO } from "./io.js";
import { CellModules } from "./modules.js";
import { ownPackage } from "./own-package.js";
import { type Language, Session } from "./session.js";
import { OutputStreams } from "./streams.js";
import { Tracebacks } from "./traceback.js";
import { protocolVersion } from "./wire.js";

const require = createRequire(import.meta.url);

/** Starts a kernel that serves the given connection file, and resolves when it listens. */
export async function startKernel(connectionFile: string): Promise<void> {
  const connection = readConnectionFile(connectionFile);
  const folder = process.cwd();
  const interruptState = {
    flag: new Int32Array(new SharedArrayBuffer(4)),
    turn: new Int32Array(new SharedArrayBuffer(4)),
  };
  const io = new KernelIO({ connection, session: randomUUID(), interruptState, kernelInfo: kernelInfo() });
  const interrupter = new Interrupter(interruptState);
  const tracebacks = new Tracebacks(folder);
  const streams: OutputStreams = new OutputStreams(io, () => session.header());
  let language: Language | undefined;
  const load = (): Language => {
    if (language === undefined) {
      const converter = new CellConverter({ folder, packages: [ownPackage()] });
      const modules = new CellModules(converter.compiler, folder, interrupter);
      language = { converter, executor: new Executor(converter, modules, interrupter, tracebacks) };
    }
    return language;
  };
  const history = new History(new HistoryFile(join(jupyterDataFolder(), ownPackage().name, "history.jsonl")));
  const session: Session = new Session(io, streams, interrupter, tracebacks, history, load);
  setKernelHost(session);
  offerFunctionSource();
  guardProcess(session);
  process.on("SIGINT", interrupter.interruptWaiting);
  load();
  await io.ready;
  streams.capture();
  io.listen({
    onMessage: (channel, message) => session.handle(channel, message),
    onInterrupt: interrupter.interruptWaiting,
    onShutdown: () => exit(0),
    onFailure: ({ message }) => {
      writeSync(2, `[kernel] The I/O thread failed: ${message}. The kernel ends, for Jupyter to start it again.\n`);
      exit(1);
    },
  });
}

const exit = process.exit.bind(process);

/** Keeps the kernel alive through what a cell may do to its process. */
function guardProcess(session: Session): void {
  process.exit = ((code?: number) => {
    throw new Error(
      `process.exit(${code ?? ""}) was not carried out: it would end the kernel. Restart the kernel instead.`,
    );
  }) as typeof process.exit;
  process.on("worker", (worker) => reportExit(session, worker));
  process.on("uncaughtException", (error) => session.reportStray("Uncaught", error));
  process.on("unhandledRejection", (error) => session.reportStray("Unhandled rejection", error));
}

/** Says where a worker was made that it ended itself, unless somebody listens for that. */
function reportExit(session: Session, worker: Worker): void {
  let isExpected = false;
  const { terminate } = worker;
  worker.terminate = () => {
    isExpected = true;
    return terminate.call(worker);
  };
  worker.on(errorMonitor, () => {
    isExpected = true;
  });
  // First of all, as a listener that wants to hear once is gone by its own turn.
  worker.prependListener(
    "exit",
    AsyncResource.bind((code: number) => {
      if (code !== 0 && !isExpected && worker.listenerCount("exit") === 1)
        session.reportStray("A worker ended", new Error(`process.exit(${code}) was called in it`));
    }),
  );
}

function kernelInfo(): Record<string, unknown> {
  const { name, version } = ownPackage();
  const typescript = (require("typescript/package.json") as { version: string }).version;
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: name,
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `TypeScript ${typescript} on Node ${process.versions.node} (${name} ${version})`,
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node.js", url: "https://nodejs.org/docs/latest/api/" },
    ],
    debugger: false,
    supported_features: ["kernel subshells"],
  };
}
