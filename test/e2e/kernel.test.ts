import { afterEach, expect, it } from "vitest";
import { screenshot } from "./browser.js";
import { labAndBrowser } from "./lab-and-browser.js";
import { Notebook } from "./notebook.js";

const { lab, browser } = await labAndBrowser();
afterEach(() => browser.closePages());

async function open(name: string, cells: readonly string[]): Promise<Notebook> {
  lab.writeNotebook(`${name}.ipynb`, cells);
  const { page } = await browser.page();
  return Notebook.open(page, lab, `${name}.ipynb`);
}

it("Tab completes with types, and Shift-Tab shows the documentation", async () => {
  const notebook = await open("completion", [
    'import { buildSpec, ca1, miniscopeV4 } from "miniscope-lab";\nconst spec = buildSpec(miniscopeV4(), ca1());',
    "1",
  ]);
  await notebook.runAll();
  const { page } = notebook;
  const editor = page.locator(".jp-CodeCell .cm-content").nth(1);
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("spec.acquisition.op");
  await page.keyboard.press("Tab");
  const popup = page.locator(".jp-Completer");
  await popup.waitFor();
  expect(await popup.innerText()).toMatch(/optics\s+property/);
  await page.keyboard.press("Enter");
  await expect.poll(() => editor.innerText()).toBe("spec.acquisition.optics");
  await page.keyboard.type(".");
  await page.keyboard.press("Tab");
  await expect.poll(() => popup.innerText()).toContain("field_curvature_radius_um");
  await screenshot(page, "kernel-completion");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("buildSpec(");
  await page.keyboard.press("Shift+Tab");
  const tooltip = page.locator(".jp-Tooltip");
  await tooltip.waitFor();
  await expect.poll(() => tooltip.innerText()).toContain("recording of a region through a scope");
  await screenshot(page, "kernel-inspection");
});

it("restart and run all gives the same outputs from a fresh kernel", async () => {
  const notebook = await open("restart", ["let runs = 0;", 'runs += 1;\nconsole.log("run", runs, "in", process.pid);']);
  await notebook.runAll();
  const printed = async () => (await notebook.output(1)).trim();
  const before = await printed();
  expect(before).toMatch(/^run 1 in \d+$/);
  await notebook.command("notebook:restart-run-all");
  await notebook.page.locator(".jp-Dialog button.jp-mod-accept").click();
  await expect
    .poll(async () => {
      const after = await printed();
      return after !== before && after;
    })
    .toMatch(/^run 1 in \d+$/);
});

it("a slider answers while a cell waits", async () => {
  const notebook = await open("busy", [
    'import { HTML, IntSlider, VBox } from "miniscope-lab";\n' +
      'const slider = new IntSlider({ max: 10, value: 3 });\nconst text = new HTML({ value: "none" });\n' +
      'slider.observe("value", (value) => { text.value = "moved to " + value; });\n' +
      "new VBox({ children: [slider, text] })",
    "while (slider.value < 10) await new Promise((resolve) => setTimeout(resolve, 20));\n'done'",
  ]);
  const { page } = notebook;
  await notebook.command("notebook:run-all-cells");
  const prompt = page.locator(".jp-CodeCell .jp-InputArea-prompt").nth(1);
  await expect.poll(() => prompt.innerText()).toBe("[*]:");
  await page.locator(".widget-slider .noUi-handle").focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("text=moved to 4");
  expect(await prompt.innerText()).toBe("[*]:");
  await page.keyboard.press("End");
  await expect.poll(() => notebook.output(1)).toContain("done");
});

it("an editor that is connected to the server finds the widgets there", async () => {
  const index = `${lab.url}/nbextensions/miniscope-lab-widgets/index.js`;
  const found = await fetch(index, { headers: { authorization: `token ${lab.token}` } });
  expect(found.status).toBe(200);
  expect(await found.text()).toMatch(/^define\(\["@jupyter-widgets\/base"\]/);
});
