import { z } from "zod";

/** The version of Jupyter's widget messages that this speaks. */
export const PROTOCOL_VERSION = "2.1.0";

/** What stands before a model's id where a trait holds a widget. */
const REFERENCE = "IPY_MODEL_";

/** Where the page finds the code of a model or a view: a class in a version of an npm package. */
export interface CodeReference {
  readonly module: string;
  readonly version: string;
  /** Null for a model without a view. */
  readonly name: string | null;
}

/** What the page sends to a widget. */
export const fromPage = z.discriminatedUnion("method", [
  z.object({
    method: z.literal("update"),
    state: z.record(z.string(), z.unknown()),
    buffer_paths: z.array(z.array(z.union([z.string(), z.number()]))).default([]),
  }),
  z.object({ method: z.literal("request_state") }),
  z.object({ method: z.literal("custom"), content: z.unknown() }),
]);

/** The traits that every widget has: where its code is. */
export function codeState(model: CodeReference, view: CodeReference): Record<string, string | null> {
  return {
    _model_module: model.module,
    _model_module_version: model.version,
    _model_name: model.name,
    _view_module: view.module,
    _view_module_version: view.version,
    _view_name: view.name,
  };
}

/** A widget as it stands in the state of another. */
export function referenceTo(modelId: string | undefined): string {
  return `${REFERENCE}${modelId ?? ""}`;
}

/** Puts widgets in the place of references to them, at any depth; a reference to none that is known stays. */
export function resolveReferences(value: unknown, widget: (id: string) => unknown): unknown {
  if (typeof value === "string" && value.startsWith(REFERENCE)) {
    return widget(value.slice(REFERENCE.length)) ?? value;
  }
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, widget));
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveReferences(item, widget)]));
}
