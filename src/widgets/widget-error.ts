/**
 * A widget was given a trait that it cannot take.
 *
 * `widget` and `trait` say where, `value` is what was given and `allowed` what would have been accepted.
 */
export class WidgetError extends Error {
  override readonly name = "WidgetError";
  readonly widget: string;
  readonly trait: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(widget: string, trait: string, value: unknown, allowed: string, message?: string) {
    super(message ?? `${widget}.${trait} cannot be ${shorten(value)}: allowed is ${allowed}.`);
    this.widget = widget;
    this.trait = trait;
    this.value = value;
    this.allowed = allowed;
  }
}

function shorten(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value !== "string" && typeof value !== "object") return String(value);
  const text = safeJson(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
