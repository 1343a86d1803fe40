import { type Comm, type CommMessage, displaySymbol, kernelHost, type MimeBundle } from "../kernel/host.js";
import { type PackedState, packState, unpackState } from "./binary.js";
import { latestOnly, type Observer, runGuarded } from "./observers.js";
import { type WidgetRegistry, widgetsOf } from "./registry.js";
import type { TraitSet } from "./trait-set.js";
import {
  type CodeReference,
  codeState,
  fromPage,
  PROTOCOL_VERSION,
  referenceTo,
  resolveReferences,
} from "./widget-protocol.js";

/** What a widget is made of, as `defineWidget` compiles it. */
export interface WidgetKind {
  readonly name: string;
  readonly model: CodeReference;
  readonly view: CodeReference;
  readonly traits: TraitSet;
  readonly openWhenReferenced: boolean;
}

/** Handles a message that the page's side of a widget sent. May be async. */
export type CustomHandler = (content: unknown, buffers: readonly Uint8Array[]) => unknown;

/** When an observer is called. */
export interface ObserveOptions {
  /** Skip values that are out of date: at most one call at a time, always with the newest value. */
  readonly latest?: boolean;
}

/** The comm of the widget that is being made, if the page opened it. */
let offeredComm: Comm | undefined;

/**
 * The kernel's side of a Jupyter widget: named, typed traits kept equal with the page.
 *
 * Every trait is also a property: `slider.value = 3` checks the value and sends it. Traits are values: to change
 * an array or an object, assign a new one. Made by `defineWidget`, which gives the types.
 *
 * Outside a kernel a widget is a plain object with the same checks and observers, so scripts and tests run.
 */
export abstract class Widget<Traits extends object = object> {
  readonly #kind: WidgetKind;
  readonly #observers = new Map<string, Set<Observer<never, never>>>();
  readonly #customHandlers = new Set<CustomHandler>();
  #state: Record<string, unknown>;
  #comm: Comm | undefined;
  #registry: WidgetRegistry | undefined;
  #closed = false;

  protected constructor(kind: WidgetKind, traits: unknown) {
    const offered = offeredComm;
    offeredComm = undefined;
    this.#kind = kind;
    this.#state = kind.traits.complete(traits);
    const host = kernelHost();
    if (offered && host) this.#attach(offered, widgetsOf(host));
    else if (!kind.openWhenReferenced) this.#open();
  }

  /** The kernel's side of a widget that the page made: the comm that it opened, and the state it gave. */
  static adopt(make: () => Widget, comm: Comm, { data, buffers }: CommMessage): void {
    offeredComm = comm;
    try {
      const widget = make();
      const given = Object.entries(data.state ?? {}).filter(([name]) => widget.#kind.traits.has(name));
      if (given.length > 0)
        comm.onMessage?.({
          data: { ...data, method: "update", state: Object.fromEntries(given) },
          buffers,
          metadata: {},
        });
    } finally {
      offeredComm = undefined;
    }
  }

  /** The id by which the page knows this widget; undefined outside a kernel and after `close`. */
  get modelId(): string | undefined {
    this.#open();
    return this.#comm?.id;
  }

  /** The value of a trait. */
  get<K extends keyof Traits & string>(trait: K): Traits[K] {
    return this.#state[trait] as Traits[K];
  }

  /** Changes several traits at once, in one message. Throws a WidgetError, and changes nothing, if any is wrong. */
  set(traits: Partial<Traits>): void {
    const checked = this.#kind.traits.change(this.#state, traits as Record<string, unknown>);
    const previous = this.#state;
    const changed = Object.keys(checked).filter((name) => !isSame(checked[name], previous[name]));
    if (changed.length === 0) return;
    this.#state = { ...previous, ...checked };
    this.#sendState("update", changed);
    this.#notify(changed, previous);
  }

  /**
   * Calls back whenever a trait changes, from either side. What the callback throws is printed and stops nothing.
   * With `{ latest: true }` a slow callback skips values that are out of date: use it to render while a slider moves.
   *
   * @returns a function that ends the observation
   */
  observe<K extends keyof Traits & string>(
    trait: K,
    callback: Observer<Traits[K], this>,
    options: ObserveOptions = {},
  ): () => void {
    const label = `${this.#kind.name}: the observer of "${trait}"`;
    const observer = options.latest ? latestOnly(label, callback) : callback;
    const observers = this.#observers.get(trait) ?? new Set();
    this.#observers.set(trait, observers.add(observer));
    return () => void observers.delete(observer);
  }

  /** Sends a message of the widget's own to its page side. */
  send(content: unknown, buffers: readonly ArrayBufferView[] = []): void {
    this.#comm?.send({ method: "custom", content }, buffers);
  }

  /**
   * Handles messages of the widget's own from its page side.
   *
   * @returns a function that ends it
   */
  onCustom(handler: CustomHandler): () => void {
    this.#customHandlers.add(handler);
    return () => void this.#customHandlers.delete(handler);
  }

  /**
   * Ends the connection with the page, where the widget disappears with its layout and style, if no other widget has
   * them; the object keeps its values.
   */
  close(): void {
    this.#comm?.close();
    this.#forget();
  }

  /**
   * Closes all widgets of the kernel. A widget lives until it is closed, whether shown or not: a cell that makes
   * widgets makes new ones each time it is run again.
   */
  static closeAll(): void {
    const host = kernelHost();
    const widgets = host ? [...widgetsOf(host).values()] : [];
    for (const widget of widgets) widget.#comm?.close();
    for (const widget of widgets) widget.#end();
  }

  /** The whole state as the page gets it. */
  packed(): PackedState {
    return this.#pack({ ...codeState(this.#kind.model, this.#kind.view), ...this.#state });
  }

  /** A PNG for readers that cannot run widgets; none unless a subclass draws one. */
  protected staticPicture(): Uint8Array | undefined | Promise<Uint8Array | undefined> {
    return undefined;
  }

  /** How a notebook shows it: the live widget, and a picture or text for readers without widgets. */
  [displaySymbol](): MimeBundle | Promise<MimeBundle> {
    const bundle: MimeBundle = { "text/plain": this.toString() };
    const id = this.modelId;
    if (id) bundle["application/vnd.jupyter.widget-view+json"] = { version_major: 2, version_minor: 0, model_id: id };
    const withPicture = (picture: Uint8Array | undefined) =>
      picture ? { ...bundle, "image/png": Buffer.from(picture).toString("base64") } : bundle;
    const picture = this.staticPicture();
    return picture instanceof Promise ? picture.then(withPicture) : withPicture(picture);
  }

  /** The widget in one line: its name and its plain traits that say something. */
  toString(): string {
    const traits = Object.entries(this.#state)
      .filter(([name, value]) => !name.startsWith("_") && isPlain(value))
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    return traits.length > 0 ? `${this.#kind.name} { ${traits.join(", ")} }` : this.#kind.name;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  #open(): void {
    if (this.#comm || this.#closed) return;
    const host = kernelHost();
    if (!host) return;
    const widgets = widgetsOf(host);
    const { state, buffer_paths, buffers } = this.packed();
    const options = { metadata: { version: PROTOCOL_VERSION }, buffers };
    const comm = host.openComm("jupyter.widget", { state, buffer_paths }, options);
    this.#attach(comm, widgets);
  }

  #attach(comm: Comm, widgets: WidgetRegistry): void {
    widgets.set(comm.id, this);
    comm.onMessage = (message) => this.#receive(message, widgets);
    comm.onClose = () => this.#forget();
    this.#registry = widgets;
    this.#comm = comm;
  }

  #forget(): void {
    const registry = this.#registry;
    this.#end();
    const own = Object.values(this.#state).filter(
      (value): value is Widget => isWidget(value) && value.#kind.openWhenReferenced && !value.#closed,
    );
    if (own.length === 0) return;
    const others = [...(registry?.values() ?? [])];
    for (const child of own) {
      if (!others.some((other) => Object.values(other.#state).includes(child))) child.close();
    }
  }

  #end(): void {
    if (this.#comm) this.#registry?.delete(this.#comm.id);
    this.#comm = undefined;
    this.#closed = true;
  }

  #receive(message: CommMessage, widgets: WidgetRegistry): void {
    const parsed = fromPage.safeParse(message.data);
    if (!parsed.success) {
      console.warn(`${this.#kind.name}: the page sent a message that is none of a widget's; it is ignored.`);
    } else if (parsed.data.method === "update") {
      this.#update(parsed.data.state, parsed.data.buffer_paths, message.buffers, widgets);
    } else if (parsed.data.method === "request_state") {
      const { state, buffer_paths, buffers } = this.packed();
      this.#comm?.send({ method: "update", state, buffer_paths }, buffers);
    } else {
      const { content } = parsed.data;
      for (const handler of this.#customHandlers) {
        void runGuarded(`${this.#kind.name}: the handler of a custom message`, () => handler(content, message.buffers));
      }
    }
  }

  /** Takes over the page's changes, or none of them; either way the echo tells the page what holds now. */
  #update(
    sent: Record<string, unknown>,
    paths: PackedState["buffer_paths"],
    buffers: readonly Uint8Array[],
    widgets: WidgetRegistry,
  ): void {
    const previous = this.#state;
    let changed: string[] = [];
    try {
      const state = resolveReferences(unpackState(sent, paths, buffers), (id) => widgets.get(id));
      const checked = this.#kind.traits.change(previous, state as Record<string, unknown>);
      changed = Object.keys(checked).filter((name) => !isSame(checked[name], previous[name]));
      this.#state = { ...previous, ...checked };
    } catch (error) {
      console.warn(`An update from the page is ignored. ${error instanceof Error ? error.message : error}`);
    }
    this.#sendState(
      "echo_update",
      Object.keys(sent).filter((name) => this.#kind.traits.has(name)),
    );
    this.#notify(changed, previous);
  }

  #sendState(method: "update" | "echo_update", names: readonly string[]): void {
    if (!this.#comm || names.length === 0) return;
    const { state, buffer_paths, buffers } = this.#pack(
      Object.fromEntries(names.map((name) => [name, this.#state[name]])),
    );
    this.#comm.send({ method, state, buffer_paths }, buffers);
  }

  #notify(names: readonly string[], previous: Readonly<Record<string, unknown>>): void {
    const current = this.#state;
    for (const name of names) {
      for (const observer of this.#observers.get(name) ?? []) {
        const call = observer as Observer<unknown, this>;
        void runGuarded(`${this.#kind.name}: the observer of "${name}"`, () =>
          call(current[name], previous[name], this),
        );
      }
    }
  }

  #pack(state: Readonly<Record<string, unknown>>): PackedState {
    const encoded = this.#kind.traits.encode(state);
    return packState(encoded, (value) => (isWidget(value) ? referenceTo(value.modelId) : value));
  }
}

function isWidget(value: unknown): value is Widget {
  return value instanceof Widget;
}

/** Arrays and objects count as new whenever they are set: what is inside may have changed. */
function isSame(a: unknown, b: unknown): boolean {
  return Object.is(a, b) && (typeof a !== "object" || a === null || isWidget(a));
}

function isPlain(value: unknown): boolean {
  return value !== "" && value !== "\u200b" && ["string", "number", "boolean"].includes(typeof value);
}
