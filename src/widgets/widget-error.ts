import { describe } from "../spec/errors.js";

/**
 * A widget was given a trait that it cannot take.
 *
 * `widget` and `trait` say where, `value` is what was given and `allowed` what would have been accepted.
 */
export class WidgetError extends Error {
  readonly tag = "WidgetError";
  override readonly name = "WidgetError";
  readonly userFacing = true;
  readonly widget: string;
  readonly trait: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(widget: string, trait: string, value: unknown, allowed: string, message?: string) {
    super(message ?? `${widget}.${trait} is ${shorten(value)}; it must be ${allowed}.`);
    this.widget = widget;
    this.trait = trait;
    this.value = value;
    this.allowed = allowed;
  }
}

/** Whether something caught is a {@link WidgetError}, of this copy of the library or another. */
export function isWidgetError(error: unknown): error is WidgetError {
  return error instanceof Error && "tag" in error && error.tag === "WidgetError";
}

function shorten(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  try {
    return describe(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
