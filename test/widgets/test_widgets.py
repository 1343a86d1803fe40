"""Widgets as a Jupyter client meets them: the messages of a running kernel, compared with those of Python's ipywidgets."""

import importlib.util
import json
import re
import struct
import time
from pathlib import Path

import ipywidgets
import pytest

spec = importlib.util.spec_from_file_location("kernel_client", Path(__file__).parent.parent / "kernel" / "conftest.py")
kernel_client = importlib.util.module_from_spec(spec)
spec.loader.exec_module(kernel_client)
parent, state = kernel_client.parent, kernel_client.state


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    # Beside this file, so that cells find the zod that schemas of widgets are written with.
    kernel = kernel_client.Kernel(Path(__file__).parent, tmp_path_factory.mktemp("jupyter"))
    yield kernel
    kernel.close()


def send(kernel, comm_id, data, buffers=None):
    """Sends what a page would; gives all messages that answer it."""
    request = kernel.send("shell", "comm_msg", {"comm_id": comm_id, "data": data}, buffers=buffers)
    return finish(kernel, request)


def finish(kernel, request):
    kernel.wait_for(lambda m: parent(m) == request and state(m) == "idle")
    mine = [m for m in kernel.messages if parent(m) == request]
    kernel.messages = [m for m in kernel.messages if parent(m) != request]
    return mine


def update(state, buffer_paths=()):
    return {"method": "update", "state": state, "buffer_paths": list(buffer_paths)}


def models(ran):
    """The state of each model a cell opened, by comm id."""
    return {m["content"]["comm_id"]: m["content"]["data"]["state"] for m in ran.of("comm_open")}


def model(ran, name):
    (found,) = [(id, opened) for id, opened in models(ran).items() if opened["_model_name"] == name]
    return found


def comm_data(messages):
    return [m["content"]["data"] for m in messages if m["msg_type"] == "comm_msg"]


def stream(messages, name="stdout"):
    texts = [m["content"] for m in messages if m["msg_type"] == "stream"]
    return "".join(text["text"] for text in texts if text["name"] == name)


def test_a_slider_opens_and_displays_itself(kernel):
    ran = kernel.ok(
        'import { FloatSlider } from "miniscope-lab";\n'
        'const na = new FloatSlider({ min: 0, max: 1, step: 0.01, value: 0.45, description: "NA" });\n'
        "na"
    )
    id, opened = model(ran, "FloatSliderModel")
    assert opened["value"] == 0.45 and opened["description"] == "NA"
    for message in ran.of("comm_open"):
        assert message["content"]["target_name"] == "jupyter.widget"
        assert message["metadata"]["version"] == "2.1.0"
    opened_before = list(models(ran))[:-1]
    assert {opened["layout"], opened["style"]} == {f"IPY_MODEL_{child}" for child in opened_before}
    (result,) = ran.of("execute_result")
    view = result["content"]["data"]["application/vnd.jupyter.widget-view+json"]
    assert view == {"version_major": 2, "version_minor": 0, "model_id": id}


def test_an_update_is_echoed_and_observed(kernel):
    ran = kernel.ok(
        'import { FloatSlider } from "miniscope-lab";\n'
        "const observed = new FloatSlider({ max: 1, value: 0.5 });\n"
        'observed.observe("value", (value, previous) => console.log(`${previous} -> ${value}`));'
    )
    id, _ = model(ran, "FloatSliderModel")
    messages = send(kernel, id, update({"value": 0.25}))
    assert comm_data(messages) == [{"method": "echo_update", "state": {"value": 0.25}, "buffer_paths": []}]
    assert stream(messages) == "0.5 -> 0.25\n"
    assert [state(m) for m in messages if state(m)] == ["busy", "idle"]
    assert kernel.ok("observed.value").result == "0.25"

    changed = kernel.ok("observed.value = 0.75;")
    assert comm_data(changed.messages) == [update({"value": 0.75})]
    assert changed.text() == "0.25 -> 0.75\n"


def test_a_wrong_update_changes_nothing_and_says_so(kernel):
    ran = kernel.ok('import { IntSlider } from "miniscope-lab";\nconst bounded = new IntSlider({ max: 10, value: 5 });')
    id, _ = model(ran, "IntSliderModel")
    messages = send(kernel, id, update({"value": 11}))
    assert comm_data(messages) == [{"method": "echo_update", "state": {"value": 5}, "buffer_paths": []}]
    assert "IntSlider.value is 11; it must be ≤ max, which is 10." in stream(messages, "stderr")


def test_a_wrong_trait_is_an_error_of_one_line(kernel):
    ran = kernel.run('import { FloatSlider } from "miniscope-lab";\nnew FloatSlider({ min: 2, max: 1, value: 1 })')
    assert ran.reply["content"]["status"] == "error"
    assert ran.reply["content"]["ename"] == "WidgetError"
    assert "FloatSlider.min is 2; it must be ≤ max, which is 1." in ran.traceback
    assert "node_modules" not in ran.traceback and "dist/" not in ran.traceback
    assert not ran.of("comm_open")


def test_an_observer_that_throws_is_reported_and_stops_nothing(kernel):
    ran = kernel.ok(
        'import { Button } from "miniscope-lab";\n'
        "const fragile = new Button();\n"
        'fragile.onClick(() => { throw new Error("in the callback"); });\n'
        'fragile.onClick(() => console.log("pressed"));'
    )
    id, _ = model(ran, "ButtonModel")
    for _ in range(2):
        messages = send(kernel, id, {"method": "custom", "content": {"event": "click"}})
        assert stream(messages) == "pressed\n"
        assert "in the callback" in stream(messages, "stderr")


def test_a_slow_observer_sees_the_latest_value_only(kernel):
    ran = kernel.ok(
        'import { IntSlider } from "miniscope-lab";\n'
        "const dragged = new IntSlider({ max: 1000 });\n"
        "const seen: number[] = [];\n"
        'dragged.observe("value", (value) => { seen.push(value); const end = Date.now() + 50; while (Date.now() < end); }, { latest: true });'
    )
    id, _ = model(ran, "IntSliderModel")
    sent = [
        kernel.send("shell", "comm_msg", {"comm_id": id, "data": update({"value": value})}) for value in range(1, 201)
    ]
    for request in sent:
        finish(kernel, request)
    seen = kernel.ok("await new Promise((resolve) => setTimeout(resolve, 300)); seen.join()").result.strip("'\"").split(",")
    assert seen[-1] == "200" and len(seen) < 20


def test_a_widget_is_live_while_a_cell_awaits(kernel):
    request = kernel.start(
        'import { Checkbox } from "miniscope-lab";\n'
        "const ready = new Checkbox();\n"
        'await new Promise<void>((resolve) => ready.observe("value", () => resolve()));\n'
        "ready.value"
    )
    opened = kernel.wait_for(
        lambda m: m["msg_type"] == "comm_open" and m["content"]["data"]["state"]["_model_name"] == "CheckboxModel"
    )
    send(kernel, opened["content"]["comm_id"], update({"value": True}))
    assert kernel.collect(request).result == "true"


def test_binary_values_travel_as_buffers_at_any_depth(kernel):
    ran = kernel.ok(
        'import { binary, defineWidget } from "miniscope-lab";\n'
        'import { z } from "zod";\n'
        "class Cells extends defineWidget({\n"
        '  name: "Cells", module: "some-widgets", version: "1.0.0",\n'
        "  traits: z.strictObject({ cells: z.array(z.strictObject({ id: z.int(), pixels: binary(Float32Array) })).default([]) }),\n"
        "}) {}\n"
        "const cells = new Cells({ cells: [{ id: 1, pixels: new Float32Array([1, 2.5]) }] });"
    )
    (opened,) = ran.of("comm_open")
    data, path = opened["content"]["data"], ["cells", 0, "pixels"]
    assert data["state"]["cells"] == [{"id": 1}] and data["buffer_paths"] == [path]
    assert bytes(opened["buffers"][0]) == struct.pack("<2f", 1, 2.5)

    sent = struct.pack("<3f", 4, 5, 6)
    messages = send(kernel, opened["content"]["comm_id"], update({"cells": [{"id": 2}]}, [path]), buffers=[sent])
    (echo,) = [m for m in messages if m["msg_type"] == "comm_msg"]
    assert echo["content"]["data"]["buffer_paths"] == [path] and bytes(echo["buffers"][0]) == sent
    assert kernel.ok("cells.cells[0].pixels.join()").result.strip("'\"") == "4,5,6"


def test_the_control_comm_gives_every_state(kernel):
    ran = kernel.ok('import { HTML, VBox } from "miniscope-lab";\nconst box = new VBox({ children: [new HTML({ value: "x" })] });')
    opened = models(ran)
    kernel.send("shell", "comm_open", {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}})
    (reply,) = comm_data(send(kernel, "control", {"method": "request_states"}))
    assert reply["method"] == "update_states"
    for id, full in opened.items():
        assert reply["states"][id] == {
            "model_name": full["_model_name"],
            "model_module": full["_model_module"],
            "model_module_version": full["_model_module_version"],
            "state": full,
        }


SELECTIONS = ["Dropdown", "RadioButtons", "Select", "SelectMultiple", "SelectionRangeSlider", "SelectionSlider", "ToggleButtons"]
CONTROLS = [
    *SELECTIONS,
    *("FloatSlider", "IntSlider", "FloatRangeSlider", "IntRangeSlider", "FloatLogSlider"),
    *("FloatText", "IntText", "BoundedFloatText", "BoundedIntText", "FloatProgress", "IntProgress", "Play"),
    *("Text", "Textarea", "Password", "Combobox", "HTML", "HTMLMath", "Label"),
    *("Checkbox", "ToggleButton", "Valid", "Button", "ColorPicker", "FileUpload", "Controller"),
    *("DatePicker", "DatetimePicker", "NaiveDatetimePicker", "TimePicker"),
    *("TagsInput", "ColorsInput", "FloatsInput", "IntsInput"),
    *("Box", "HBox", "VBox", "GridBox", "Accordion", "Tab", "Stack"),
    *("Image", "Audio", "Video"),
]


def test_every_control_of_python_is_there():
    """All that Python offers on the widget modules, but for styles, which come with their controls, and links."""
    base = (ipywidgets.DOMWidget, ipywidgets.Widget)
    offered = {
        name
        for name, value in vars(ipywidgets).items()
        if isinstance(value, type) and issubclass(value, base) and value._model_module.default_value == "@jupyter-widgets/controls"
        if value._view_name.default_value is not None and not name.endswith("Style")
    }
    made_of_boxes = {"interactive", "AppLayout", "GridspecLayout", "TwoByTwoLayout"}
    assert offered - made_of_boxes == set(CONTROLS)


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_has_the_state_that_python_gives_it(kernel, name):
    options = '{ options: ["a", "b"] }' if name in SELECTIONS else ""
    ran = kernel.ok(f'import * as widgets from "miniscope-lab";\nnew widgets.{name}({options});')
    python = getattr(ipywidgets, name)(**({"options": ["a", "b"]} if options else {}))
    if name in ("ToggleButtons", "RadioButtons"):
        python.index = 0
    (opened,) = [m for m in ran.of("comm_open") if m["content"]["data"]["state"]["_model_name"] == python._model_name]
    control = with_buffers(opened)
    assert resolved(control, models(ran)) == resolved(python.get_state(), python_models(python))


def with_buffers(opened):
    """The state a comm opened with, its binary traits in place."""
    data = opened["content"]["data"]
    binary = {key: bytes(value) for (key,), value in zip(data["buffer_paths"], opened["buffers"])}
    return {**data["state"], **binary}


def python_models(widget):
    children = [getattr(widget, trait) for trait in ("layout", "style") if widget.has_trait(trait)]
    return {child.model_id: child.get_state() for child in children}


def resolved(state, models):
    """A state with the states of layout and style in place of references, without what only counts views."""
    state = {key: value for key, value in state.items() if key != "_view_count"}
    for trait in ("layout", "style"):
        if isinstance(state.get(trait), str):
            state[trait] = resolved(models[state[trait].removeprefix("IPY_MODEL_")], models)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in state.items()}


def outputs_of(ran_or_messages, id):
    """The outputs that an Output widget shows in the end."""
    sent = [
        m["content"]["data"]["state"]["outputs"]
        for m in ran_or_messages
        if m["msg_type"] == "comm_msg" and m["content"]["comm_id"] == id and "outputs" in m["content"]["data"]["state"]
    ]
    return sent[-1]


def test_an_output_captures_what_a_callback_prints_shows_and_throws(kernel):
    ran = kernel.ok(
        'import { display, Output } from "miniscope-lab";\n'
        "const captured = new Output();\n"
        "const both = await Promise.all([\n"
        "  captured.capture(async () => {\n"
        '    console.log("one"); console.error("two");\n'
        '    const shown = await display({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>0</b>" }) });\n'
        '    await shown.update({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>1</b>" }) });\n'
        '    throw new Error("three");\n'
        "  }),\n"
        "  (async () => { await new Promise((r) => setTimeout(r, 5)); console.log('outside'); return 5; })(),\n"
        "]);\n"
        "both[1]"
    )
    assert ran.text() == "outside\n" and not ran.of("display_data") and not ran.of("error") and ran.result == "5"
    id, _ = model(ran, "OutputModel")
    stdout, stderr, shown, error = outputs_of(ran.messages, id)
    assert stdout == {"output_type": "stream", "name": "stdout", "text": "one\n"}
    assert stderr == {"output_type": "stream", "name": "stderr", "text": "two\n"}
    assert shown["output_type"] == "display_data" and shown["data"]["text/html"] == "<b>1</b>"
    assert error["output_type"] == "error" and error["evalue"] == "three" and error["traceback"]

    cleared = kernel.ok('captured.clear(); captured.appendText("again");')
    assert outputs_of(cleared.messages, id) == [{"output_type": "stream", "name": "stdout", "text": "again"}]


def test_a_flood_into_an_output_is_sent_in_a_few_messages(kernel):
    ran = kernel.ok(
        'import { Output } from "miniscope-lab";\nconst flooded = new Output();\n'
        "await flooded.capture(() => { for (let i = 0; i < 20_000; i++) console.log(i); });"
    )
    id, _ = model(ran, "OutputModel")
    assert len(comm_data(ran.messages)) < 10
    assert outputs_of(ran.messages, id)[0]["text"].endswith("\n19999\n")


def test_states_too_large_for_one_answer_are_left_to_the_widgets(kernel):
    kernel.ok(
        'import { Image, Widget } from "miniscope-lab";\nWidget.closeAll();\n'
        "const pictures = [1, 2, 3].map(() => new Image({ value: new Uint8Array(3e6) }));"
    )
    comm = {"comm_id": "control-large", "target_name": "jupyter.widget.control", "data": {}}
    kernel.send("shell", "comm_open", comm)
    messages = send(kernel, "control-large", {"method": "request_states"})
    assert [m["msg_type"] for m in messages if m["msg_type"].startswith("comm")] == ["comm_close"]
    kernel.ok("pictures.slice(1).forEach((picture) => picture.close());")
    kernel.send("shell", "comm_open", {**comm, "comm_id": "control-small"})
    (reply,) = comm_data(send(kernel, "control-small", {"method": "request_states"}))
    assert sorted(s["model_name"] for s in reply["states"].values()) == ["ImageModel", "LayoutModel"]


def test_closing_leaves_nothing_behind(kernel):
    ran = kernel.ok('import { Checkbox, Widget } from "miniscope-lab";\nconst closing = new Checkbox();\nclosing.close();')
    closed = {m["content"]["comm_id"] for m in ran.of("comm_close")}
    assert closed == set(models(ran)) and len(closed) == 3
    kernel.ok("for (let i = 0; i < 20; i++) new Checkbox();\nWidget.closeAll();")
    comm = {"comm_id": "control-empty", "target_name": "jupyter.widget.control", "data": {}}
    kernel.send("shell", "comm_open", comm)
    assert comm_data(send(kernel, "control-empty", {"method": "request_states"}))[0]["states"] == {}


def test_interact_shows_what_its_function_makes_of_the_controls(kernel):
    ran = kernel.ok(
        'import { interact, z } from "miniscope-lab";\n'
        "const squares = interact(z.object({ n: z.int().min(0).max(9).default(3) }), ({ n }) => { console.log(n); return n * n; });\n"
        "await squares.settled();\nsquares"
    )
    slider, _ = model(ran, "IntSliderModel")
    output, _ = model(ran, "OutputModel")
    printed, shown = outputs_of(ran.messages, output)
    assert printed["text"] == "3\n"
    assert shown["data"]["text/plain"] == "9"
    send(kernel, slider, update({"value": 5}))
    assert kernel.ok("await squares.settled();\nsquares.output.outputs.length + squares.values.n").result == "7"


LONG_RUN = """import { makeRecordingSpec, simulate, writeVideo } from "miniscope-lab";
const long = makeRecordingSpec({ nCells: 3, nPx: 128, durationS: %d });
"""


def test_a_run_shows_its_progress_lets_sliders_answer_and_stops_when_told_to(kernel):
    ran = kernel.ok(
        'import { FloatSlider } from "miniscope-lab";\n'
        "const depth = new FloatSlider({ max: 100 });\n"
        'depth.observe("value", (value) => console.log(`depth ${value}`));'
    )
    slider, _ = model(ran, "FloatSliderModel")
    request = kernel.start(LONG_RUN % 3600 + "await simulate(long)")
    shown = kernel.wait_for(lambda m: parent(m) == request and m["msg_type"] == "display_data")
    opened = {m["content"]["comm_id"]: m["content"]["data"]["state"] for m in kernel.messages if m["msg_type"] == "comm_open"}
    view = shown["content"]["data"]["application/vnd.jupyter.widget-view+json"]
    bar, text, button = (child.removeprefix("IPY_MODEL_") for child in opened[view["model_id"]]["children"])
    assert opened[bar]["_model_name"] == "FloatProgressModel" and opened[bar]["description"] == "Simulating"
    assert opened[button]["description"] == "Stop"

    def says(m, id, trait):
        return m["content"]["comm_id"] == id and m["content"]["data"]["state"].get(trait)

    told = kernel.wait_for(lambda m: m["msg_type"] == "comm_msg" and "left" in str(says(m, text, "value")))
    rate = r"\d+ of 72000 frames, \d+ %, [\d.]+ frames/s, .*\d+ \w+ left"
    assert re.fullmatch(rate, says(told, text, "value")), told["content"]["data"]

    seconds = []
    for value in range(1, 10):
        moved = time.monotonic()
        messages = send(kernel, slider, update({"value": value}))
        seconds.append(time.monotonic() - moved)
        assert stream(messages) == f"depth {value}\n"
    # 50 ms on a machine that does nothing else.
    assert min(seconds) < 0.5, seconds

    kernel.send("shell", "comm_msg", {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}})
    ran = kernel.collect(request)
    assert ran.reply["content"]["status"] == "error"
    assert "The run was stopped." in ran.traceback
    ends = [says(m, text, "value") for m in ran.of("comm_msg") if says(m, text, "value")]
    assert re.fullmatch(r"ended at \d+ of 72000 frames", ends[-1])


def test_a_short_run_and_one_whose_caller_takes_its_progress_show_nothing(kernel, tmp_path):
    ran = kernel.ok(
        LONG_RUN.replace("long", "short") % 1
        + "let done = 0;\nconst onProgress = ({ framesDone }: { framesDone: number }) => { done = framesDone; };\n"
        + f"await writeVideo(short, {json.dumps(str(tmp_path / 'a.avi'))}, {{ onProgress }});\n"
        + "[(await simulate(short)).frameCount, done].join()"
    )
    assert ran.result == "'20,20'"
    assert not ran.of("display_data") and not ran.of("comm_open")
