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
