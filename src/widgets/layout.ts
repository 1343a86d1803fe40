import { z } from "zod";
import { defineWidget } from "./define-widget.js";

const css = z.string().nullable().default(null);
const keyword = <const T extends readonly string[]>(...names: T) => z.enum(names).nullable().default(null);
const inherited = ["inherit", "initial", "unset"] as const;

/** CSS of a widget's box, by the names that ipywidgets gives them. */
export const layoutTraits = z.strictObject({
  align_content: keyword(
    "flex-start",
    "flex-end",
    "center",
    "space-between",
    "space-around",
    "space-evenly",
    "stretch",
    ...inherited,
  ),
  align_items: keyword("flex-start", "flex-end", "center", "baseline", "stretch", ...inherited),
  align_self: keyword("auto", "flex-start", "flex-end", "center", "baseline", "stretch", ...inherited),
  border_bottom: css,
  border_left: css,
  border_right: css,
  border_top: css,
  bottom: css,
  display: css,
  flex: css,
  flex_flow: css,
  grid_area: css,
  grid_auto_columns: css,
  grid_auto_flow: keyword("column", "row", "row dense", "column dense", ...inherited),
  grid_auto_rows: css,
  grid_column: css,
  grid_gap: css,
  grid_row: css,
  grid_template_areas: css,
  grid_template_columns: css,
  grid_template_rows: css,
  height: css,
  justify_content: keyword("flex-start", "flex-end", "center", "space-between", "space-around", ...inherited),
  justify_items: keyword("flex-start", "flex-end", "center", ...inherited),
  left: css,
  margin: css,
  max_height: css,
  max_width: css,
  min_height: css,
  min_width: css,
  object_fit: keyword("contain", "cover", "fill", "scale-down", "none"),
  object_position: css,
  order: css,
  overflow: css,
  padding: css,
  right: css,
  top: css,
  visibility: keyword("visible", "hidden", ...inherited),
  width: css,
});

/** The box of a widget: `slider.layout.width = "300px"`. */
export class Layout extends defineWidget({
  name: "Layout",
  module: "@jupyter-widgets/base",
  version: "2.0.0",
  traits: layoutTraits,
  openWhenReferenced: true,
}) {}
