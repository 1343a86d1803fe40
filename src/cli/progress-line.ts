import type { Progress } from "../simulation/render-movie.js";

/** Progress on a line of the terminal that overwrites itself; nothing where standard error is no terminal. */
export class ProgressLine {
  readonly #terminal = process.stderr.isTTY ? process.stderr : null;
  #start = performance.now();
  #shown = "";

  /** @param label what the frames are of */
  constructor(readonly label: string) {}

  readonly update = ({ framesDone, frameCount }: Progress): void => {
    const seconds = (performance.now() - this.#start) / 1000;
    const percent = Math.floor((100 * framesDone) / frameCount);
    this.#show(`${this.label}: ${framesDone} of ${frameCount} frames, ${percent} %, ${Math.round(seconds)} s`);
  };

  /** Takes the line away. */
  clear(): void {
    this.#show("");
  }

  #show(text: string): void {
    if (text === this.#shown) return;
    this.#terminal?.write(`\r\u001b[2K${text}`);
    this.#shown = text;
  }
}
