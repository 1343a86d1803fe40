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

/** A view of such a model. */
export abstract class TraitView<Model extends DOMWidgetModel> extends DOMWidgetView {
  declare model: Model;
}
