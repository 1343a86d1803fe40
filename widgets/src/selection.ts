import type { SelectionTraits } from "../../src/widgets/traits/selection.js";
import type { TraitModel } from "./trait-model.js";

type SelectingModel = TraitModel<SelectionTraits>;

/** Models that show the same cells, by their group. */
const groups = new Map<string, Set<CellSelection>>();

/** How a click selects: alone, or besides what is selected. */
export interface SelectOptions {
  readonly add?: boolean;
}

/**
 * A model's share in what is selected and pointed at: all models of one group in the page have the same, at once and
 * without a kernel. Its views listen to the model's "change:selected", "change:also_selected" and "hover".
 */
export class CellSelection {
  readonly #model: SelectingModel;
  #group: Set<CellSelection> = new Set([this]);
  #hovered: number | null = null;

  /** To be made when the model is initialized. */
  constructor(model: SelectingModel) {
    this.#model = model;
    this.#join();
    model.on("change:selection_group", () => this.#join());
    model.on("destroy", () => this.#leave());
  }

  /** The cell that is looked at. */
  get selected(): number | null {
    return this.#model.trait("selected") ?? null;
  }

  /** Cells that are selected besides. */
  get also(): readonly number[] {
    return this.#model.trait("also_selected") ?? [];
  }

  /** All that are selected, the one that is looked at first. */
  get all(): readonly number[] {
    return this.selected === null ? this.also : [this.selected, ...this.also];
  }

  /** The cell under the pointer, in whichever view. */
  get hovered(): number | null {
    return this.#hovered;
  }

  /** Selects a cell, or lets it go when it is selected already; null lets all go. */
  select(id: number | null, { add = false }: SelectOptions = {}): void {
    const { selected, also, all } = this;
    if (id === null) this.#set([]);
    else if (!add) this.#set(id === selected && also.length === 0 ? [] : [id]);
    else this.#set(all.includes(id) ? all.filter((other) => other !== id) : [id, ...all]);
  }

  /** Says which cell the pointer is at. */
  hover(id: number | null): void {
    for (const member of this.#group) member.#point(id);
  }

  #point(id: number | null): void {
    if (id === this.#hovered) return;
    this.#hovered = id;
    this.#model.trigger("hover", id);
  }

  /** The kernel tells its own side of the others: here they only show it earlier, also without a kernel. */
  #set(cells: readonly number[]): void {
    const [selected, also_selected] = [cells[0] ?? null, cells.slice(1)];
    this.#model.change({ selected, also_selected });
    for (const member of this.#group) {
      if (member !== this) member.#model.set_state({ selected, also_selected: [...also_selected] });
    }
  }

  #join(): void {
    this.#leave();
    const name = this.#model.trait("selection_group") ?? "";
    this.#group = (name && groups.get(name)) || new Set();
    if (name) groups.set(name, this.#group);
    this.#group.add(this);
  }

  #leave(): void {
    this.#group.delete(this);
    for (const [name, members] of groups) if (members.size === 0) groups.delete(name);
  }
}
