import { IJupyterWidgetRegistry } from "@jupyter-widgets/base";
import manifest from "../package.json" with { type: "json" };
import { keepPictures, type LabApp } from "./kept-pictures.js";
import { serveSpecTools } from "./spec-tools.js";

const { name, version } = manifest;

/**
 * Tells JupyterLab's widget manager where our models and views are, which are loaded with the first of them, and has
 * notebooks show the pictures of widgets that are gone and work the tables of specs.
 */
export default {
  id: `${name}:plugin`,
  autoStart: true,
  requires: [IJupyterWidgetRegistry],
  activate(app: LabApp, registry: IJupyterWidgetRegistry): void {
    keepPictures(app);
    serveSpecTools(document);
    registry.registerWidget({ name, version, exports: async () => ({ ...(await import("./index.js")) }) });
  },
};
