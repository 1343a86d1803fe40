"""Comms both ways, with buffers, and what widgets need of them."""

import itertools
import os

from protocol_client import parent

numbers = itertools.count()


def open_echo(kernel, samples):
    kernel.ok(samples.of("comm_echo"))
    comm_id = f"echo-{next(numbers)}"
    opened = send(kernel, "comm_open", {"comm_id": comm_id, "target_name": "conformance.echo", "data": {"a": 1}})
    assert [m["content"] for m in of(opened, "comm_msg")] == [{"comm_id": comm_id, "data": {"opened": {"a": 1}}}]
    return comm_id


def send(kernel, msg_type, content, **options):
    """Sends a comm message, which has no reply; gives all that is published until its idle."""
    return kernel.published(kernel.send(msg_type, content, **options))


def of(messages, msg_type):
    return [m for m in messages if m["msg_type"] == msg_type]


def echo(kernel, comm_id, data, buffers=None, metadata=None):
    content = {"comm_id": comm_id, "data": data}
    messages = send(kernel, "comm_msg", content, buffers=buffers, metadata=metadata)
    (answer,) = of(messages, "comm_msg")
    return answer, messages


def test_kernel_opens_sends_and_closes(kernel, samples):
    ran = kernel.ok(samples.of("comm_from_kernel"))
    opened, sent, closed = ran.only("comm_open"), ran.only("comm_msg"), ran.only("comm_close")
    assert opened["target_name"] == "conformance.out" and opened["data"] == {"start": 1}
    assert sent["data"] == {"step": 2} and closed["data"] == {"end": 3}
    assert {opened["comm_id"]} == {sent["comm_id"], closed["comm_id"]}


def test_buffers_of_the_kernel_arrive_as_bytes(kernel, samples):
    ran = kernel.ok(samples.of("comm_from_kernel"))
    assert [bytes(b) for b in ran.of("comm_open")[0]["buffers"]] == [b"\x01\x02"]
    assert [bytes(b) for b in ran.of("comm_msg")[0]["buffers"]] == [b"\x09\x08\x07"]


def test_front_end_opens_and_is_answered(kernel, samples):
    open_echo(kernel, samples)


def test_comm_message_is_framed_by_busy_and_idle(kernel, samples):
    _, messages = echo(kernel, open_echo(kernel, samples), {})
    states = [m["content"]["execution_state"] for m in of(messages, "status")]
    assert states == ["busy", "idle"]


def test_nested_data_comes_back(kernel, samples):
    data = {"list": [1, [2, {"deep": None}]], "text": "🧠", "number": 1.5, "no": False, "empty": {}}
    answer, _ = echo(kernel, open_echo(kernel, samples), data)
    assert answer["content"]["data"] == data


def test_buffers_come_back_in_order(kernel, samples):
    buffers = [bytes([i]) * (i + 1) for i in range(20)]
    answer, _ = echo(kernel, open_echo(kernel, samples), {"paths": [["a", 0]]}, buffers=buffers)
    assert [bytes(b) for b in answer["buffers"]] == buffers


def test_buffer_of_no_bytes_comes_back(kernel, samples):
    answer, _ = echo(kernel, open_echo(kernel, samples), {}, buffers=[b"", b"x", b""])
    assert [bytes(b) for b in answer["buffers"]] == [b"", b"x", b""]


def test_buffer_of_ten_megabytes_comes_back(kernel, samples):
    buffer = os.urandom(10_000_000)
    answer, _ = echo(kernel, open_echo(kernel, samples), {}, buffers=[buffer])
    assert bytes(answer["buffers"][0]) == buffer


def test_buffer_that_looks_like_the_delimiter_comes_back(kernel, samples):
    answer, _ = echo(kernel, open_echo(kernel, samples), {}, buffers=[b"<IDS|MSG>"])
    assert [bytes(b) for b in answer["buffers"]] == [b"<IDS|MSG>"]


def test_metadata_of_a_comm_message_is_passed_through(kernel, samples):
    answer, _ = echo(kernel, open_echo(kernel, samples), {}, metadata={"note": ["m"]})
    assert answer["metadata"] == {"note": ["m"]}


def test_output_of_a_callback_belongs_to_its_message(kernel, samples):
    _, messages = echo(kernel, open_echo(kernel, samples), {})
    assert "".join(m["content"]["text"] for m in of(messages, "stream")) == "got\n"


def test_comm_messages_keep_their_order(kernel, samples):
    comm_id = open_echo(kernel, samples)
    requests = [kernel.send("comm_msg", {"comm_id": comm_id, "data": {"n": n}}) for n in range(100)]
    kernel.wait_for(lambda m: parent(m) == requests[-1] and m["msg_type"] == "comm_msg")
    found = [m["content"]["data"]["n"] for m in of(kernel.messages, "comm_msg") if parent(m) in requests]
    assert found == list(range(100))
    for request in requests:
        kernel.published(request)


def test_comm_is_live_while_a_cell_awaits(kernel, samples):
    comm_id = open_echo(kernel, samples)
    cell = kernel.start("await new Promise((r) => setTimeout(r, 1500));")
    echo(kernel, comm_id, {"n": 1})
    assert not any(parent(m) == cell and m["content"].get("execution_state") == "idle" for m in kernel.messages)
    kernel.collect(cell)


def comms(kernel, **content):
    return kernel.request("comm_info_request", content).content["comms"]


def test_comm_info_lists_open_comms_by_target(kernel, samples):
    comm_id = open_echo(kernel, samples)
    assert comms(kernel, target_name="conformance.echo")[comm_id] == {"target_name": "conformance.echo"}
    assert comm_id in comms(kernel)
    assert comms(kernel, target_name="conformance.other") == {}


def test_closed_comm_is_forgotten(kernel, samples):
    comm_id = open_echo(kernel, samples)
    send(kernel, "comm_close", {"comm_id": comm_id, "data": {}})
    assert comm_id not in comms(kernel)
    assert of(send(kernel, "comm_msg", {"comm_id": comm_id, "data": {}}), "comm_msg") == []


def test_comm_of_an_unknown_target_is_closed(kernel):
    messages = send(kernel, "comm_open", {"comm_id": "lost", "target_name": "conformance.nobody", "data": {}})
    assert [m["content"]["comm_id"] for m in of(messages, "comm_close")] == ["lost"]


def test_message_to_an_unknown_comm_is_survived(kernel):
    messages = send(kernel, "comm_msg", {"comm_id": "never opened", "data": {}})
    assert of(messages, "comm_msg") == []
    assert kernel.ok("'alive'").content["status"] == "ok"


def test_failing_callback_is_shown_and_survived(kernel, samples):
    kernel.ok(samples.of("comm_fails"))
    send(kernel, "comm_open", {"comm_id": "fails", "target_name": "conformance.fails", "data": {}})
    messages = send(kernel, "comm_msg", {"comm_id": "fails", "data": {}})
    shown = [str(m["content"]) for m in messages if m["msg_type"] in ("stream", "error")]
    assert "in a callback" in "".join(shown)
    assert kernel.ok("'alive'").content["status"] == "ok"


def slider(kernel, samples):
    ran = kernel.ok(samples.of("slider"))
    (opened,) = [m for m in ran.of("comm_open") if m["content"]["data"]["state"]["_model_name"] == "IntSliderModel"]
    assert opened["content"]["target_name"] == "jupyter.widget" and opened["metadata"]["version"].startswith("2.")
    return opened["content"]["comm_id"]


def test_widget_opens_with_its_state(kernel, samples):
    slider(kernel, samples)


def test_widget_update_is_echoed(kernel, samples):
    comm_id = slider(kernel, samples)
    data = {"method": "update", "state": {"value": 8}, "buffer_paths": []}
    messages = send(kernel, "comm_msg", {"comm_id": comm_id, "data": data})
    echoed = [m["content"]["data"] for m in of(messages, "comm_msg") if m["content"]["data"]["method"] == "echo_update"]
    assert [e["state"]["value"] for e in echoed] == [8]
    assert kernel.ok("conformanceSlider.value").result == "8"


def test_widget_sends_its_state_when_asked(kernel, samples):
    comm_id = slider(kernel, samples)
    messages = send(kernel, "comm_msg", {"comm_id": comm_id, "data": {"method": "request_state"}})
    (answer,) = [m["content"]["data"] for m in of(messages, "comm_msg")]
    assert answer["method"] == "update" and answer["state"]["value"] == 3


def test_control_comm_gives_the_state_of_all_widgets(kernel, samples):
    comm_id = slider(kernel, samples)
    control = "control-comm"
    send(kernel, "comm_open", {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}})
    messages = send(kernel, "comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
    (answer,) = [m["content"]["data"] for m in of(messages, "comm_msg")]
    assert answer["method"] == "update_states"
    found = answer["states"][comm_id]
    assert found["model_name"] == "IntSliderModel" and found["state"]["value"] == 3
