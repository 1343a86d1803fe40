// All models and views as one file with their styles, for pages that load widgets by AMD.
import styles from "../css/miniscope.css";
import { html } from "./dom.js";

export * from "./index.js";

document.head.append(html("style", { "data-of": "miniscope-lab-widgets" }, styles));
