/** What a key does, if it does anything here. */
export type KeyMap = (event: KeyboardEvent) => (() => void) | undefined;

const suppress = "data-lm-suppress-shortcuts";

const arrows = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/** Whether a control does something by itself with a key that JupyterLab has a use for too. */
function isOwnKey(control: EventTarget | null, key: string): boolean {
  if (control instanceof HTMLSelectElement) return true;
  if (control instanceof HTMLButtonElement) return key === "Enter" || key === " ";
  if (control instanceof HTMLElement && control.tagName === "SUMMARY") return key === "Enter" || key === " ";
  if (!(control instanceof HTMLInputElement)) return false;
  if (control.type === "range") return [...arrows, "Home", "End", "PageUp", "PageDown"].includes(key);
  return control.type === "checkbox" && key === " ";
}

/** Whether a control takes text, or chooses by the letters that are typed. */
function takesText(control: EventTarget | null): boolean {
  if (control instanceof HTMLInputElement) return control.type !== "range" && control.type !== "checkbox";
  return control instanceof HTMLSelectElement;
}

/**
 * Gives a widget some keys while the focus is in it, and leaves JupyterLab all others. JupyterLab hears keys on the
 * document before the widget does, so it is told before that, on the window. With `within`, only what lies in elements of
 * that selector has the keys. Returns a function that ends it.
 */
export function claimKeys(root: HTMLElement, keyMap: KeyMap, within = "*"): () => void {
  const actionFor = (event: KeyboardEvent) => {
    const { target, key } = event;
    const isTaken = takesText(target) || (target instanceof HTMLInputElement && isOwnKey(target, key));
    return isTaken || event.ctrlKey || event.metaKey || event.altKey ? undefined : keyMap(event);
  };
  const claim = (event: KeyboardEvent) => {
    const { target, key } = event;
    if (!(target instanceof Element) || !root.contains(target) || !target.closest(within)) return;
    // On the very element that has the focus: JupyterLab takes keys of whatever has it before it looks further out.
    target.toggleAttribute(suppress, isOwnKey(target, key) || !!actionFor(event));
  };
  const handle = (event: KeyboardEvent) => {
    const isOurs = event.target instanceof Element && event.target.closest(within);
    const action = event.defaultPrevented || !isOurs ? undefined : actionFor(event);
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
