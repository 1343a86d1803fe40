type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;
type Child = Node | string;

const svgNamespace = "http://www.w3.org/2000/svg";

/** An HTML element with its attributes and children; strings become text. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** The same in SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** Sets attributes; true writes an empty one, false, null and undefined remove it. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Follows the pointer from a press on an element until it is released. */
export function onDrag(element: Element, move: (event: PointerEvent) => void, end: () => void = () => {}): void {
  element.addEventListener("pointerdown", (down) => {
    if (!(down instanceof PointerEvent) || down.button !== 0) return;
    const follow = (event: Event) => event instanceof PointerEvent && move(event);
    const stop = () => {
      element.removeEventListener("pointermove", follow);
      element.removeEventListener("pointerup", stop);
      element.removeEventListener("pointercancel", stop);
      end();
    };
    element.setPointerCapture(down.pointerId);
    element.addEventListener("pointermove", follow);
    element.addEventListener("pointerup", stop);
    element.addEventListener("pointercancel", stop);
    move(down);
  });
}
