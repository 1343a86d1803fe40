import { html } from "./dom.js";

const keys: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [["Space"], "play, pause"],
  [[",", "."], "frame back, forward"],
  [["←", "→"], "the same, ten with Shift"],
  [["Home", "End"], "first, last frame"],
  [["[", "]"], "slower, faster"],
  [["L"], "loop"],
  [["C"], "next colour map"],
  [["A"], "auto contrast"],
  [["S"], "save frame as PNG"],
  [["?"], "this list"],
];

/** The player's keys, hidden until asked for. */
export function keyList(): HTMLElement {
  const rows = keys.map(([names, meaning]) => {
    const caps = html("dt", {}, ...names.map((name) => html("kbd", {}, name)));
    return html("div", {}, caps, html("dd", {}, meaning));
  });
  return html("dl", { class: "ms-keys", hidden: true }, ...rows);
}
