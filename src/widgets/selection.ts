import { randomId } from "./random-id.js";
import type { TraitConflict } from "./trait-set.js";
import type { SelectionTraits } from "./traits/selection.js";
import type { Widget } from "./widget.js";

/** Cells that are selected: one that is looked at, and others besides. */
type Selected = Pick<SelectionTraits, "selected" | "also_selected">;

/** A widget that has a selection. */
type Selecting = Widget<SelectionTraits>;

/** The widgets that show the same cells. */
class SelectionGroup {
  readonly id = randomId();
  readonly #members = new Set<WeakRef<Selecting>>();
  #selected: Selected | null = null;

  /** What is selected; null before any widget showed these cells. */
  get selected(): Selected | null {
    return this.#selected;
  }

  /** Takes a widget in, with what it has selected. Returns what lets it go. */
  join(widget: Selecting): () => void {
    const member = new WeakRef(widget);
    this.#members.add(member);
    this.take(selectedOf(widget));
    return () => void this.#members.delete(member);
  }

  take(selected: Selected): void {
    if (this.#selected && isEqual(this.#selected, selected)) return;
    this.#selected = selected;
    for (const member of this.#members) {
      const widget = member.deref();
      if (!widget) this.#members.delete(member);
      else if (!isEqual(selectedOf(widget), selected)) widget.set(selected);
    }
  }
}

const groups = new WeakMap<object, SelectionGroup>();

function groupOf(truth: object): SelectionGroup {
  const group = groups.get(truth) ?? new SelectionGroup();
  groups.set(truth, group);
  return group;
}

/** Lets the cells of a truth, which nobody shows yet, have the selection of another one's: they are the same cells. */
export function joinSelections(truth: object, other: object): void {
  if (!groups.has(truth)) groups.set(truth, groupOf(other));
}

/**
 * The traits of a widget that is to show the cells of a ground truth: what is selected of them elsewhere, or else what
 * the widget has selected, as far as there are so many cells.
 */
export function selectionOf(truth: { readonly cellCount: unknown }, own?: Selected): Partial<SelectionTraits> {
  const { id, selected } = groupOf(truth);
  return {
    selection_group: id,
    ...(selected ??
      (own && within(own, typeof truth.cellCount === "number" ? truth.cellCount : Number.POSITIVE_INFINITY))),
  };
}

/** Keeps a widget's selection equal to that of all others that show the same cells. */
export class SharedSelection {
  readonly #widget: Selecting;
  #group: SelectionGroup;
  #leave: () => void;

  /** The widget's traits are those that {@link selectionOf} gives, or what it was told to select instead. */
  constructor(widget: Selecting, truth: object) {
    this.#widget = widget;
    this.#group = groupOf(truth);
    this.#leave = this.#group.join(widget);
    // A change that takes the widget to another group is none of this one's.
    const share = () => {
      if (widget.get("selection_group") === this.#group.id) this.#group.take(selectedOf(widget));
    };
    widget.observe("selected", share);
    widget.observe("also_selected", share);
  }

  /** Goes over to the cells of another ground truth, once the widget has the traits that {@link selectionOf} gives. */
  move(truth: object): void {
    if (groupOf(truth) === this.#group) return;
    this.#leave();
    this.#group = groupOf(truth);
    this.#leave = this.#group.join(this.#widget);
  }
}

/** What is wrong with a selection among so many cells, if anything. */
export function selectionConflict({ selected, also_selected }: Selected, count: number): TraitConflict | undefined {
  const allowed = `null or a whole number below the ${count} cells`;
  if (selected !== null && selected >= count) return { trait: "selected", allowed };
  if (also_selected.some((id) => id >= count))
    return { trait: "also_selected", allowed: `whole numbers below the ${count} cells` };
  return undefined;
}

function selectedOf(widget: Selecting): Selected {
  return { selected: widget.get("selected"), also_selected: widget.get("also_selected") };
}

function within({ selected, also_selected }: Selected, count: number): Selected {
  return {
    selected: selected !== null && selected < count ? selected : null,
    also_selected: also_selected.filter((id) => id < count),
  };
}

function isEqual(a: Selected, b: Selected): boolean {
  const [these, those] = [a.also_selected, b.also_selected];
  return a.selected === b.selected && these.length === those.length && these.every((id, i) => id === those[i]);
}
