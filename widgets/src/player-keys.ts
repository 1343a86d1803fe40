import type { MoviePlayerModel } from "./movie-player-model.js";

/** What keys do besides playing. */
export interface PlayerCommands {
  readonly save: () => void;
  readonly help: () => void;
  readonly close: () => void;
  readonly nextPicture: () => void;
  readonly nextOutlines: () => void;
  readonly zoom: (by: 1 | -1) => void;
  readonly fit: () => void;
}

/** Keys that the list of keys names, and that do something to some movies only: to the others nothing at all. */
const keysOfSome = ["0", "1", "2", "3", "o", "v"];

/** What a key does in a player, if it does anything. */
export function playerKeys(
  { key, shiftKey, target }: KeyboardEvent,
  model: MoviePlayerModel,
  commands: PlayerCommands,
): (() => void) | undefined {
  const many = shiftKey ? 10 : 1;
  const isOnButton = target instanceof HTMLButtonElement && !target.classList.contains("ms-play");
  const isOnLevel = target instanceof Element && target.classList.contains("ms-level");
  if ((key === " " && isOnButton) || (key.startsWith("Arrow") && isOnLevel)) return undefined;
  const [from, to] = model.range;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const actions: Readonly<Record<string, () => void>> = {
    " ": () => model.togglePlay(),
    ",": () => model.step(-1),
    ".": () => model.step(1),
    ArrowLeft: () => model.step(-many),
    ArrowRight: () => model.step(many),
    Home: () => model.seek(0),
    End: () => model.seek(model.frameCount - 1),
    "[": () => model.changeSpeed(-1),
    "]": () => model.changeSpeed(1),
    l: () => model.toggleLoop(),
    i: () => model.setRange([model.position, Math.max(to, model.position + 1)]),
    k: () => model.setRange([Math.min(from, model.position), model.position + 1]),
    u: () => model.setRange(null),
    c: () => model.nextColormap(),
    a: () => model.contrast.auto(),
    p: commands.nextPicture,
    q: () => model.nextQuality(),
    s: commands.save,
    "+": () => commands.zoom(1),
    "=": () => commands.zoom(1),
    "-": () => commands.zoom(-1),
    f: commands.fit,
    "?": commands.help,
    Escape: commands.close,
    ...(model.movieCount > 1 ? comparing(model) : {}),
    ...(model.truth.count > 0 ? choosing(model, commands, many) : {}),
  };
  return actions[name] ?? (keysOfSome.includes(name) ? () => {} : undefined);
}

function comparing(model: MoviePlayerModel): Readonly<Record<string, () => void>> {
  return {
    "0": () => model.change({ compare: "side_by_side" }),
    "1": () => model.change({ compare: "first" }),
    "2": () => model.change({ compare: "difference" }),
    "3": () => model.change({ compare: "last" }),
  };
}

/** Up and down go through the cells that are outlined, or through all where none is. */
function choosing(
  model: MoviePlayerModel,
  { nextOutlines }: PlayerCommands,
  many: number,
): Readonly<Record<string, () => void>> {
  const { truth, selection } = model;
  const go = (by: number) => {
    const outlined = truth.outlined.filter((id) => id !== selection.selected || truth.outlined.length > 1);
    const cells = outlined.length > 1 ? [...outlined].sort((a, b) => a - b) : [...truth.states.keys()];
    const at = selection.selected === null ? (by > 0 ? -1 : 0) : cells.indexOf(selection.selected);
    const next = cells[(((at + by) % cells.length) + cells.length) % cells.length];
    if (next !== selection.selected) selection.select(next);
  };
  const keys = { ArrowUp: () => go(-many), ArrowDown: () => go(many), o: nextOutlines };
  return truth.hasVessels ? { ...keys, v: () => model.change({ vessels: !model.trait("vessels") }) } : keys;
}
