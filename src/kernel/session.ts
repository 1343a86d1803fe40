import { setTimeout as delay } from "node:timers/promises";
import { Comms } from "./comms.js";
import type { CellConverter } from "./converter.js";
import { reportDiagnostics } from "./diagnostics.js";
import { type DisplayData, toDisplayData } from "./display.js";
import { CellRejected, type Executor } from "./executor.js";
import type { History } from "./history.js";
import type { KernelHost } from "./host.js";
import { Inputs } from "./input.js";
import { currentContext, type Interrupter, KeyboardInterrupt, type RequestContext, runInContext } from "./interrupt.js";
import type { KernelIO, RequestChannel } from "./io.js";
import { toCodePoints, toUtf16 } from "./positions.js";
import type { OutputStreams } from "./streams.js";
import { cellFileName, type ErrorReport, expressionFileName, type Tracebacks } from "./traceback.js";
import type { Message, MessageHeader } from "./wire.js";

type Content = Record<string, unknown>;

interface Request {
  readonly channel: RequestChannel;
  readonly message: Message;
}

/** The parts of the kernel that are ready once the compiler is loaded. */
export interface Language {
  readonly executor: Executor;
  readonly converter: CellConverter;
}

// Requests sent together with the failing one must be here before the queue is emptied, or they would run.
const abortGrace_ms = 10;

const exitCommand = /^\s*(exit|quit)\s*(\(\s*\))?\s*;?\s*$/;

/** Handles requests: cells wait for each other, everything else is handled at once, while a cell awaits too. */
export class Session implements KernelHost {
  /** The cells that wait, by subshell; a subshell is listed while one of its cells runs. */
  private readonly queues = new Map<string | undefined, Request[]>();
  private executionCount = 0;
  private lastHeader: MessageHeader | Record<string, never> = {};
  private readonly comms = new Comms((msgType, content, metadata, buffers) =>
    this.io.publish(msgType, content, this.header(), metadata, buffers),
  );
  private readonly inputs = new Inputs((asker, content) => {
    this.streams.flush();
    return this.io.request("stdin", "input_request", asker, content);
  });
  readonly openComm = this.comms.openComm;
  readonly registerTarget = this.comms.registerTarget;

  constructor(
    private readonly io: KernelIO,
    private readonly streams: OutputStreams,
    private readonly interrupter: Interrupter,
    private readonly tracebacks: Tracebacks,
    private readonly history: History,
    private readonly language: () => Language,
  ) {}

  /** The message on whose behalf the running code runs, else that of the last cell. */
  header(): MessageHeader | Record<string, never> {
    return currentContext()?.header ?? this.lastHeader;
  }

  display: KernelHost["display"] = (data, { metadata = {}, displayId, update = false } = {}) => {
    if (update && displayId === undefined)
      throw new TypeError("display: an update needs the displayId of what it replaces.");
    const transient = displayId === undefined ? {} : { display_id: displayId };
    this.publish(update ? "update_display_data" : "display_data", { data, metadata, transient });
  };

  readonly format: KernelHost["format"] = toDisplayData;

  clearOutput(wait = false): void {
    this.publish("clear_output", { wait });
  }

  capture: KernelHost["capture"] = (sink, callback) => {
    const outer = currentContext() ?? { header: this.lastHeader as MessageHeader, silent: false, interrupted: false };
    // The cell's context is its prototype: an interrupt of the cell reaches what runs in it.
    const context: RequestContext = Object.create(outer, { sink: { value: sink } });
    return runInContext(context, async () => {
      try {
        return await callback();
      } catch (error) {
        if (error instanceof KeyboardInterrupt) throw error;
        sink("error", { ...this.tracebacks.report(error) });
        return undefined;
      }
    });
  };

  input: KernelHost["input"] = (prompt, options = {}) => {
    const context = currentContext();
    const answer = this.inputs.ask(context?.asker, prompt, options.password === true);
    return context === undefined ? answer.value : this.interrupter.race(context, answer.value).finally(answer.forget);
  };

  handle(channel: RequestChannel, message: Message): void {
    if (message.header.msg_type === "input_reply") {
      this.inputs.receive(message);
    } else if (message.header.msg_type === "execute_request") {
      void this.enqueue({ channel, message });
    } else {
      void this.answer(channel, message);
    }
  }

  /** Shows an error that no cell is there to report, in the output of the cell it comes from. */
  reportStray(what: string, error: unknown): void {
    const { traceback } = this.tracebacks.report(error);
    this.streams.write("stderr", `${what}: ${traceback.join("\n")}\n`);
  }

  private publish(msgType: string, content: Content, metadata: Content = {}): void {
    const context = currentContext();
    if (context?.sink !== undefined) {
      context.sink(msgType, content);
      return;
    }
    if (context?.silent === true) return;
    this.streams.flush();
    this.io.publish(msgType, content, this.header(), metadata);
  }

  private status(state: "busy" | "idle", header: MessageHeader): void {
    if (state === "idle") this.streams.finish(header);
    else this.streams.flush();
    this.io.publish("status", { execution_state: state }, header);
  }

  private async enqueue(added: Request): Promise<void> {
    const subshell = added.message.header.subshell_id ?? undefined;
    const waiting = this.queues.get(subshell);
    if (waiting !== undefined) {
      waiting.push(added);
      return;
    }
    const queue = [added];
    this.queues.set(subshell, queue);
    for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
      await this.execute(request, queue);
    }
    this.queues.delete(subshell);
  }

  private async execute({ channel, message }: Request, queue: Request[]): Promise<void> {
    const { header, content } = message;
    const code = String(content.code ?? "");
    const silent = content.silent === true;
    const storeHistory = !silent && content.store_history !== false;
    // Before anybody knows that the cell runs: an interrupt from here on is for this cell.
    this.interrupter.reset();
    this.status("busy", header);
    this.lastHeader = header;
    if (storeHistory) {
      this.executionCount++;
      this.history.add(this.executionCount, code);
    }
    const executionCount = this.executionCount;
    if (!silent) this.io.publish("execute_input", { code, execution_count: executionCount }, header);
    const asker = content.allow_stdin === true ? message : undefined;
    const context = { header, silent, asker, interrupted: false };
    const payload: Content[] = [];
    const error = await runInContext(context, () => this.runCell(code, executionCount, storeHistory, payload));
    this.streams.flush();
    const stop = error !== undefined && content.stop_on_error !== false && !silent;
    const expressions =
      error === undefined ? await runInContext(context, () => this.evaluate(content.user_expressions)) : {};
    if (stop) await delay(abortGrace_ms);
    const aborted = stop ? queue.splice(0) : [];
    const result =
      error === undefined ? { status: "ok", payload, user_expressions: expressions } : { status: "error", ...error };
    this.io.reply(channel, message, { ...result, execution_count: executionCount });
    this.status("idle", header);
    for (const request of aborted) this.abort(request);
  }

  /** Runs a cell and publishes its result or its error, which is returned. */
  private async runCell(
    code: string,
    executionCount: number,
    keep: boolean,
    payload: Content[],
  ): Promise<ErrorReport | undefined> {
    try {
      if (code.trim() === "") return undefined;
      const { value } = await this.language().executor.execute(code, cellFileName(executionCount));
      if (value === undefined) return undefined;
      const { data, metadata } = await toDisplayData(value);
      const text = data["text/plain"];
      if (keep && typeof text === "string") this.history.addOutput(executionCount, text);
      this.publish("execute_result", { data, metadata, execution_count: executionCount });
      return undefined;
    } catch (error) {
      // Where nothing has that name, it is what a console sends to be told to end.
      if (error instanceof CellRejected && exitCommand.test(code)) {
        payload.push({ source: "ask_exit", keepkernel: false });
        return undefined;
      }
      const report = this.report(code, error);
      this.publish("error", { ...report });
      return report;
    }
  }

  private report(code: string, error: unknown): ErrorReport {
    return error instanceof CellRejected ? reportDiagnostics(code, error.diagnostics) : this.tracebacks.report(error);
  }

  private async evaluate(expressions: unknown): Promise<Content> {
    const results: Content = {};
    if (typeof expressions !== "object" || expressions === null) return results;
    for (const [name, expression] of Object.entries(expressions)) {
      try {
        const { value } = await this.language().executor.execute(String(expression), expressionFileName(name));
        const display: DisplayData = await toDisplayData(value);
        results[name] = { status: "ok", ...display };
      } catch (error) {
        results[name] = { status: "error", ...this.report(String(expression), error) };
      }
    }
    return results;
  }

  private abort({ channel, message }: Request): void {
    this.status("busy", message.header);
    this.io.reply(channel, message, { status: "aborted", execution_count: this.executionCount });
    this.status("idle", message.header);
  }

  private async answer(channel: RequestChannel, message: Message): Promise<void> {
    const { header } = message;
    this.status("busy", header);
    try {
      if (isCommMessage(header.msg_type)) {
        await runInContext({ header, silent: false, interrupted: false }, () => this.handleComm(message));
      } else {
        const content = this.replyTo(message);
        if (content !== undefined) this.io.reply(channel, message, content);
      }
    } catch (error) {
      this.io.reply(channel, message, { status: "error", ...this.tracebacks.report(error) });
    } finally {
      this.status("idle", header);
    }
  }

  private async handleComm(message: Message): Promise<void> {
    try {
      await this.comms.handle(message);
    } catch (error) {
      this.reportStray("A widget's callback failed", error);
    }
  }

  private replyTo({ header, content }: Message): Content | undefined {
    const code = String(content.code ?? "");
    switch (header.msg_type) {
      case "comm_info_request":
        return { status: "ok", comms: this.comms.info(content.target_name) };
      case "is_complete_request":
        return this.language().converter.isComplete(code);
      case "complete_request":
        return this.complete(code, Number(content.cursor_pos));
      case "inspect_request": {
        const position = toUtf16(code, Number(content.cursor_pos));
        const data = this.language().executor.inspect(code, position, Number(content.detail_level ?? 0));
        return { status: "ok", found: data !== undefined, data: data ?? {}, metadata: {} };
      }
      case "history_request":
        return { status: "ok", history: this.history.query(content) };
      default:
        return undefined;
    }
  }

  private complete(code: string, cursor: number): Content {
    const { start, end, matches } = this.language().executor.complete(code, toUtf16(code, cursor));
    const [cursorStart, cursorEnd] = [toCodePoints(code, start), toCodePoints(code, end)];
    return {
      status: "ok",
      matches: matches.map(({ text }) => text),
      cursor_start: cursorStart,
      cursor_end: cursorEnd,
      metadata: {
        _jupyter_types_experimental: matches.map((match) => ({ ...match, start: cursorStart, end: cursorEnd })),
      },
    };
  }
}

function isCommMessage(msgType: string): boolean {
  return msgType === "comm_open" || msgType === "comm_msg" || msgType === "comm_close";
}
