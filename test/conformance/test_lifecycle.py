"""How a kernel ends and starts again."""

import signal
import subprocess
import sys
import time

import psutil
import pytest
from protocol_client import KERNEL_NAME, LONG_TIMEOUT


@pytest.mark.parametrize(("channel", "restart"), [("control", False), ("control", True), ("shell", False)])
def test_shutdown_is_answered_and_carried_out(make_kernel, channel, restart):
    kernel = make_kernel()
    request = kernel.send("shutdown_request", {"restart": restart}, channel)
    reply = kernel.reply_to(request, channel)
    assert reply["msg_type"] == "shutdown_reply"
    assert reply["content"] == {"status": "ok", "restart": restart}
    assert kernel.ends()


def test_shutdown_of_a_busy_kernel(make_kernel):
    kernel = make_kernel()
    kernel.start("for (let i = 0; ; i++) Math.sqrt(i);")
    kernel.send("shutdown_request", {"restart": False}, "control")
    assert kernel.ends()


def test_restart_keeps_the_connection_and_nothing_else(make_kernel):
    kernel = make_kernel()
    kernel.ok("const beforeRestart = 1;")
    key, port = kernel.client.session.key, kernel.client.shell_port
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=LONG_TIMEOUT)
    assert (kernel.client.session.key, kernel.client.shell_port) == (key, port)
    ran = kernel.run("typeof beforeRestart === 'undefined' ? 1 : 2", stop_on_error=False)
    assert ran.content["execution_count"] == 1
    assert ran.content["status"] == "error" or ran.result == "1"


def test_terminate_signal_ends_an_idle_kernel(make_kernel):
    kernel = make_kernel()
    kernel.manager.signal_kernel(signal.SIGTERM)
    assert kernel.ends()


def test_kernel_ends_after_its_parent_was_killed(tmp_path):
    client = (
        "import time; from jupyter_client.manager import KernelManager\n"
        f"manager = KernelManager(kernel_name={KERNEL_NAME!r}); manager.start_kernel(independent=False)\n"
        "client = manager.client(); client.start_channels(); "
        f"client.wait_for_ready(timeout={LONG_TIMEOUT})\n"
        "print(manager.provisioner.pid, flush=True); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", client], stdout=subprocess.PIPE, cwd=tmp_path)
    kernel = psutil.Process(int(process.stdout.readline()))
    process.kill()
    process.wait()
    try:
        end = time.monotonic() + LONG_TIMEOUT
        while kernel.is_running() and kernel.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < end, "the kernel stayed behind"
            time.sleep(0.1)
    except psutil.NoSuchProcess:
        pass
    finally:
        if kernel.is_running():
            kernel.kill()
