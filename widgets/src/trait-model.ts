import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";

/** The page's side of a widget whose traits `Traits` describes. */
export class TraitModel<Traits extends object> extends DOMWidgetModel {
  trait<K extends keyof Traits & string>(name: K): Traits[K] {
    return this.get(name);
  }

  /** Changes traits here and in the kernel, in one message. */
  change(traits: Partial<Traits>): void {
    this.set(traits);
    if (this.comm_live) this.save_changes();
  }
}

/** What views say under their last picture once the kernel is gone. */
export const kernelGone = "Kernel stopped · last picture shown · run the cell again to go on";

/** A view of such a model. */
export abstract class TraitView<Model extends DOMWidgetModel> extends DOMWidgetView {
  declare model: Model;
  declare private hear: (message: { readonly do?: string }) => void;

  /**
   * The base has the model call a bound function that it never takes off again, so that every view that was ever shown
   * would stay in memory: binding this one gives itself, and it ends with the view.
   */
  override initialize(parameters: Parameters<DOMWidgetView["initialize"]>[0]): void {
    const hear = (message: { readonly do?: string }) => super.handle_message(message);
    this.hear = Object.assign(hear, { bind: () => hear });
    this.handle_message = this.hear;
    super.initialize(parameters);
  }

  override remove(): ReturnType<DOMWidgetView["remove"]> {
    this.model.off("msg:custom", this.hear);
    // Views of the layout stay in the same way; they are not to keep their parents.
    void this.layoutPromise?.then((layout) => {
      if (layout) layout.options = {};
    });
    return super.remove();
  }

  /** Says from now on in `data-kernel` whether there is a kernel, and calls back when that changes. */
  protected watchKernel(changed: () => void): void {
    const show = () => {
      this.el.dataset.kernel = this.model.comm_live ? "here" : "gone";
      changed();
    };
    this.listenTo(this.model, "comm_live_update", show);
    show();
  }
}
