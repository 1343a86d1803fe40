import { beforeAll, expect, it } from "vitest";
import { screenshot } from "./browser.js";
import { labAndBrowser } from "./lab-and-browser.js";
import { Notebook } from "./notebook.js";

let notebook: Notebook;
let errors: string[];

const everyControl = `import * as w from "miniscope-lab";
const options = ["first", "second", "third"];
const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><circle cx="20" cy="10" r="8"/></svg>');
const shown = [
  ...[w.FloatSlider, w.IntSlider, w.FloatRangeSlider, w.IntRangeSlider, w.FloatLogSlider].map((C) => new C({ description: C.name })),
  ...[w.FloatText, w.IntText, w.BoundedFloatText, w.BoundedIntText, w.Play].map((C) => new C({ description: C.name })),
  ...[w.FloatProgress, w.IntProgress].map((C) => new C({ description: C.name, value: 60 })),
  ...[w.Text, w.Textarea, w.Password, w.HTML, w.HTMLMath, w.Label].map((C) => new C({ description: C.name, value: "text" })),
  new w.Combobox({ description: "Combobox", options }),
  ...[w.Checkbox, w.ToggleButton, w.Valid].map((C) => new C({ description: C.name, value: true })),
  ...[w.Dropdown, w.Select, w.RadioButtons, w.ToggleButtons, w.SelectionSlider].map((C) => new C({ description: C.name, options })),
  ...[w.SelectMultiple, w.SelectionRangeSlider].map((C) => new C({ description: C.name, options, index: [0, 1] })),
  new w.DatePicker({ description: "DatePicker", value: new Date("2024-02-29") }),
  new w.DatetimePicker({ description: "DatetimePicker", value: new Date("2024-02-29T12:00:00Z") }),
  new w.NaiveDatetimePicker({ description: "NaiveDatetime", value: new Date("2024-02-29T12:00:00Z") }),
  new w.TimePicker({ description: "TimePicker", value: "14:30" }),
  new w.ColorPicker({ description: "ColorPicker", value: "teal" }),
  new w.TagsInput({ value: options }), new w.ColorsInput({ value: ["red", "#00ff00"] }),
  new w.FloatsInput({ value: [0.5, 1.5] }), new w.IntsInput({ value: [1, 2] }),
  new w.FileUpload(), new w.Button({ description: "Button" }), new w.Controller(),
  new w.Image({ value: svg, format: "svg+xml" }), new w.Audio({ autoplay: false }), new w.Video({ autoplay: false, width: "80" }),
  ...[w.Box, w.HBox, w.VBox, w.GridBox].map((C) => new C({ children: [new w.Label({ value: C.name })] })),
  ...[w.Tab, w.Accordion, w.Stack].map((C) => new C({ children: [new w.Label({ value: C.name })], titles: [C.name], selected_index: 0 })),
  new w.Output(),
];
const columns = new w.GridBox({ children: shown, layout: { grid_template_columns: "repeat(3, 1fr)" } });
columns`;

const states = `import { Button, Checkbox, Dropdown, IntSlider, jslink, Output, Text, VBox } from "miniscope-lab";
const slider = new IntSlider({ value: 10 }), follower = new IntSlider();
const text = new Text(), box = new Checkbox(), choice = new Dropdown({ options: ["a", "b"] });
const button = new Button({ description: "print" }), output = new Output();
jslink(slider, "value", follower, "value");
text.onSubmit(() => output.capture(() => console.log("submitted", text.value)));
button.onClick(() => output.capture(() => console.log(slider.value, box.value, choice.value)));
const panel = new VBox({ children: [slider, follower, text, box, choice, button, output] });
panel.layout.border_left = "1px solid";
panel`;

const interacting = `import { interact, z } from "miniscope-lab";
interact(z.object({ n: z.int().min(0).max(9).default(4) }), ({ n }) => "n squared is " + n * n)`;

const area = (page = notebook.page, cell = 1) =>
  page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea").first();
const readout = (index: number, page = notebook.page) => area(page).locator(".widget-readout").nth(index);

const { lab, browser } = await labAndBrowser({ width: 1500, height: 1400 });

beforeAll(async () => {
  lab.writeNotebook("widgets.ipynb", [everyControl, states, interacting, "console.log(process.pid)"]);
  const opened = await browser.page();
  errors = opened.errors;
  notebook = await Notebook.open(opened.page, lab, "widgets.ipynb");
  await notebook.runAll();
});

it("every control is shown", async () => {
  const grid = area(notebook.page, 0).locator(".widget-gridbox").first();
  await expect.poll(() => grid.locator("> *").count()).toBe(52);
  expect(await area(notebook.page, 0).innerText()).not.toContain("Error");
  await grid.scrollIntoViewIfNeeded();
  await screenshot(notebook.page, "widgets-every-control");
  expect(errors.filter((error) => !/audio|video|media|blob:/i.test(error))).toEqual([]);
});

it("five kinds answer mouse and keyboard, and Output takes what a callback prints", async () => {
  await area().locator(".noUi-handle").first().press("ArrowRight");
  await area().locator("input[type=text]").first().fill("hello");
  await area().locator("input[type=text]").first().press("Enter");
  await area().locator("input[type=checkbox]").first().click();
  await area().locator("select").first().selectOption("b");
  await area().locator("button", { hasText: "print" }).click();
  await expect.poll(() => area().innerText()).toContain("11 true b");
  expect(await area().innerText()).toContain("submitted hello");
  await area().scrollIntoViewIfNeeded();
  await screenshot(notebook.page, "widgets-answered");
});

it("interact shows what its function returns", async () => {
  const shown = () => area(notebook.page, 2).innerText();
  await expect.poll(shown).toContain("n squared is 16");
  await area(notebook.page, 2).locator(".noUi-handle").first().press("ArrowRight");
  await expect.poll(shown).toContain("n squared is 25");
});

it("a second window shows the same state", async () => {
  await notebook.save();
  const { page } = await browser.page();
  const second = await Notebook.open(page, lab, "widgets.ipynb");
  await expect.poll(() => area(second.page).innerText()).toContain("11 true b");
  await expect.poll(() => readout(0, second.page).innerText()).toBe("11");
  await expect.poll(() => area(second.page).locator("select").inputValue()).toBe("b");
  await area(second.page).locator(".noUi-handle").first().press("ArrowRight");
  await expect.poll(() => readout(0).innerText()).toBe("12");
  await page.close();
});

it("jslink works while the kernel stands still", async () => {
  const pid = Number((await notebook.output(3)).trim());
  process.kill(pid, "SIGSTOP");
  try {
    await area().locator(".noUi-handle").first().press("ArrowRight");
    await expect.poll(() => readout(1).innerText()).toBe("13");
  } finally {
    process.kill(pid, "SIGCONT");
  }
});
