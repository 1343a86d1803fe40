import type { KernelHost } from "../kernel/host.js";
import type { BufferPath } from "./binary.js";
import type { WidgetRegistry } from "./registry.js";

/** Answers the page's question for the state of all widgets, asked when it is opened or reloaded. */
export function registerControlComm(host: KernelHost, widgets: WidgetRegistry): void {
  host.registerTarget("jupyter.widget.control", (comm) => {
    comm.onMessage = ({ data }) => {
      if (data.method !== "request_states") return;
      const states: Record<string, unknown> = {};
      const buffer_paths: BufferPath[] = [];
      const buffers: ArrayBufferView[] = [];
      for (const [id, widget] of widgets) {
        const packed = widget.packed();
        const { _model_name, _model_module, _model_module_version } = packed.state;
        states[id] = {
          model_name: _model_name,
          model_module: _model_module,
          model_module_version: _model_module_version,
          state: packed.state,
        };
        for (const path of packed.buffer_paths) buffer_paths.push([id, "state", ...path]);
        for (const buffer of packed.buffers) buffers.push(buffer);
      }
      comm.send({ method: "update_states", states, buffer_paths }, buffers);
    };
  });
}
