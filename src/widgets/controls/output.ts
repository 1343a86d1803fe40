import { kernelHost } from "../../kernel/host.js";
import { defineControl } from "./define-control.js";
import { outputTraits } from "./generated.js";

type CellOutput = Record<string, unknown>;

/** An area of output, as below a cell. */
export class Output extends defineControl(outputTraits) {
  readonly #area = new OutputArea((outputs) => {
    this.outputs = outputs;
  });

  /**
   * Runs a callback whose output goes here: what it writes and displays, its error if it throws, and the output of
   * all it starts, later too. Several may run at once. With `replace` it takes the place of what is there. Outside a kernel the callback just runs.
   *
   * @returns what the callback returns; undefined if it throws
   */
  async capture<T>(callback: () => T | Promise<T>, { replace = false } = {}): Promise<T | undefined> {
    const host = kernelHost();
    if (!host) return callback();
    if (replace) this.clear(true);
    try {
      return await host.capture((type, content) => this.#area.add(type, content, this.outputs), callback);
    } finally {
      if (replace) this.#area.finishClear(this.outputs);
      this.#area.flush();
    }
  }

  /** Empties it; with `wait`, when the next output arrives. */
  clear(wait = false): void {
    this.#area.add("clear_output", { wait }, this.outputs);
    this.#area.flush();
  }

  /** Shows a value below what is there, as it would show as a cell's last expression. */
  async append(value: unknown): Promise<void> {
    const { data, metadata } = (await kernelHost()?.format(value)) ?? { data: { "text/plain": String(value) } };
    this.#area.add("display_data", { data, metadata }, this.outputs);
    this.#area.flush();
  }

  /** Writes text below what is there. */
  appendText(text: string, name: "stdout" | "stderr" = "stdout"): void {
    this.#area.add("stream", { name, text }, this.outputs);
    this.#area.flush();
  }
}

const shortestPause_ms = 50;
const charactersPerMillisecond = 2000;

/** The outputs of an area, sent together at most every so often: the more there is, the seldomer. */
class OutputArea {
  #outputs: CellOutput[] | undefined;
  #clears = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (outputs: CellOutput[]) => void) {}

  /** Takes an output in; `sent` is what the area shows now. */
  add(type: string, content: Record<string, unknown>, sent: readonly CellOutput[]): void {
    if (type === "clear_output" && content.wait === true) {
      this.#clears = true;
      return;
    }
    const outputs = this.#outputs ?? [...sent];
    this.#outputs = outputs;
    if (this.#clears || type === "clear_output") outputs.length = 0;
    this.#clears = false;
    if (type === "update_display_data") replace(outputs, content);
    else if (type !== "clear_output") append(outputs, type, content);
    this.#timer ??= setTimeout(() => this.flush(), shortestPause_ms + textLength(outputs) / charactersPerMillisecond);
  }

  /** Clears what still waits to be cleared, when nothing came. */
  finishClear(sent: readonly CellOutput[]): void {
    if (this.#clears) this.add("clear_output", {}, sent);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const outputs = this.#outputs;
    this.#outputs = undefined;
    if (outputs) this.send(outputs);
  }
}

function append(outputs: CellOutput[], type: string, content: Record<string, unknown>): void {
  const last = outputs.at(-1);
  if (type === "stream" && last?.output_type === "stream" && last.name === content.name) {
    outputs[outputs.length - 1] = { ...last, text: `${last.text}${content.text}` };
  } else {
    outputs.push({ output_type: type, ...content });
  }
}

/** Puts other data in place of what was displayed under the same id. */
function replace(outputs: CellOutput[], { data, metadata, transient }: Record<string, unknown>): void {
  const id = displayId(transient);
  outputs.forEach((output, index) => {
    if (id !== undefined && displayId(output.transient) === id) outputs[index] = { ...output, data, metadata };
  });
}

function displayId(transient: unknown): unknown {
  return typeof transient === "object" && transient !== null ? Reflect.get(transient, "display_id") : undefined;
}

function textLength(outputs: readonly CellOutput[]): number {
  return outputs.reduce((sum, { text }) => sum + (typeof text === "string" ? text.length : 0), 0);
}
