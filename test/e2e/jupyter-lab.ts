import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bin = join(root, ".venv", "bin");

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

interface LabOptions {
  readonly theme?: "JupyterLab Light" | "JupyterLab Dark";
  /** Cells that are out of sight: attached and laid out like the others, or as JupyterLab comes. */
  readonly windowing?: "none" | "contentVisibility";
}

/** A JupyterLab of the project's own environment, on a copy of the notebooks and with settings of its own. */
export class JupyterLab {
  private constructor(
    readonly url: string,
    readonly token: string,
    readonly folder: string,
    readonly process: ChildProcess,
    readonly log: () => string,
  ) {}

  /** Starts a server and waits until it answers. */
  static async start(options: LabOptions = {}): Promise<JupyterLab> {
    for (let attempt = 1; ; attempt++) {
      const lab = await JupyterLab.#spawn(options);
      if (await lab.#answers()) return lab;
      await lab.stop();
      // Whoever asks for a free port may be given the same before the server has taken it.
      if (attempt === 3 || !lab.log().includes("already in use")) {
        throw new Error(`JupyterLab did not start:\n${lab.log()}`);
      }
    }
  }

  /** Waits for its answer; false when there is none. */
  async #answers(): Promise<boolean> {
    const deadline = Date.now() + 120_000;
    while (this.process.exitCode === null && Date.now() < deadline) {
      const headers = { authorization: `token ${this.token}` };
      // Another server at this port would not know the token.
      if ((await fetch(`${this.url}/api/status`, { headers }).catch(() => null))?.ok) return true;
      await sleep(100);
    }
    return false;
  }

  static async #spawn(options: LabOptions): Promise<JupyterLab> {
    const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-e2e-"));
    const notebooks = join(folder, "notebooks");
    mkdirSync(notebooks);
    if (existsSync(join(root, "notebooks"))) cpSync(join(root, "notebooks"), notebooks, { recursive: true });
    const settings = join(folder, "settings");
    const write = (plugin: string, value: object) => {
      const [extension, name] = plugin.split(":");
      mkdirSync(join(settings, extension), { recursive: true });
      writeFileSync(join(settings, extension, `${name}.jupyterlab-settings`), JSON.stringify(value));
    };
    write("@jupyterlab/apputils-extension:notification", { fetchNews: "false", checkForUpdates: false });
    write("@jupyterlab/apputils-extension:themes", { theme: options.theme ?? "JupyterLab Light" });
    write("@jupyterlab/notebook-extension:tracker", { windowingMode: options.windowing ?? "none" });
    const port = await freePort();
    const token = randomBytes(16).toString("hex");
    const child = spawn(
      join(bin, "python"),
      [
        "-m",
        "jupyterlab",
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        `--ServerApp.port=${port}`,
        "--ServerApp.port_retries=0",
        `--ServerApp.root_dir=${notebooks}`,
        "--LabApp.expose_app_in_browser=True",
        ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
      ],
      {
        cwd: folder,
        env: {
          ...process.env,
          PATH: `${bin}${delimiter}${process.env.PATH}`,
          JUPYTER_TOKEN: token,
          JUPYTERLAB_SETTINGS_DIR: settings,
          JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
          JUPYTER_CONFIG_DIR: join(folder, "config"),
          JUPYTER_DATA_DIR: join(folder, "data"),
          JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
          IPYTHONDIR: join(folder, "ipython"),
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log += text));
    const url = `http://127.0.0.1:${port}`;
    return new JupyterLab(url, token, folder, child, () => log);
  }

  /** Writes a notebook of TypeScript cells into the server's folder. */
  writeNotebook(name: string, cells: readonly string[]): void {
    const notebook = {
      cells: cells.map((source, i) => ({
        cell_type: "code",
        id: `cell-${i}`,
        source,
        metadata: {},
        outputs: [],
        execution_count: null,
      })),
      metadata: {
        kernelspec: { name: "miniscope-lab", display_name: "TypeScript (miniscope-lab)", language: "typescript" },
      },
      nbformat: 4,
      nbformat_minor: 5,
    };
    writeFileSync(join(this.folder, "notebooks", name), JSON.stringify(notebook));
  }

  /** The address of a notebook, opened alone. */
  notebookUrl(name: string): string {
    return `${this.url}/lab/tree/${name}?reset&token=${this.token}`;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((resolve) => this.process.once("exit", resolve));
      this.process.kill("SIGTERM");
      await Promise.race([ended, sleep(15_000).then(() => this.process.kill("SIGKILL"))]);
      await ended;
    }
    // Kernels may be about to end, and write until then.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
