import { IJupyterWidgetRegistry } from "@jupyter-widgets/base";
import manifest from "../package.json" with { type: "json" };

const { name, version } = manifest;

/** Tells JupyterLab's widget manager where our models and views are; they are loaded with the first of them. */
export default {
  id: `${name}:plugin`,
  autoStart: true,
  requires: [IJupyterWidgetRegistry],
  activate(_app: unknown, registry: IJupyterWidgetRegistry): void {
    registry.registerWidget({ name, version, exports: async () => ({ ...(await import("./index.js")) }) });
  },
};
