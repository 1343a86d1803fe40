import { defineControl } from "./controls/define-control.js";
import { directionalLinkTraits, linkTraits } from "./controls/generated.js";
import type { Widget } from "./widget.js";
import { WidgetError } from "./widget-error.js";

/** A widget with a property of some type, and a way to hear of its changes. */
type Linkable<T, K extends string> = Widget & { [Key in K]: T };

/** The names of a widget's own properties that links can join. */
type LinkableName<W> = Exclude<keyof W & string, keyof Widget>;

/**
 * Keeps a trait of one widget equal to that of another, in the kernel, starting with the first one's value.
 *
 * @returns a function that ends it
 */
export function link<A extends Widget, K extends LinkableName<A>, B extends Linkable<A[K], L>, L extends string>(
  source: A,
  sourceTrait: K,
  target: B,
  targetTrait: L,
): () => void {
  const ends = [
    follow(source, sourceTrait, target, targetTrait, (value) => value),
    listen(target, targetTrait, (value) => assign(source, sourceTrait, value)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/**
 * Makes a trait of one widget follow that of another, in the kernel; `transform` says what becomes of its value.
 *
 * @returns a function that ends it
 */
export function dlink<A extends Widget, K extends LinkableName<A>, B extends Widget, L extends LinkableName<B>>(
  source: A,
  sourceTrait: K,
  target: B,
  targetTrait: L,
  ...[transform]: A[K] extends B[L] ? [transform?: (value: A[K]) => B[L]] : [transform: (value: A[K]) => B[L]]
): () => void {
  return follow(source, sourceTrait, target, targetTrait, (value) => (transform ? transform(value as A[K]) : value));
}

class Link extends defineControl(linkTraits) {}
class DirectionalLink extends defineControl(directionalLinkTraits) {}

/**
 * Keeps traits of two widgets equal in the page, which works without a kernel too. Traits only: of a selection it is
 * `index` that travels, not `value`.
 *
 * @returns a function that ends it
 */
export function jslink<A extends Widget, B extends Widget>(
  source: A,
  sourceTrait: LinkableName<A>,
  target: B,
  targetTrait: LinkableName<B>,
): () => void {
  const joined = new Link({
    source: [source, syncedTrait(source, sourceTrait)],
    target: [target, syncedTrait(target, targetTrait)],
  });
  return () => joined.close();
}

/**
 * Makes a trait of one widget follow that of another in the page, which works without a kernel too.
 *
 * @returns a function that ends it
 */
export function jsdlink<A extends Widget, B extends Widget>(
  source: A,
  sourceTrait: LinkableName<A>,
  target: B,
  targetTrait: LinkableName<B>,
): () => void {
  const joined = new DirectionalLink({
    source: [source, syncedTrait(source, sourceTrait)],
    target: [target, syncedTrait(target, targetTrait)],
  });
  return () => joined.close();
}

function follow(
  source: Widget,
  sourceTrait: string,
  target: Widget,
  targetTrait: string,
  transform: (value: unknown) => unknown,
): () => void {
  assign(target, targetTrait, transform(read(source, sourceTrait)));
  return listen(source, sourceTrait, (value) => assign(target, targetTrait, transform(value)));
}

function listen(widget: Widget, trait: string, callback: (value: unknown) => void): () => void {
  return (widget as Widget<Record<string, unknown>>).observe(trait, callback);
}

function read(widget: Widget, trait: string): unknown {
  if (!(trait in widget)) throw new WidgetError(widget.constructor.name, trait, undefined, "a trait that it has");
  return Reflect.get(widget, trait);
}

/** Lists and objects count as changed whenever they are set: without a look inside, two would set each other for ever. */
function assign(widget: Widget, trait: string, value: unknown): void {
  if (!isEqual(read(widget, trait), value)) Reflect.set(widget, trait, value);
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
}

function syncedTrait(widget: Widget, trait: string): string {
  if (Object.hasOwn(widget.packed().state, trait) || widget.packed().buffer_paths.some(([name]) => name === trait))
    return trait;
  const allowed = "a trait that the page knows";
  const message = `${widget.constructor.name} has no trait "${trait}" in the page${trait === "value" ? ': link "index" instead' : ""}.`;
  throw new WidgetError(widget.constructor.name, trait, undefined, allowed, message);
}
