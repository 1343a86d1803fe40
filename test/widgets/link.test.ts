import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setKernelHost } from "../../src/kernel/host.js";
import {
  DatePicker,
  Dropdown,
  dlink,
  FloatRangeSlider,
  FloatSlider,
  IntSlider,
  jsdlink,
  jslink,
  Label,
  link,
} from "../../src/widgets/index.js";
import { MemoryHost } from "./memory-host.js";

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => setKernelHost(undefined));

describe("in the kernel", () => {
  it("link keeps two traits equal, both ways, until it is ended", () => {
    const [a, b] = [new IntSlider({ value: 3 }), new FloatSlider({ value: 7 })];
    const end = link(a, "value", b, "value");
    expect(b.value).toBe(3);
    host.deliver(b.modelId, { method: "update", state: { value: 9 } });
    expect(a.value).toBe(9);
    a.value = 4;
    expect(b.value).toBe(4);
    end();
    a.value = 5;
    expect(b.value).toBe(4);
  });

  it("lists and dates that are linked come to rest", () => {
    const [a, b] = [new FloatRangeSlider({ value: [1, 2] }), new FloatRangeSlider()];
    const heard = vi.fn();
    b.observe("value", heard);
    link(a, "value", b, "value");
    a.value = [3, 4];
    expect(b.value).toEqual([3, 4]);
    expect(heard).toHaveBeenCalledTimes(2);
    const [c, d] = [new DatePicker(), new DatePicker()];
    link(c, "value", d, "value");
    d.value = new Date("2024-01-01");
    expect(c.value).toEqual(d.value);
  });

  it("dlink transforms, and goes one way", () => {
    const region = new Dropdown({ options: { CA1: 1, cortex: 23 } });
    const label = new Label();
    dlink(region, "value", label, "value", (value) => `layer ${value}`);
    region.value = 23;
    expect(label.value).toBe("layer 23");
    label.value = "other";
    expect(region.value).toBe(23);
  });
});

describe("in the page", () => {
  it("jslink and jsdlink open a link that names both traits", () => {
    const [a, b] = [new IntSlider(), new FloatSlider()];
    host.take();
    const end = jslink(a, "value", b, "max");
    jsdlink(a, "value", b, "value");
    const states = host.take().map(({ data }) => data.state as Record<string, unknown>);
    const link = states.find((state) => state._model_name === "LinkModel");
    expect(link).toMatchObject({
      source: [`IPY_MODEL_${a.modelId}`, "value"],
      target: [`IPY_MODEL_${b.modelId}`, "max"],
      _view_name: null,
    });
    expect(states.some((state) => state._model_name === "DirectionalLinkModel")).toBe(true);
    end();
    expect(host.take().map(({ type }) => type)).toContain("close");
  });

  it("what the page does not know cannot be linked there", () => {
    const region = new Dropdown({ options: ["a"] });
    expect(() => jslink(region, "value", new Label(), "value")).toThrow(
      'Dropdown has no trait "value" in the page: link "index" instead',
    );
  });
});
