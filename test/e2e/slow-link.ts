import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { JupyterLab } from "./jupyter-lab.js";

/** A way to a JupyterLab that lets only so many bytes a second through, of all connections together. */
export class SlowLink {
  bytesPerSecond = Number.POSITIVE_INFINITY;
  /** Bytes that the lab has sent so far. */
  bytes = 0;
  readonly #lab: JupyterLab;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #free = 0;

  private constructor(lab: JupyterLab) {
    this.#lab = lab;
    this.#server = createServer((page) => this.#join(page, connect(Number(new URL(lab.url).port), "127.0.0.1")));
  }

  static async to(lab: JupyterLab): Promise<SlowLink> {
    const link = new SlowLink(lab);
    await new Promise<void>((resolve) => link.#server.listen(0, "127.0.0.1", resolve));
    return link;
  }

  /** The address of a notebook at the far end. */
  notebookUrl(name: string): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the link is closed");
    return this.#lab.notebookUrl(name).replace(this.#lab.url, `http://127.0.0.1:${address.port}`);
  }

  #join(page: Socket, lab: Socket): void {
    page.pipe(lab);
    lab.on("data", async (data) => {
      lab.pause();
      this.bytes += data.length;
      this.#free = Math.max(performance.now(), this.#free) + (1000 * data.length) / this.bytesPerSecond;
      await sleep(this.#free - performance.now());
      page.write(data);
      lab.resume();
    });
    lab.on("end", () => page.end());
    for (const socket of [page, lab]) {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        page.destroy();
        lab.destroy();
      });
    }
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
