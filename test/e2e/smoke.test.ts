import { afterAll, beforeAll, expect, it } from "vitest";
import { Browser, screenshot } from "./browser.js";
import { JupyterLab } from "./jupyter-lab.js";
import { Notebook } from "./notebook.js";

let lab: JupyterLab;
let browser: Browser;
beforeAll(async () => {
  lab = await JupyterLab.start();
  browser = await Browser.start();
});
afterAll(async () => {
  await browser?.stop();
  await lab?.stop();
});

it("a slider moved in the page reaches an observer in the kernel, and a reload brings it back", async () => {
  lab.writeNotebook("slider.ipynb", [
    'import { FloatSlider, HTML, VBox } from "miniscope-lab";\nconst slider = new FloatSlider({ min: 0, max: 1, step: 0.01, value: 0.25, description: "NA" });\nconst text = new HTML({ value: "none" });\nslider.observe("value", (value) => { text.value = `NA is ${value}`; });\nnew VBox({ children: [slider, text] })',
  ]);
  const { page, errors } = await browser.page();
  setTimeout(()=>screenshot(page,"hang"),25000);
  const notebook = await Notebook.open(page, lab, "slider.ipynb");
  await notebook.runAll();
  const handle = page.locator(".widget-slider .noUi-handle");
  await handle.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("text=NA is 0.26");
  await screenshot(page, "smoke");
  expect(errors).toEqual([]);
  await notebook.command("docmanager:save");
  await page.reload();
  await notebook.ready();
  await page.waitForSelector("text=NA is 0.26");
});
