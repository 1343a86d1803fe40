import type { Palette } from "../../src/drawing/palette.js";

/** The colours of the theme in force. */
export function themePalette(): Palette {
  const style = getComputedStyle(document.body);
  const token = (name: string) => style.getPropertyValue(`--ms-${name}`).trim();
  return {
    ground: token("ground"),
    fill: token("fill"),
    ink: token("ink"),
    emphasis: token("ink0"),
    hint: token("ink2"),
    axis: token("axis"),
    grid: token("rule"),
    measured: token("measured"),
    select: token("select"),
    states: [token("s0"), token("s1"), token("s2"), token("ink2")],
    parts: [token("part0"), token("part1"), token("part2")],
    fontFamily: token("font"),
  };
}

const themeAttributes = ["data-jp-theme-light", "data-jp-theme-name", "data-vscode-theme-kind"];

/** Calls back when JupyterLab, or VS Code, changes its theme. Returns a function that ends it. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributes: true, attributeFilter: themeAttributes });
  return () => observer.disconnect();
}
