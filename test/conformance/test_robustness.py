"""What must not reach the kernel, or must not harm it."""

import os
import stat
import time

import psutil
import pytest
from protocol_client import DELIMITER, LONG_TIMEOUT

COUNT = "(globalThis as any).NAME = ((globalThis as any).NAME ?? 0) + 1"


def garbage(kernel):
    good = kernel.frames("execute_request", {"code": "(globalThis as any).harmed = true", "silent": False})
    at = good.index(DELIMITER)
    head, signed = good[: at + 1], good[at + 2 :]
    return {
        "wrong signature": [*head, b"0" * 64, *signed],
        "no signature": [*head, b"", *signed],
        "short signature": [*head, good[at + 1][:10], *signed],
        "changed content": [*head, good[at + 1], *signed[:3], signed[3].replace(b"harmed", b"armed!")],
        "no delimiter": good[at + 1 :],
        "delimiter alone": [DELIMITER],
        "frames missing": good[: at + 4],
        "one frame of noise": [os.urandom(100)],
        "empty frames": [b"", b"", b""],
    }


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("kind", ["wrong signature", "no signature", "short signature", "changed content", "no delimiter",
                                  "delimiter alone", "frames missing", "one frame of noise", "empty frames"])
def test_malformed_message_is_dropped(kernel, kind, channel):
    socket = kernel.raw_socket(channel)
    socket.send_multipart(garbage(kernel)[kind])
    # The channel reads in order, so an answered request shows that the bad one was read before.
    socket.send_multipart(kernel.frames("kernel_info_request", {}))
    assert socket.poll(10_000), "the channel no longer answers"
    socket.close()
    assert kernel.ok("[(globalThis as any).harmed, (globalThis as any)['armed!']].join()").result in ("','", '","', ",")


@pytest.mark.parametrize("part", [b"[1]", b"null", b'"text"', b"{", b"\xff\xfe", b'{"a":' * 2000])
def test_signed_content_that_is_no_object_is_survived(kernel, part):
    session = kernel.client.session
    header, empty = session.pack(session.msg_header("execute_request")), session.pack({})
    parts = [header, empty, empty, part]
    socket = kernel.raw_socket("shell")
    socket.send_multipart([DELIMITER, session.sign(parts), *parts])
    socket.close()
    assert kernel.ok("'alive'").content["status"] == "ok"


def test_replayed_message_runs_once(kernel):
    frames = kernel.frames("execute_request", {"code": COUNT.replace("NAME", "replays"), "silent": False})
    socket = kernel.raw_socket("shell")
    for _ in range(3):
        socket.send_multipart(frames)
    socket.send_multipart(kernel.frames("kernel_info_request", {}))
    assert socket.poll(10_000)
    socket.close()
    kernel.ok("1")
    assert kernel.ok("(globalThis as any).replays").result == "1"


def test_forged_shutdown_does_not_end_the_kernel(kernel):
    frames = kernel.frames("shutdown_request", {"restart": False})
    at = frames.index(DELIMITER)
    socket = kernel.raw_socket("control")
    socket.send_multipart([*frames[: at + 1], b"f" * 64, *frames[at + 2 :]])
    socket.close()
    assert kernel.ok("'alive'").content["status"] == "ok" and kernel.manager.is_alive()


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_unknown_message_type_is_survived(kernel, channel):
    kernel.send("invented_request", {"a": 1}, channel)
    assert kernel.request("kernel_info_request", channel=channel).content["implementation"]


@pytest.mark.parametrize("content", [{}, {"code": 3}, {"code": None, "cursor_pos": "x"}, {"code": "Math.", "cursor_pos": 10**9},
                                     {"code": "Math.", "cursor_pos": -5}])
@pytest.mark.parametrize("msg_type", ["complete_request", "inspect_request", "is_complete_request", "execute_request"])
def test_strange_content_gets_a_reply(kernel, msg_type, content):
    assert "status" in kernel.request(msg_type, content).content


def test_request_of_five_megabytes_is_handled(kernel):
    text = "x" * 5_000_000
    assert kernel.ok(f"const long = '{text}'; long.length").result == "5000000"


def test_connection_file_is_private(kernel):
    assert stat.S_IMODE(os.stat(kernel.manager.connection_file).st_mode) == 0o600


def test_ports_are_open_on_the_loopback_only(kernel):
    listening = [c for c in psutil.Process(kernel.pid).net_connections(kind="tcp") if c.status == psutil.CONN_LISTEN]
    assert len(listening) >= 5
    assert {c.laddr.ip for c in listening} == {"127.0.0.1"}


def test_heartbeat_echoes_any_bytes(kernel):
    import zmq

    socket = kernel.raw_socket("hb", zmq.REQ)
    for beat in (b"ping", b"", os.urandom(1000)):
        socket.send(beat)
        assert socket.poll(1000 * LONG_TIMEOUT) and socket.recv() == beat
    socket.close()


@pytest.mark.parametrize("code", [
    "setTimeout(() => { throw new Error('stray'); }, 10);",
    "void Promise.reject(new Error('stray'));",
    "process.nextTick(() => { throw new Error('stray'); });",
])
def test_stray_error_is_shown_in_its_cell_and_survived(kernel, code):
    ran = kernel.run(code + "\nawait new Promise((done) => setTimeout(done, 200));")
    assert "stray" in ran.text("stderr")
    assert kernel.ok("'alive'").content["status"] == "ok"


def test_process_exit_is_survived_or_reported(make_kernel):
    kernel = make_kernel()
    ran = kernel.run("process.exit(3);")
    assert ran.content["status"] == "error"
    time.sleep(0.2)
    assert kernel.manager.is_alive()
