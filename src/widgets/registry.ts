import type { KernelHost } from "../kernel/host.js";
import { registerControlComm } from "./control-comm.js";
import { registerPageModels } from "./page-models.js";
import type { Widget } from "./widget.js";

/** The open widgets of a kernel, by model id. */
export type WidgetRegistry = Map<string, Widget>;

const registries = new WeakMap<KernelHost, WidgetRegistry>();

/** The registry of a kernel; the first call also lets the page ask for every widget's state, and make models. */
export function widgetsOf(host: KernelHost): WidgetRegistry {
  const known = registries.get(host);
  if (known) return known;
  const widgets: WidgetRegistry = new Map();
  registries.set(host, widgets);
  registerControlComm(host, widgets);
  registerPageModels(host);
  return widgets;
}
