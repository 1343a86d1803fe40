/** Width (px) from which panels stand beside the image. */
const besideFrom = 960;
/** Width of the image's column then. */
export const imageColumn = 608;

/** How a view of a width (px) lays out what it has. */
export function layoutOf(width: number): "wide" | "stacked" | "compact" {
  if (width >= besideFrom) return "wide";
  return width >= 560 ? "stacked" : "compact";
}
