"""Comms carry what widgets need: both ways, with binary buffers, live while a cell awaits."""

from conftest import parent, state

HOST = '(globalThis as any)[Symbol.for("miniscope-lab.kernel-host")]'


def test_kernel_opens_sends_and_closes(kernel):
    ran = kernel.ok(
        f"const out = {HOST}.openComm('test.out', {{ start: 1 }}, {{ metadata: {{ version: '2.1.0' }}, buffers: [new Uint8Array([1, 2])] }});\n"
        "out.send({ step: 2 }, [new Float32Array([1.5]), new Uint8Array([9, 8, 7]).subarray(1)], { note: 'm' });\n"
        "out.close({ end: 3 });"
    )
    (opened,) = ran.of("comm_open")
    assert opened["content"]["target_name"] == "test.out" and opened["content"]["data"] == {"start": 1}
    assert opened["metadata"] == {"version": "2.1.0"}
    assert [bytes(b) for b in opened["buffers"]] == [b"\x01\x02"]
    (message,) = ran.of("comm_msg")
    assert message["content"] == {"comm_id": opened["content"]["comm_id"], "data": {"step": 2}}
    assert [bytes(b) for b in message["buffers"]] == [b"\x00\x00\xc0\x3f", b"\x08\x07"]
    assert message["metadata"] == {"note": "m"}
    (closed,) = ran.of("comm_close")
    assert closed["content"]["data"] == {"end": 3}


def open_echo(kernel, comm_id):
    kernel.ok(
        f"{HOST}.registerTarget('test.echo', (comm: any, open: any) => {{\n"
        "  comm.send({ opened: open.data });\n"
        "  comm.onMessage = ({ data, buffers }: any) => {\n"
        "    console.log('got', data.n);\n"
        "    comm.send({ echo: data.n, bytes: buffers.map((b: Uint8Array) => b.length) }, buffers);\n"
        "  };\n"
        "});"
    )
    return kernel.send("shell", "comm_open", {"comm_id": comm_id, "target_name": "test.echo", "data": {"a": 1}})


def finish(kernel, request):
    kernel.wait_for(lambda m: parent(m) == request and state(m) == "idle")
    mine = [m for m in kernel.messages if parent(m) == request]
    kernel.messages = [m for m in kernel.messages if parent(m) != request]
    return mine


def test_front_end_opens_and_gets_its_bytes_back(kernel):
    opened = finish(kernel, open_echo(kernel, "echo-1"))
    assert [m["content"]["data"] for m in opened if m["msg_type"] == "comm_msg"] == [{"opened": {"a": 1}}]
    blob = bytes(range(256)) * 1000
    request = kernel.send("shell", "comm_msg", {"comm_id": "echo-1", "data": {"n": 5}}, buffers=[blob, b""])
    messages = finish(kernel, request)
    assert [state(m) for m in messages if state(m)] == ["busy", "idle"]
    (echo,) = [m for m in messages if m["msg_type"] == "comm_msg"]
    assert echo["content"]["data"] == {"echo": 5, "bytes": [len(blob), 0]}
    assert bytes(echo["buffers"][0]) == blob
    assert [m["content"]["text"] for m in messages if m["msg_type"] == "stream"] == ["got 5\n"]


def test_comm_is_live_while_a_cell_awaits(kernel):
    finish(kernel, open_echo(kernel, "echo-2"))
    cell = kernel.start("await new Promise((resolve) => setTimeout(resolve, 1500)); 'done'")
    for n in range(5):
        messages = finish(kernel, kernel.send("shell", "comm_msg", {"comm_id": "echo-2", "data": {"n": n}}))
        assert [m["content"]["data"]["echo"] for m in messages if m["msg_type"] == "comm_msg"] == [n]
    assert not any(parent(m) == cell and state(m) == "idle" for m in kernel.messages)
    assert kernel.collect(cell).result == "'done'"


def test_messages_are_handled_in_order(kernel):
    finish(kernel, open_echo(kernel, "echo-3"))
    requests = [kernel.send("shell", "comm_msg", {"comm_id": "echo-3", "data": {"n": n}}) for n in range(50)]
    finish(kernel, requests[-1])
    echoes = [m["content"]["data"]["echo"] for m in kernel.messages if m["msg_type"] == "comm_msg"]
    assert echoes == list(range(49))


def test_comm_info_lists_open_comms(kernel):
    finish(kernel, open_echo(kernel, "echo-4"))
    request = kernel.send("shell", "comm_info_request", {"target_name": "test.echo"})
    assert kernel.reply_to(request)["content"]["comms"]["echo-4"] == {"target_name": "test.echo"}
    finish(kernel, kernel.send("shell", "comm_close", {"comm_id": "echo-4", "data": {}}))
    request = kernel.send("shell", "comm_info_request", {})
    assert "echo-4" not in kernel.reply_to(request)["content"]["comms"]


def test_unknown_target_is_closed(kernel):
    request = kernel.send("shell", "comm_open", {"comm_id": "lost", "target_name": "nobody", "data": {}})
    assert [m["content"]["comm_id"] for m in finish(kernel, request) if m["msg_type"] == "comm_close"] == ["lost"]


def test_failing_callback_is_reported_and_the_kernel_lives(kernel):
    kernel.ok(
        f"{HOST}.registerTarget('test.fails', (comm: any) => {{\n"
        "  comm.onMessage = async () => { throw new Error('in a callback'); };\n"
        "});"
    )
    finish(kernel, kernel.send("shell", "comm_open", {"comm_id": "f", "target_name": "test.fails", "data": {}}))
    messages = finish(kernel, kernel.send("shell", "comm_msg", {"comm_id": "f", "data": {}}))
    assert "in a callback" in "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    assert kernel.ok("'alive'").result == "'alive'"
