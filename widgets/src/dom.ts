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

/** Sets attributes; true writes an empty one, false, null and undefined remove it. Those that stay the same cost nothing. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) element.removeAttribute(name);
    else {
      const text = value === true ? "" : String(value);
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
}

/** Has an element say something, unless it does: every other text makes the browser lay out what stands around it. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Gives a canvas a size in CSS pixels, sharp on every screen, unless it has it: another size makes the browser put all of
 * the page together anew. Returns how many pixels of the canvas are one of CSS.
 */
export function sizeCanvas(canvas: HTMLCanvasElement, width: number, height: number): number {
  const density = window.devicePixelRatio || 1;
  const [columns, rows] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  return density;
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
