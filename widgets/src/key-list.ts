import { html } from "./dom.js";

/** Keys, and what they do. */
export type KeyRow = readonly [keys: readonly string[], meaning: string];

const playerKeys: readonly KeyRow[] = [
  [["Space"], "play, pause"],
  [[",", "."], "frame back, forward"],
  [["←", "→"], "the same, ten with Shift"],
  [["Home", "End"], "first, last frame"],
  [["[", "]"], "slower, faster"],
  [["L"], "loop"],
  [["I", "K"], "play from here, up to here"],
  [["U"], "play all again"],
  [["C"], "next colour map"],
  [["A"], "auto contrast"],
  [["P"], "frame, mean, maximum"],
  [["Q"], "exact or small frames"],
  [["+", "−"], "zoom; F fits the width"],
  [["1", "2", "3"], "without, difference, with; 0 side by side"],
  [["O"], "outline no, chosen, all cells"],
  [["V"], "walls of blood vessels"],
  [["↑", "↓"], "previous, next cell"],
  [["S"], "save frame or movie"],
  [["Esc"], "close, clear selection"],
  [["?"], "this list"],
];

/** The keys of a widget, the player's unless told, hidden until asked for. */
export function keyList(keys: readonly KeyRow[] = playerKeys): HTMLElement {
  const rows = keys.map(([names, meaning]) => {
    const caps = html("dt", {}, ...names.map((name) => html("kbd", {}, name)));
    return html("div", {}, caps, html("dd", {}, meaning));
  });
  return html("dl", { class: "ms-keys", hidden: true }, ...rows);
}
