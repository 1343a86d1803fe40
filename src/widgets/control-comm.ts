import type { KernelHost } from "../kernel/host.js";
import type { BufferPath } from "./binary.js";
import type { WidgetRegistry } from "./registry.js";

/** The largest answer that a page gets in one piece, in bytes: it waits 4 s for it, and its server must pass it on. */
const largestAnswer = 8e6;

/**
 * Answers the page's question for the state of all widgets, asked when it is opened or reloaded. When the answer would
 * be too large the comm is closed instead: the page then asks each widget for its state in a message of its own.
 */
export function registerControlComm(host: KernelHost, widgets: WidgetRegistry): void {
  host.registerTarget("jupyter.widget.control", (comm) => {
    comm.onMessage = ({ data }) => {
      if (data.method !== "request_states") return;
      const answer = packStates(widgets);
      if (answer) comm.send({ method: "update_states", ...answer.data }, answer.buffers);
      else comm.close();
    };
  });
}

function packStates(widgets: WidgetRegistry) {
  const states: Record<string, unknown> = {};
  const buffer_paths: BufferPath[] = [];
  const buffers: ArrayBufferView[] = [];
  let size = 0;
  for (const [id, widget] of widgets) {
    const { state, buffer_paths: paths, buffers: own } = widget.packed();
    size += JSON.stringify(state).length + own.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (size > largestAnswer) return undefined;
    const { _model_name, _model_module, _model_module_version } = state;
    states[id] = {
      model_name: _model_name,
      model_module: _model_module,
      model_module_version: _model_module_version,
      state,
    };
    for (const path of paths) buffer_paths.push([id, "state", ...path]);
    buffers.push(...own);
  }
  return { data: { states, buffer_paths }, buffers };
}
