"""Interrupting what a cell may be doing, and what a busy kernel still answers."""

import time

import pytest
import zmq
from protocol_client import LONG_TIMEOUT

LOOPS = {
    "a while loop": "let turns = 0; while (true) turns++;",
    "a for loop in a function": "function spin() { for (let i = 0; ; i++) Math.sqrt(i); } spin();",
    "a loop with awaits": "for (;;) await new Promise((r) => setTimeout(r, 5));",
    "a promise that never settles": "await new Promise(() => {});",
    "a loop after an await": "await Promise.resolve(); for (let k = 0; ; k++) Math.sqrt(k);",
    "a loop in a timer": "await new Promise(() => setTimeout(() => { for (let k = 0; ; k++) Math.sqrt(k); }, 20));",
    "a do loop in a method": "class Spinner { run() { let n = 0; do { n++; } while (n > 0); } } new Spinner().run();",
    "a regular expression": "/^(x+x+)+y$/.test('x'.repeat(40));",
}


@pytest.mark.parametrize("loop", LOOPS)
def test_interrupt_stops(kernel, loop):
    kernel.ok("const keptOverInterrupt = 'kept';")
    request = kernel.start(LOOPS[loop])
    time.sleep(0.3)
    kernel.interrupt()
    assert kernel.collect(request).content["status"] == "error"
    assert kernel.ok("keptOverInterrupt.length").result == "4"


def test_interrupt_has_a_reply(kernel):
    ran = kernel.request("interrupt_request", channel="control")
    assert ran.reply["msg_type"] == "interrupt_reply" and ran.content == {"status": "ok"}
    assert kernel.ok("'alive'").content["status"] == "ok"


def test_interrupt_of_an_idle_kernel_leaves_the_next_cell_alone(kernel):
    if request := kernel.interrupt():
        kernel.collect(request, channel="control")
    else:
        time.sleep(0.2)
    assert kernel.ok("let sum = 0; for (let i = 0; i < 1000; i++) sum += i; sum").result == "499500"


def test_interrupt_aborts_what_is_queued(kernel):
    running = kernel.start("await new Promise(() => {});")
    queued = kernel.execute("'queued'")
    time.sleep(1)
    kernel.interrupt()
    assert kernel.collect(running).content["status"] == "error"
    assert kernel.collect(queued).content["status"] == "aborted"


BUSY = "while (true) {}"


def test_heartbeat_while_busy(kernel):
    request = kernel.start(BUSY)
    socket = kernel.raw_socket("hb", zmq.REQ)
    socket.send(b"beat")
    answered = socket.poll(1000 * LONG_TIMEOUT)
    socket.close()
    kernel.interrupt()
    kernel.collect(request)
    assert answered


def test_kernel_info_on_control_while_busy(kernel):
    request = kernel.start(BUSY)
    info = kernel.request("kernel_info_request", channel="control")
    kernel.interrupt()
    kernel.collect(request)
    assert info.content["implementation"]


def test_kernel_info_on_shell_while_a_cell_awaits_comes_in_time_or_after(kernel):
    request = kernel.start("await new Promise((r) => setTimeout(r, 300)); 'done'")
    assert kernel.request("kernel_info_request").content["implementation"]
    assert "done" in [m["content"]["data"]["text/plain"].strip("'\"") for m in kernel.published(request) if m["msg_type"] == "execute_result"]
