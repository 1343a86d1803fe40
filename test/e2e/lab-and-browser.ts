import { afterAll } from "vitest";
import { Browser } from "./browser.js";
import { JupyterLab } from "./jupyter-lab.js";

/** JupyterLab and a browser for a file's tests; both end with them. */
export async function labAndBrowser(viewport?: { width: number; height: number }) {
  const lab = await JupyterLab.start();
  afterAll(() => lab.stop());
  const browser = await Browser.start(viewport);
  afterAll(() => browser.stop());
  return { lab, browser };
}
