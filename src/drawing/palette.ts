/** The colours of a plot. A page takes them from its theme; pictures for readers without one use `lightPalette`. */
export interface Palette {
  /** The widget's ground, and the ground of a plot. */
  readonly ground: string;
  readonly fill: string;
  /** Labels and values; emphasis; units, hints and tick labels. */
  readonly ink: string;
  readonly emphasis: string;
  readonly hint: string;
  readonly axis: string;
  readonly grid: string;
  /** Measured traces and histograms; the cursor and what is chosen. */
  readonly measured: string;
  readonly select: string;
  /** In focus and detectable, out of focus but detectable, lost, planted. */
  readonly states: readonly [string, string, string, string];
  /** What a pixel's light is made of: cells, neuropil, all else. */
  readonly parts: readonly [string, string, string];
  readonly fontFamily: string;
}

const systemFont = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif";

export const lightPalette: Palette = {
  ground: "#ffffff",
  fill: "#f5f5f5",
  ink: "rgba(0, 0, 0, 0.87)",
  emphasis: "#000000",
  hint: "rgba(0, 0, 0, 0.62)",
  axis: "#bdbdbd",
  grid: "#e0e0e0",
  measured: "rgba(0, 0, 0, 0.45)",
  select: "#1976d2",
  states: ["#0069a8", "#a86200", "#a3366f", "#616161"],
  parts: ["#1b7a3d", "#8bbf9a", "#8a8f98"],
  fontFamily: systemFont,
};

/** The same states on the black ground of an image, in every theme. */
export const statesOnImage: Palette["states"] = ["#5bb8f0", "#f0a818", "#e58fc0", "#c8c8c8"];

/** Text on images, in every theme. */
export const imageText = { ink: "#ffffff", halo: "#000000", font: `11px ${systemFont}` };

/** A plot's colours where its marks stand on an image. */
export function onImage(palette: Palette): Palette {
  return { ...palette, ground: imageText.halo, fill: imageText.halo, ink: imageText.ink, emphasis: imageText.ink };
}
