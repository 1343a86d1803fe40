"""The kernel stays reachable while it computes, and stops when told to."""

import subprocess
import sys
import time

import zmq
from conftest import KERNEL_NAME, TIMEOUT, parent, state


def stops(kernel, code):
    """Interrupts a cell that prints something before it would never end."""
    request = kernel.start(code)
    printed(kernel, request)
    time.sleep(0.1)
    kernel.interrupt()
    assert kernel.collect(request).reply["content"]["ename"] == "KeyboardInterrupt"


def printed(kernel, request):
    kernel.wait_for(lambda m: m["msg_type"] == "stream" and parent(m) == request)


def test_interrupts_a_synchronous_loop_and_keeps_declarations(kernel):
    kernel.ok("const earlier = 'kept';")
    stops(kernel, "let turns = 0; console.log('in'); while (true) turns++;")
    assert kernel.ok("earlier + (turns > 0)").result == "'kepttrue'"


def test_interrupts_a_synchronous_loop_after_an_await(kernel):
    stops(kernel, "await Promise.resolve(); let spins = 0; console.log('in'); for (;;) { spins++; }")
    assert kernel.ok("spins > 0").result == "true"


def test_interrupts_a_synchronous_call_of_a_library(kernel):
    stops(kernel, "const before = 1; console.log('in'); 'x'.repeat(40) .match(/^(x+x+)+y$/);")
    assert kernel.ok("before").result == "1"


def test_interrupts_a_long_await(kernel):
    stops(kernel, "const held = 3; console.log('in'); await new Promise(() => {});")
    assert kernel.ok("held").result == "3"


def test_an_interrupted_asynchronous_loop_does_not_go_on(kernel):
    stops(kernel, "let ticks = 0; console.log('in'); while (true) { await new Promise((r) => setTimeout(r, 5)); ticks++; }")
    first = kernel.ok("ticks").result
    time.sleep(0.2)
    assert kernel.ok("ticks").result == first


def test_interrupt_while_idle_changes_nothing(kernel):
    assert kernel.ask("interrupt_request", {}, channel="control") == {"status": "ok"}
    assert kernel.ok("let sum = 0; for (let i = 0; i < 10; i++) sum += i; sum").result == "45"


def test_function_works_after_an_interrupt(kernel):
    kernel.ok("function loop(n: number) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }")
    stops(kernel, "console.log('in'); loop(1e15)")
    assert kernel.ok("loop(4)").result == "6"


def test_heartbeat_and_control_answer_while_a_cell_computes(kernel):
    request = kernel.start("console.log('in'); while (true) {}")
    printed(kernel, request)
    context = zmq.Context.instance()
    heart = context.socket(zmq.REQ)
    heart.connect(f"tcp://{kernel.client.ip}:{kernel.client.hb_port}")
    for _ in range(10):
        heart.send(b"beat")
        assert heart.poll(1000 * TIMEOUT), "no heartbeat"
        assert heart.recv() == b"beat"
    heart.close()
    info = kernel.send("control", "kernel_info_request", {})
    assert kernel.reply_to(info, channel="control")["content"]["protocol_version"] == "5.4"
    kernel.interrupt()
    assert kernel.collect(request).reply["content"]["ename"] == "KeyboardInterrupt"


def test_output_shows_while_synchronous_code_goes_on(kernel):
    request = kernel.start("console.log('working'); while (true) {}")
    printed(kernel, request)
    kernel.interrupt()
    kernel.collect(request)


def test_wrongly_signed_and_malformed_messages_are_dropped(kernel):
    context = zmq.Context.instance()
    socket = context.socket(zmq.DEALER)
    socket.connect(f"tcp://{kernel.client.ip}:{kernel.client.shell_port}")
    session = kernel.client.session
    frames = session.serialize(session.msg("execute_request", {"code": "(globalThis as any).forged = true"}))
    at = frames.index(b"<IDS|MSG>")
    socket.send_multipart([*frames[: at + 1], b"0" * 64, *frames[at + 2 :]])
    socket.send_multipart([b"nonsense"])
    socket.send_multipart([b"<IDS|MSG>"])
    socket.send_multipart([b"<IDS|MSG>", b"", b"{", b"{", b"{", b"{"])
    counting = "(globalThis as any).times = ((globalThis as any).times ?? 0) + 1"
    good = session.serialize(session.msg("execute_request", {"code": counting}))
    for _ in range(3):
        socket.send_multipart(good)
    last = session.msg("execute_request", {"code": "0"})
    socket.send_multipart(session.serialize(last))
    while True:
        assert socket.poll(1000 * TIMEOUT), "no reply"
        _, reply = session.feed_identities(socket.recv_multipart())
        if parent(session.deserialize(reply)) == last["header"]["msg_id"]:
            break
    socket.close()
    assert kernel.ok("[(globalThis as any).forged, (globalThis as any).times].join()").result == "',1'"


def test_shutdown_replies_and_ends_the_process(make_kernel):
    kernel = make_kernel()
    kernel.ok("1")
    request = kernel.send("control", "shutdown_request", {"restart": True})
    assert kernel.reply_to(request, channel="control")["content"] == {"status": "ok", "restart": True}
    end = time.monotonic() + TIMEOUT
    while kernel.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    assert not kernel.manager.is_alive()
    assert kernel.manager.provisioner.process.returncode in (0, None)


def test_shutdown_ends_a_busy_kernel(make_kernel):
    kernel = make_kernel()
    kernel.start("for (let i = 0; ; i++) Math.sqrt(i);")
    kernel.send("control", "shutdown_request", {"restart": False})
    end = time.monotonic() + TIMEOUT
    while kernel.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    assert not kernel.manager.is_alive()


def test_no_kernel_stays_behind_a_client_that_was_killed(tmp_path):
    client = (
        "import sys, time; from jupyter_client.manager import KernelManager\n"
        f"manager = KernelManager(kernel_name='{KERNEL_NAME}'); manager.start_kernel()\n"
        "print(manager.provisioner.pid, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", client], stdout=subprocess.PIPE, cwd=tmp_path)
    kernel_pid = int(process.stdout.readline())
    time.sleep(2)
    assert is_running(kernel_pid)
    process.kill()
    process.wait()
    end = time.monotonic() + TIMEOUT
    while is_running(kernel_pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert not is_running(kernel_pid)


def is_running(pid):
    """Whether the process runs; one that ended and that nobody waited for does not."""
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return status.strip() != "" and not status.startswith("Z")


def test_every_request_is_framed_by_busy_and_idle(kernel):
    request = kernel.send("shell", "comm_info_request", {})
    kernel.wait_for(lambda m: parent(m) == request and state(m) == "idle")
    assert [state(m) for m in kernel.messages if parent(m) == request] == ["busy", "idle"]
    assert kernel.reply_to(request)["content"]["status"] == "ok"
