import { formatQuantity } from "../../src/drawing/format.js";
import { html, onDrag, setAttributes } from "./dom.js";

/** What a handle does to the focal plane. */
export interface FocalHandleActions {
  /** The depth (µm) on the axis at which the focal surface meets the handle's edge at a height of the plot. */
  depthAt(y: number): number;
  move(depth: number): void;
  /** The pointer let go. */
  end(): void;
}

/** A handle at the end of the focal plane: dragged, or moved by keys like any slider. */
export class FocalHandle {
  readonly element = html(
    "div",
    {
      class: "ms-focal-handle",
      role: "slider",
      tabindex: 0,
      "aria-label": "focal depth",
      "aria-orientation": "vertical",
    },
    html("span"),
  );
  #depth = 0;
  #deepest = 0;

  constructor({ depthAt, move, end }: FocalHandleActions) {
    const to = (depth: number) => move(Math.round(Math.min(this.#deepest, Math.max(0, depth))));
    onDrag(
      this.element,
      ({ clientY }) => {
        const top = this.element.offsetParent?.getBoundingClientRect().top ?? 0;
        to(depthAt(clientY - top));
      },
      end,
    );
    this.element.addEventListener("keydown", (event) => {
      const far = event.shiftKey ? 10 : 1;
      const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
      const depth = { Home: 0, End: this.#deepest }[event.key] ?? (by && this.#depth + by * far);
      if (depth === undefined) return;
      event.preventDefault();
      to(depth);
      end();
    });
  }

  /** Puts the handle to its plane; null hides it. */
  place(at: readonly [x: number, y: number] | null, depth: number, deepest: number): void {
    [this.#depth, this.#deepest] = [depth, deepest];
    this.element.hidden = !at;
    if (!at) return;
    Object.assign(this.element.style, { left: `${at[0]}px`, top: `${at[1]}px` });
    setAttributes(this.element, {
      "aria-valuemin": 0,
      "aria-valuemax": deepest,
      "aria-valuenow": depth,
      "aria-valuetext": formatQuantity(depth, "µm"),
    });
  }
}
