import { z } from "zod";
import { ownWidgetTrait } from "../dom-widget.js";
import type { TraitConflict } from "../trait-set.js";
import { defineControl, described, disableable, field } from "./define-control.js";
import { SliderStyle } from "./styles.js";

const slider = {
  ...described,
  ...disableable,
  behavior: field.oneOf(["drag-tap", "drag-snap", "tap", "drag", "snap"], "drag-tap"),
  /** Whether the value changes while the handle is dragged, or only when it is let go. */
  continuous_update: field.flag(true),
  orientation: field.oneOf(["horizontal", "vertical"], "horizontal"),
  readout: field.flag(true),
  style: ownWidgetTrait(SliderStyle),
};

function outOfRange({ min, max, value }: { min: number; max: number; value: number }): TraitConflict | undefined {
  if (min > max) return { trait: "min", allowed: `≤ max, which is ${max}` };
  if (value < min) return { trait: "value", allowed: `≥ min, which is ${min}` };
  if (value > max) return { trait: "value", allowed: `≤ max, which is ${max}` };
  return undefined;
}

/** A number picked with a handle. Throws a WidgetError unless min ≤ value ≤ max. */
export class FloatSlider extends defineControl(
  "FloatSlider",
  {
    ...slider,
    value: field.number(0),
    min: field.number(0),
    max: field.number(100),
    step: z.number().positive().nullable().default(0.1),
    /** How the number beside the slider is written: a d3-format. */
    readout_format: field.text(".2f"),
  },
  outOfRange,
) {}

/** A whole number picked with a handle. Throws a WidgetError unless min ≤ value ≤ max. */
export class IntSlider extends defineControl(
  "IntSlider",
  {
    ...slider,
    value: field.integer(0),
    min: field.integer(0),
    max: field.integer(100),
    step: z.int().positive().default(1),
    /** How the number beside the slider is written: a d3-format. */
    readout_format: field.text("d"),
  },
  outOfRange,
) {}
