import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { setKernelHost } from "../../src/kernel/host.js";
import {
  Accordion,
  Button,
  Checkbox,
  Combobox,
  DatePicker,
  Dropdown,
  FileUpload,
  FloatLogSlider,
  FloatRangeSlider,
  FloatSlider,
  HBox,
  HTML,
  IntRangeSlider,
  IntSlider,
  IntsInput,
  Label,
  NaiveDatetimePicker,
  SelectionRangeSlider,
  SelectMultiple,
  Tab,
  TagsInput,
  Text,
  TimePicker,
  ToggleButtons,
  VBox,
  WidgetError,
} from "../../src/widgets/index.js";
import { MemoryHost } from "./memory-host.js";

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => {
  setKernelHost(undefined);
  vi.restoreAllMocks();
});

describe("sliders", () => {
  it("open layout and style, then themselves", () => {
    const slider = new FloatSlider({ min: 0, max: 1, step: 0.01, value: 0.45, description: "NA" });
    const states = host.take().map((message) => message.data.state as Record<string, unknown>);
    expect(states.map((state) => state._model_name)).toEqual(
      expect.arrayContaining(["LayoutModel", "SliderStyleModel", "FloatSliderModel"]),
    );
    expect(states.at(-1)).toMatchObject({ value: 0.45, description: "NA", continuous_update: true });
    expect(String(slider)).toContain("value: 0.45");
  });

  it("hold min ≤ value ≤ max, and name both sides when they do not", () => {
    expect(() => new FloatSlider({ min: 0, max: 1, value: 2 })).toThrow(
      "FloatSlider.value is 2; it must be ≤ max, which is 1.",
    );
    expect(() => new IntSlider({ min: 3, max: 1, value: 2 })).toThrow(
      "IntSlider.min is 3; it must be ≤ max, which is 1.",
    );
    const slider = new IntSlider({ min: 0, max: 10, value: 5 });
    expect(() => Object.assign(slider, { min: 6 })).toThrow("IntSlider.value is 5; it must be ≥ min, which is 6.");
    expect(() => Object.assign(slider, { value: 5.5 })).toThrow("IntSlider.value is 5.5; it must be a whole number.");
    slider.set({ min: 20, max: 30, value: 25 });
    expect(slider).toMatchObject({ min: 20, max: 30, value: 25 });
  });

  it("never leave their range, whatever is set", () => {
    const slider = new FloatSlider();
    const number = fc.option(fc.double({ noDefaultInfinity: false }), { nil: undefined });
    fc.assert(
      fc.property(fc.record({ min: number, max: number, value: number }), (traits) => {
        const given = Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== undefined));
        try {
          slider.set(given);
        } catch (error) {
          expect(error).toBeInstanceOf(WidgetError);
        }
        expect(slider.min <= slider.value && slider.value <= slider.max).toBe(true);
      }),
    );
  });

  it("take 60 updates a second in a small part of it", () => {
    const slider = new FloatSlider({ max: 1e6 });
    const heard = vi.fn();
    slider.observe("value", heard);
    for (let value = 1; value <= 600; value++) host.deliver(slider.modelId, { method: "update", state: { value } });
    expect(heard).toHaveBeenCalledTimes(600);
    expect(host.take().filter((message) => message.data.method === "echo_update")).toHaveLength(600);
  });
});

describe("selections", () => {
  it("take texts, values by label, or pairs, and give typed values", () => {
    const stage = new Dropdown({ options: ["cells_only", "sensor"] });
    expectTypeOf(stage.value).toEqualTypeOf<string | null>();
    expect(stage.value).toBe("cells_only");

    const region = new Dropdown({ options: { CA1: 1, cortex: 23 }, value: 23, description: "Region" });
    expectTypeOf(region.value).toEqualTypeOf<number | null>();
    expect(region).toMatchObject({ index: 1, value: 23, description: "Region" });

    const v4 = { na: 0.45 };
    const scope = new ToggleButtons({
      options: [
        ["V4", v4],
        ["V3", { na: 0.3 }],
      ],
      value: null,
    });
    expectTypeOf(scope.value).toEqualTypeOf<{ na: number } | null>();
    expect(scope.index).toBeNull();
    scope.value = v4;
    expect(scope.index).toBe(0);
    expect(host.take().at(-1)?.data).toEqual({ method: "update", state: { index: 0 }, buffer_paths: [] });
  });

  it("send labels and index only", () => {
    new Dropdown({ options: { CA1: 1, cortex: 23 } });
    const state = host.take().at(-1)?.data.state;
    expect(state).toMatchObject({ _options_labels: ["CA1", "cortex"], index: 0 });
    expect(state).not.toHaveProperty("options");
    expect(state).not.toHaveProperty("value");
  });

  it("tell observers of the value when the page picks another", () => {
    const region = new Dropdown({ options: { CA1: 1, cortex: 23 } });
    const heard = vi.fn();
    const end = region.observe("value", (value, previous) => {
      expectTypeOf(value).toEqualTypeOf<number | null>();
      heard(value, previous);
    });
    host.deliver(region.modelId, { method: "update", state: { index: 1 } });
    region.options = { CA3: 3, cortex: 23 };
    region.options = { CA3: 3 };
    end();
    region.value = null;
    expect(heard.mock.calls).toEqual([
      [23, 1],
      [3, 23],
    ]);
  });

  it("refuse what is no option", () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const region = new Dropdown({ options: { CA1: 1, cortex: 23 } });
    expect(() => Object.assign(region, { value: 5 })).toThrow(
      "Dropdown.value is 5; it must be the value of one of the options CA1, cortex.",
    );
    expect(() => Object.assign(region, { index: 2 })).toThrow("Dropdown.index is 2; it must be null or 0 to 1.");
    expect(() => new Dropdown({ options: 5 as never })).toThrow(/Dropdown\.options is 5; it must be a list of texts/);
    expect(() => new Dropdown({ options: ["a"], descripton: "" } as never)).toThrow('did you mean "description"?');
    host.deliver(region.modelId, { method: "update", state: { index: 7 } });
    expect(region.value).toBe(1);
  });
});

describe("the other controls", () => {
  it("a button calls back when the page presses it, and only then", () => {
    const button = new Button({ description: "Run", button_style: "primary" });
    const pressed = vi.fn();
    const end = button.onClick(pressed);
    host.deliver(button.modelId, { method: "custom", content: { event: "click" } });
    host.deliver(button.modelId, { method: "custom", content: { event: "hover" } });
    end();
    host.deliver(button.modelId, { method: "custom", content: { event: "click" } });
    expect(pressed.mock.calls).toEqual([[button]]);
  });

  it("boxes refer to their children, and take widgets only", () => {
    const checkbox = new Checkbox({ value: true });
    const html = new HTML({ value: "<b>cells</b>" });
    const row = new HBox({ children: [checkbox, html] });
    const column = new VBox({ children: [row, new Label({ value: "below" })] });
    const opened = host.take().find((message) => message.commId === row.modelId);
    expect(opened?.data.state).toMatchObject({
      children: [`IPY_MODEL_${checkbox.modelId}`, `IPY_MODEL_${html.modelId}`],
    });
    column.children = [...column.children, checkbox];
    expect(host.take()).toHaveLength(1);
    expect(() => new VBox({ children: ["text" as never] })).toThrow('VBox.children.0 is "text"; it must be a Widget.');
  });

  it("share nothing: each has its own layout and style", () => {
    const [a, b] = [new Checkbox(), new Checkbox()];
    a.style.background = "red";
    expect(b.style.background).toBeNull();
    expect(a.layout).not.toBe(b.layout);
  });
});

describe("values with a form of their own", () => {
  it("dates are Dates here and parts on the wire", () => {
    const day = new DatePicker({ value: new Date("2024-02-29") });
    expect(host.take().at(-1)?.data.state).toMatchObject({ value: { year: 2024, month: 1, date: 29 }, min: null });
    host.deliver(day.modelId, { method: "update", state: { value: { year: 2025, month: 0, date: 31 } } });
    expect(day.value).toEqual(new Date("2025-01-31"));
    expect(() => Object.assign(day, { value: "2024-02-29" })).toThrow("it must be a Date or null.");
    expect(() => day.set({ min: new Date("2026-01-01") })).toThrow("≥ min, which is 2026-01-01");

    const naive = new NaiveDatetimePicker({ value: new Date(2024, 0, 31, 14, 30, 5, 250) });
    const sent = host.take().at(-1)?.data.state as Record<string, unknown>;
    expect(sent.value).toEqual({
      year: 2024,
      month: 0,
      date: 31,
      hours: 14,
      minutes: 30,
      seconds: 5,
      milliseconds: 250,
    });
    host.deliver(naive.modelId, { method: "update", state: { value: sent.value } });
    expect(naive.value).toEqual(new Date(2024, 0, 31, 14, 30, 5, 250));
  });

  it("times of day are text", () => {
    const time = new TimePicker({ value: "14:30" });
    const parts = { hours: 14, minutes: 30, seconds: 0, milliseconds: 0 };
    expect(host.take().at(-1)?.data.state).toMatchObject({ value: parts });
    host.deliver(time.modelId, { method: "update", state: { value: { ...parts, seconds: 5, milliseconds: 250 } } });
    expect(time.value).toBe("14:30:05.250");
    expect(() => Object.assign(time, { value: "25:00" })).toThrow('it must be a time of day such as "14:30"');
  });

  it("an uploaded file brings its bytes", () => {
    const upload = new FileUpload();
    const file = { name: "a.txt", type: "text/plain", size: 2, last_modified: 5 };
    const data = { method: "update", state: { value: [file] }, buffer_paths: [["value", 0, "content"]] };
    host.deliver(upload.modelId, data, [new Uint8Array([104, 105])]);
    expect(upload.value[0]).toEqual({ ...file, content: new Uint8Array([104, 105]) });
  });

  it("a value left out is in range", () => {
    expect(new IntSlider({ min: 5, max: 10 }).value).toBe(5);
    expect(new FloatRangeSlider({ min: 0, max: 8 }).value).toEqual([2, 6]);
    expect(new FloatLogSlider({ min: 1, max: 2 }).value).toBe(10);
    expect(() => new IntRangeSlider({ value: [5, 3] })).toThrow("IntRangeSlider.value");
    expect(() => new FloatSlider({ step: 0 })).toThrow("FloatSlider.step is 0; it must be > 0.");
  });

  it("several values are picked as one list", () => {
    const many = new SelectMultiple({ options: { CA1: 1, CA3: 3, cortex: 23 }, value: [3, 1] });
    expect(many.index).toEqual([1, 0]);
    host.deliver(many.modelId, { method: "update", state: { index: [2] } });
    expect(many.value).toEqual([23]);
    const range = new SelectionRangeSlider({ options: ["a", "b", "c"], index: [0, 2] });
    expect(range.value).toEqual(["a", "c"]);
    expect(() => Object.assign(range, { value: ["a"] })).toThrow("SelectionRangeSlider.index");
  });

  it("lists, boxes and comboboxes keep their rules", () => {
    expect(() => new TagsInput({ allowed_tags: ["a"], value: ["b"] })).toThrow("it must be a list of any of a.");
    expect(() => new IntsInput({ min: 0, max: 5, value: [9] })).toThrow("IntsInput.value");
    expect(() => new Combobox({ ensure_option: true, options: ["a"], value: "b" })).toThrow("one of the options a");
    expect(new Tab({ children: [new Label()] }).selected_index).toBe(0);
    expect(() => new Accordion({ selected_index: 0 })).toThrow("there are no children");
  });

  it("a text calls back on Enter", () => {
    const text = new Text();
    const heard = vi.fn();
    text.onSubmit(heard);
    host.deliver(text.modelId, { method: "custom", content: { event: "submit" } });
    expect(heard.mock.calls).toEqual([[text]]);
  });
});
