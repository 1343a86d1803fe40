import * as base from "@jupyter-widgets/base";
import { Widget as LuminoWidget } from "@lumino/widgets";
import * as views from "../../widgets/src/index.js";
import type { FrontEnd, KernelMessage, PageKernel } from "./page-kernel.js";

type Handler = (message: unknown) => unknown;
interface Callbacks {
  iopub?: { status?: (message: unknown) => void };
}

/** What models and views are made of, by name. */
export const classes: Record<string, unknown> = { ...base, ...views };

/** As much of a widget manager as it takes to make models of comms and show them. */
export class PageManager implements FrontEnd {
  readonly #kernel: PageKernel;
  readonly #models = new Map<string, Promise<base.WidgetModel>>();
  readonly #handlers = new Map<string, Handler>();
  readonly #waiting = new Map<string, KernelMessage[]>();
  #messages = 0;

  constructor(kernel: PageKernel) {
    this.#kernel = kernel;
    kernel.join(this);
  }

  receive(type: "open" | "msg" | "close", message: KernelMessage): void {
    const id = message.content.comm_id;
    // One that opened as this window joined is heard of twice.
    if (type === "open" && !this.#models.has(id)) this.#models.set(id, this.#make(id, message));
    const handler = this.#handlers.get(id);
    if (type !== "msg") return;
    if (handler) handler(message);
    else this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), message]);
  }

  async get_model(id: string): Promise<base.WidgetModel> {
    const model = this.#models.get(id);
    if (!model) throw new Error(`no model ${id}`);
    return model;
  }

  callbacks(): object {
    return {};
  }

  /** The kernel is gone: comms are dead, models stay. */
  async disconnect(): Promise<void> {
    for (const model of this.#models.values()) (await model).comm_live = false;
  }

  async create_view(model: base.WidgetModel, options = {}): Promise<base.WidgetView> {
    const View = classes[model.get("_view_name")] as new (options: object) => base.WidgetView;
    const view = new View({ model, options });
    await view.render();
    return view;
  }

  async show(id: string, host: HTMLElement): Promise<base.DOMWidgetView> {
    const view = (await this.create_view(await this.get_model(id))) as base.DOMWidgetView;
    LuminoWidget.attach(view.luminoWidget, host);
    return view;
  }

  async #make(id: string, { content, buffers }: KernelMessage): Promise<base.WidgetModel> {
    const { state, buffer_paths } = content.data as { state: base.Dict<never>; buffer_paths: (string | number)[][] };
    base.put_buffers(state, buffer_paths, buffers);
    const Model = classes[state._model_name] as typeof base.WidgetModel;
    const manager = this as unknown as base.IWidgetManager;
    const attributes = await Model._deserialize_state(state, manager);
    const comm = this.#comm(id);
    const model = new Model(attributes, { widget_manager: manager, model_id: id, comm });
    model.name = state._model_name;
    return model;
  }

  #comm(id: string): base.IClassicComm {
    return {
      comm_id: id,
      target_name: "jupyter.widget",
      open: () => "",
      close: () => "",
      on_close: () => {},
      on_msg: (handler: Handler) => {
        this.#handlers.set(id, handler);
        for (const message of this.#waiting.get(id) ?? []) handler(message);
        this.#waiting.delete(id);
      },
      send: (data, callbacks?: Callbacks) => {
        this.#messages += 1;
        const msgId = `${id}-${this.#messages}-${Math.random()}`;
        const idle = () =>
          callbacks?.iopub?.status?.({ content: { execution_state: "idle" }, parent_header: { msg_id: msgId } });
        void this.#kernel.handle(id, msgId, data as Record<string, unknown>).then(() => setTimeout(idle, 1));
        return msgId;
      },
    } as base.IClassicComm;
  }
}
