import { html } from "./dom.js";

const widgetView = "application/vnd.jupyter.widget-view+json";

/** What is used of a cell's outputs in JupyterLab: a widget of the page for each of the model. */
interface OutputArea {
  readonly widgets: readonly { readonly node: HTMLElement }[];
  readonly model: { get(index: number): { readonly data: Readonly<Record<string, unknown>> } | undefined };
}

/** What is used of a notebook in JupyterLab. */
interface NotebookPanel {
  readonly node: HTMLElement;
  readonly content: { readonly widgets: readonly { readonly outputArea?: OutputArea }[] };
}

/** What is used of JupyterLab. */
export interface LabApp {
  readonly docRegistry: {
    addWidgetExtension(
      factory: string,
      extension: { createNew(panel: NotebookPanel): { readonly isDisposed: boolean; dispose(): void } },
    ): unknown;
  };
}

/** Time (ms) after which a widget that is not there is taken to be gone: one that is being made takes less. */
const patience = 1500;

/** In every notebook, shows the pictures that were saved with widgets whose kernel is gone, where nothing would stand. */
export function keepPictures({ docRegistry }: LabApp): void {
  docRegistry.addWidgetExtension("Notebook", { createNew: (panel) => new KeptPictures(panel) });
}

class KeptPictures {
  readonly #panel: NotebookPanel;
  readonly #observer: MutationObserver;
  #timer = 0;
  #isDisposed = false;

  constructor(panel: NotebookPanel) {
    this.#panel = panel;
    this.#observer = new MutationObserver(() => this.#later());
    this.#observer.observe(panel.node, { childList: true, subtree: true });
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#observer.disconnect();
    window.clearTimeout(this.#timer);
  }

  #later(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#show(), patience);
  }

  #show(): void {
    for (const { outputArea } of this.#panel.content.widgets) {
      outputArea?.widgets.forEach(({ node }, index) => {
        const view = node.querySelector<HTMLElement>(".jp-OutputArea-output");
        const data = outputArea.model.get(index)?.data ?? {};
        const { "image/png": picture, "text/plain": words } = data;
        if (view && widgetView in data && typeof picture === "string" && isMissing(view))
          keep(view, picture, String(words ?? ""));
      });
    }
  }
}

/** Whether a widget is not there: in its place there are words, "Loading widget..." or what went wrong. */
function isMissing(view: HTMLElement): boolean {
  return view.childElementCount === 0 && (view.textContent ?? "").trim() !== "";
}

function keep(view: HTMLElement, picture: string, words: string): void {
  view.replaceChildren(
    html("p", { class: "ms-kept-words" }, "As it was saved · run the cell again to work with it"),
    html("img", { class: "ms-kept", src: `data:image/png;base64,${picture.replace(/\s/g, "")}`, alt: words }),
  );
}
