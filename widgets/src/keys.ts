/** What a key does, if it does anything here. */
export type KeyMap = (event: KeyboardEvent) => (() => void) | undefined;

const suppress = "data-lm-suppress-shortcuts";

/**
 * Gives a widget some keys while the focus is in it, and leaves JupyterLab all others. JupyterLab hears keys on the
 * document before the widget does, so it is told before that, on the window. Returns a function that ends it.
 */
export function claimKeys(root: HTMLElement, keyMap: KeyMap): () => void {
  const actionFor = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    return isTyping || event.ctrlKey || event.metaKey || event.altKey ? undefined : keyMap(event);
  };
  const claim = (event: KeyboardEvent) => {
    const isInside = event.target instanceof Node && root.contains(event.target);
    root.toggleAttribute(suppress, isInside && (event.target instanceof HTMLSelectElement || !!actionFor(event)));
  };
  const handle = (event: KeyboardEvent) => {
    const action = event.defaultPrevented ? undefined : actionFor(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  window.addEventListener("keydown", claim, true);
  root.addEventListener("keydown", handle);
  return () => {
    window.removeEventListener("keydown", claim, true);
    root.removeEventListener("keydown", handle);
  };
}
