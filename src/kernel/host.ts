/** MIME type → payload; binary payloads are base64 strings, JSON types are objects. */
export type MimeBundle = Record<string, unknown>;

/** A method that returns the MIME bundle a value displays as, when it is a cell's last expression. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/** A message of a comm, as the page sent it. */
export interface CommMessage {
  readonly data: Record<string, unknown>;
  readonly buffers: readonly Uint8Array[];
  readonly metadata: Record<string, unknown>;
}

/** One end of a comm (Jupyter messaging protocol, custom messages). */
export interface Comm {
  readonly id: string;
  readonly targetName: string;
  /** Sends a message to the page. */
  send(data: Record<string, unknown>, buffers?: readonly ArrayBufferView[], metadata?: Record<string, unknown>): void;
  /** Closes the comm, here and in the page. */
  close(data?: Record<string, unknown>): void;
  /** Called with each message from the page; null for none. */
  onMessage: ((message: CommMessage) => void | Promise<void>) | null;
  /** Called when the page closes the comm; null for nothing. */
  onClose: ((message: CommMessage) => void) | null;
}

/** Takes what would be published as a cell's output: stream, display_data, update_display_data, clear_output or error. */
export type OutputSink = (msgType: string, content: Record<string, unknown>) => void;

/** What the running kernel offers to libraries. */
export interface KernelHost {
  /** Opens a comm to a target in the page. */
  openComm(
    targetName: string,
    data: Record<string, unknown>,
    options?: { id?: string; metadata?: Record<string, unknown>; buffers?: readonly ArrayBufferView[] },
  ): Comm;
  /** Handles comms that the front end opens; the handler gets the comm and its comm_open message. */
  registerTarget(targetName: string, handler: (comm: Comm, open: CommMessage) => void): void;
  /** Publishes display_data, or update_display_data when `update` is set. */
  display(
    data: MimeBundle,
    options?: { metadata?: Record<string, unknown>; displayId?: string; update?: boolean },
  ): void;
  /** What a value shows as, as a cell's last expression. */
  format(value: unknown): Promise<{ readonly data: MimeBundle; readonly metadata: Record<string, unknown> }>;
  /** Clears the output of the running cell; with `wait`, when the next output comes. */
  clearOutput(wait?: boolean): void;
  /**
   * Runs a callback whose output, and that of all it starts, goes to `sink` instead of the cell; so does the error
   * if it throws, and the result is undefined then. An interrupt is thrown on.
   */
  capture<T>(sink: OutputSink, callback: () => T | Promise<T>): Promise<T | undefined>;
  /** Asks the reader of the notebook for a line of text. */
  input(prompt: string, options?: { password?: boolean }): Promise<string>;
}

/** What a value shows as that has no display method of its own; undefined for all that this form does not know. */
export type DisplayForm = (value: object) => MimeBundle | undefined;

const formsSymbol = Symbol.for("miniscope-lab.display-forms");

/** Ways to show plain data by their shape, by the name of the library that brings them. */
export function displayForms(): Map<string, DisplayForm> {
  const shared = globalThis as { [formsSymbol]?: Map<string, DisplayForm> };
  shared[formsSymbol] ??= new Map();
  return shared[formsSymbol];
}

/** Teaches notebooks to show values by their shape; a library of the same name that was there before is forgotten. */
export function addDisplayForm(library: string, form: DisplayForm): void {
  displayForms().set(library, form);
}

const hostSymbol = Symbol.for("miniscope-lab.kernel-host");

/** The kernel this process runs in, or undefined outside a kernel. */
export function kernelHost(): KernelHost | undefined {
  return (globalThis as { [hostSymbol]?: KernelHost })[hostSymbol];
}

/** Called once by the kernel when it starts. */
export function setKernelHost(host: KernelHost | undefined): void {
  Object.defineProperty(globalThis, hostSymbol, { value: host, configurable: true, writable: true });
}
