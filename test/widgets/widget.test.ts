import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { z } from "zod";
import { displaySymbol, setKernelHost } from "../../src/kernel/host.js";
import {
  binary,
  Controller,
  ControllerButton,
  defineDomWidget,
  defineWidget,
  type Layout,
  Widget,
  WidgetError,
  widgetTrait,
} from "../../src/widgets/index.js";
import { MemoryHost } from "./memory-host.js";

class Counter extends defineWidget({
  name: "Counter",
  module: "some-widgets",
  version: "^1.2.0",
  traits: z.strictObject({
    count: z.int().min(0).max(100).default(0),
    label: z.string().default(""),
    mode: z.enum(["up", "down"]).default("up"),
    child: widgetTrait(Widget).nullable().default(null),
    cells: z.array(z.strictObject({ id: z.int(), pixels: binary(Float32Array) })).default([]),
  }),
}) {}

class Box extends defineDomWidget({
  name: "Box",
  module: "some-widgets",
  version: "^1.2.0",
  traits: z.strictObject({ title: z.string().default("") }),
}) {}

const bytes = (array: Float32Array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

let host: MemoryHost;
beforeEach(() => {
  host = MemoryHost.install();
});
afterEach(() => {
  setKernelHost(undefined);
  vi.restoreAllMocks();
});

describe("a widget's messages", () => {
  it("opens a comm with the whole state and where the page finds its code", () => {
    const counter = new Counter({ count: 3 });
    expect(host.take()).toEqual([
      {
        type: "open",
        commId: counter.modelId,
        data: {
          state: {
            _model_module: "some-widgets",
            _model_module_version: "^1.2.0",
            _model_name: "CounterModel",
            _view_module: "some-widgets",
            _view_module_version: "^1.2.0",
            _view_name: "CounterView",
            count: 3,
            label: "",
            mode: "up",
            child: null,
            cells: [],
          },
          buffer_paths: [],
        },
        buffers: [],
        metadata: { version: "2.1.0" },
      },
    ]);
  });

  it("sends one update for an assignment, one for a set of several, none for what is so already", () => {
    const counter = new Counter();
    host.take();
    counter.count = 4;
    counter.count = 4;
    counter.set({ count: 5, label: "five" });
    expect(host.take().map((message) => message.data)).toEqual([
      { method: "update", state: { count: 4 }, buffer_paths: [] },
      { method: "update", state: { count: 5, label: "five" }, buffer_paths: [] },
    ]);
  });

  it("takes over the page's update and echoes it", () => {
    const counter = new Counter();
    host.take();
    host.deliver(counter.modelId, { method: "update", state: { count: 7 }, buffer_paths: [] });
    expect(counter.count).toBe(7);
    expect(host.take().map((message) => message.data)).toEqual([
      { method: "echo_update", state: { count: 7 }, buffer_paths: [] },
    ]);
  });

  it("ignores a wrong update with a warning, and echoes what holds", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const counter = new Counter({ count: 7 });
    host.take();
    host.deliver(counter.modelId, { method: "update", state: { count: 7000 } });
    expect(counter.count).toBe(7);
    expect(warn.mock.calls[0][0]).toMatch(/Counter\.count is 7000; it must be ≤ 100/);
    expect(host.take().map((message) => message.data.state)).toEqual([{ count: 7 }]);
  });

  it("answers request_state with its state", () => {
    const counter = new Counter({ count: 7 });
    host.take();
    host.deliver(counter.modelId, { method: "request_state" });
    expect(host.take()[0].data).toMatchObject({ method: "update", state: { count: 7, _model_name: "CounterModel" } });
  });

  it("sends nested binary values as buffers, and takes them back as typed arrays", () => {
    const pixels = new Float32Array([1, 2.5, -3]);
    const counter = new Counter({ cells: [{ id: 1, pixels }] });
    const [open] = host.take();
    expect(open.data).toMatchObject({ state: { cells: [{ id: 1 }] }, buffer_paths: [["cells", 0, "pixels"]] });
    expect(open.buffers).toEqual([pixels]);

    const unaligned = new Uint8Array(13).subarray(1);
    unaligned.set(bytes(new Float32Array([4, 5, 6])));
    const update = { method: "update", state: { cells: [{ id: 2 }] }, buffer_paths: [["cells", 0, "pixels"]] };
    host.deliver(counter.modelId, update, [unaligned]);
    expect(counter.cells).toEqual([{ id: 2, pixels: new Float32Array([4, 5, 6]) }]);
    expect(host.take()[0].data).toMatchObject({ method: "echo_update", buffer_paths: [["cells", 0, "pixels"]] });
  });

  it("refuses buffer paths that leave the state", () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const counter = new Counter();
    const update = { method: "update", state: {}, buffer_paths: [["constructor", "prototype", "polluted"]] };
    host.deliver(counter.modelId, update, [new Uint8Array(1)]);
    expect("polluted" in {}).toBe(false);
    expect(console.warn).toHaveBeenCalledOnce();
  });

  it("refers to child widgets both ways", () => {
    const child = new Counter();
    const parent = new Counter({ child });
    expect(host.take()[1].data).toMatchObject({ state: { child: `IPY_MODEL_${child.modelId}` } });
    const other = new Counter();
    host.deliver(parent.modelId, { method: "update", state: { child: `IPY_MODEL_${other.modelId}` } });
    expect(parent.child).toBe(other);
  });

  it("carries custom messages both ways", async () => {
    const counter = new Counter();
    host.take();
    const heard = vi.fn();
    const end = counter.onCustom(heard);
    host.deliver(counter.modelId, { method: "custom", content: { ask: "frames" } }, [new Uint8Array([1])]);
    end();
    host.deliver(counter.modelId, { method: "custom", content: {} });
    expect(heard.mock.calls).toEqual([[{ ask: "frames" }, [new Uint8Array([1])]]]);
    counter.send({ answer: 1 }, [new Uint8Array([2])]);
    expect(host.take()).toMatchObject([
      { data: { method: "custom", content: { answer: 1 } }, buffers: [new Uint8Array([2])] },
    ]);
  });

  it("closes for good", () => {
    const counter = new Counter();
    host.take();
    counter.close();
    counter.count = 3;
    expect(host.take().map((message) => message.type)).toEqual(["close"]);
    expect(counter.modelId).toBeUndefined();
  });
});

describe("the control comm", () => {
  it("gives the state of all open widgets, with buffer paths below it", () => {
    const counter = new Counter({ cells: [{ id: 1, pixels: new Float32Array(2) }] });
    new Counter().close();
    const control = host.openComm("jupyter.widget.control", {});
    host.targets.get("jupyter.widget.control")?.(control, { data: {}, buffers: [], metadata: {} });
    host.take();
    host.deliver(control.id, { method: "request_states" });
    const [reply] = host.take();
    expect(Object.keys(reply.data.states as object)).toEqual([counter.modelId]);
    expect(reply.data).toMatchObject({
      method: "update_states",
      states: {
        [counter.modelId ?? ""]: {
          model_name: "CounterModel",
          model_module: "some-widgets",
          model_module_version: "^1.2.0",
          state: { count: 0, cells: [{ id: 1 }] },
        },
      },
      buffer_paths: [[counter.modelId, "state", "cells", 0, "pixels"]],
    });
    expect(reply.buffers).toHaveLength(1);
  });
});

describe("a wrong trait", () => {
  const attempt = (action: () => unknown): WidgetError => {
    try {
      action();
    } catch (error) {
      if (error instanceof WidgetError) return error;
    }
    throw new Error("expected a WidgetError");
  };

  it("names widget, trait, value and what is allowed, before anything is sent", () => {
    const error = attempt(() => new Counter({ count: "3" as never }));
    expect(error).toMatchObject({ widget: "Counter", trait: "count", value: "3", allowed: "a finite number" });
    expect(attempt(() => new Counter({ mode: "sideways" as never })).message).toBe(
      'Counter.mode is "sideways"; it must be "up" | "down".',
    );
    expect(host.take()).toEqual([]);
  });

  it("changes nothing when one of several is wrong", () => {
    const counter = new Counter({ count: 1 });
    host.take();
    expect(attempt(() => counter.set({ label: "x", count: -1 }))).toMatchObject({ trait: "count", allowed: "≥ 0" });
    expect(attempt(() => Object.assign(counter, { count: undefined }))).toMatchObject({ trait: "count" });
    expect(counter).toMatchObject({ count: 1, label: "" });
    expect(host.take()).toEqual([]);
  });

  it("names the nearest known trait", () => {
    expect(attempt(() => new Counter({ cuont: 1 } as never)).message).toContain('did you mean "count"?');
    expect(attempt(() => new Counter().set({ lable: "" } as never)).message).toContain('did you mean "label"?');
  });

  it("says where in a nested value it is", () => {
    const cells = [{ id: 0.5, pixels: new Float32Array(1) }];
    expect(attempt(() => new Counter({ cells }))).toMatchObject({ trait: "cells.0.id", value: 0.5 });
  });

  it("names the layout's trait", () => {
    expect(attempt(() => new Box({ layout: { widht: "3px" } as never })).message).toContain('did you mean "width"?');
    expect(host.take()).toEqual([]);
  });
});

describe("observers", () => {
  it("hear changes from both sides with value, previous value and widget, until ended", () => {
    const counter = new Counter();
    const heard = vi.fn();
    const end = counter.observe("count", heard);
    counter.count = 1;
    host.deliver(counter.modelId, { method: "update", state: { count: 2 } });
    counter.label = "not this";
    end();
    counter.count = 3;
    expect(heard.mock.calls).toEqual([
      [1, 0, counter],
      [2, 1, counter],
    ]);
  });

  it("are told of after the echo", () => {
    const counter = new Counter();
    host.take();
    counter.observe("count", (count) => {
      counter.label = `${count}`;
    });
    host.deliver(counter.modelId, { method: "update", state: { count: 2 } });
    expect(host.take().map((message) => message.data.method)).toEqual(["echo_update", "update"]);
  });

  it("that throw are reported and stop nothing", async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const counter = new Counter();
    const heard = vi.fn();
    counter.observe("count", () => {
      throw new Error("at once");
    });
    counter.observe("count", async () => {
      throw new Error("later");
    });
    counter.observe("count", heard);
    counter.count = 1;
    await Promise.resolve();
    await Promise.resolve();
    expect(heard).toHaveBeenCalledOnce();
    expect(report.mock.calls.map(([label, error]) => `${label} ${error.message}`)).toEqual([
      'Counter: the observer of "count" failed: at once',
      'Counter: the observer of "count" failed: later',
    ]);
  });

  it("that are slow see the latest value only, when they ask for it", async () => {
    const counter = new Counter();
    const heard: [number, number][] = [];
    counter.observe(
      "count",
      async (value, previous) => {
        heard.push([value, previous]);
        await new Promise((resolve) => setTimeout(resolve, 20));
      },
      { latest: true },
    );
    for (let count = 1; count <= 50; count++) counter.count = count;
    await expect.poll(() => heard.at(-1)?.[0]).toBe(50);
    expect(heard).toEqual([
      [1, 0],
      [50, 1],
    ]);
  });
});

describe("a widget that is seen", () => {
  it("opens its layout just before itself, and only when it is right", () => {
    const box = new Box({ layout: { width: "300px" }, title: "a" });
    const [layout, opened] = host.take();
    expect(layout.data).toMatchObject({ state: { _model_name: "LayoutModel", width: "300px", height: null } });
    expect(opened.data).toMatchObject({ state: { layout: `IPY_MODEL_${layout.commId}`, title: "a" } });
    box.layout.width = "200px";
    expect(host.take()).toMatchObject([{ commId: layout.commId, data: { state: { width: "200px" } } }]);
  });

  it("displays as a view, with a picture if it has one", async () => {
    const box = new Box({ title: "a" });
    const view = { version_major: 2, version_minor: 0, model_id: box.modelId };
    expect(box[displaySymbol]()).toEqual({
      "text/plain": 'Box { title: "a" }',
      "application/vnd.jupyter.widget-view+json": view,
    });
    class Pictured extends Box {
      protected override async staticPicture() {
        return new Uint8Array([1, 2, 3]);
      }
    }
    expect(await new Pictured()[displaySymbol]()).toMatchObject({ "image/png": "AQID" });
  });
});

it("without a kernel a widget is a plain object with the same checks and observers", () => {
  setKernelHost(undefined);
  const box = new Box({ title: "a" });
  const heard = vi.fn();
  box.observe("title", heard);
  box.title = "b";
  expect(heard).toHaveBeenCalledWith("b", "a", box);
  expect(() => new Counter({ count: -1 })).toThrow(WidgetError);
  expect(box[displaySymbol]()).toEqual({ "text/plain": 'Box { title: "b" }' });
});

it("traits are typed as their schema says", () => {
  const box = new Box();
  const counter = new Counter();
  expectTypeOf(counter.count).toEqualTypeOf<number>();
  expectTypeOf(counter.mode).toEqualTypeOf<"up" | "down">();
  expectTypeOf<(typeof counter.cells)[number]["id"]>().toEqualTypeOf<number>();
  expectTypeOf<(typeof counter.cells)[number]["pixels"]>().toExtend<Float32Array>();
  expectTypeOf(box.layout).toEqualTypeOf<Layout>();
  expectTypeOf(box).toExtend<Widget>();
  counter.observe("count", (value, previous, widget) => {
    expectTypeOf(value).toEqualTypeOf<number>();
    expectTypeOf(previous).toEqualTypeOf<number>();
    expectTypeOf(widget.mode).toEqualTypeOf<"up" | "down">();
  });
  // @ts-expect-error no such trait of the layout
  expect(() => new Box({ layout: { widht: "3px" } })).toThrow();
  // @ts-expect-error no such trait
  expect(() => new Counter({ nothing: 1 })).toThrow();
});

describe("a model that the page makes", () => {
  const code = (name: string) => ({ _model_module: "@jupyter-widgets/controls", _model_name: `${name}Model` });

  it("becomes a widget of its class, with the state that the page gives it and later changes", () => {
    const pad = new Controller();
    host.offer("b0", "jupyter.widget", { state: { ...code("ControllerButton"), value: 0.5 } });
    host.take();
    const pressed: boolean[] = [];
    host.deliver(pad.modelId, { method: "update", state: { connected: true, buttons: ["IPY_MODEL_b0"] } });
    const [button] = pad.buttons;
    expect(button).toBeInstanceOf(ControllerButton);
    expect(button).toMatchObject({ modelId: "b0", value: 0.5, pressed: false });
    (button as ControllerButton).observe("pressed", (now) => pressed.push(now));
    host.deliver("b0", { method: "update", state: { pressed: true } });
    expect(pressed).toEqual([true]);
    expect(host.take().filter(({ type }) => type === "open")).toEqual([]);
  });

  it("is closed when no class is for it", () => {
    new Controller();
    host.take();
    host.offer("x", "jupyter.widget", { state: code("Nothing") });
    expect(host.take()).toMatchObject([{ type: "close", commId: "x" }]);
  });
});
