"""Starts the installed kernelspec and talks to it as a Jupyter client does."""

import os
import time
from dataclasses import dataclass, field

import pytest
from jupyter_client.manager import KernelManager

KERNEL_NAME = "miniscope-lab"
# What a busy machine may take, not what is expected.
TIMEOUT = 120


@dataclass
class Ran:
    """What came back for one request: its reply and, in order, its messages on iopub."""

    reply: dict
    messages: list = field(default_factory=list)

    def of(self, msg_type):
        return [m for m in self.messages if m["msg_type"] == msg_type]

    def text(self, name="stdout"):
        return "".join(m["content"]["text"] for m in self.of("stream") if m["content"]["name"] == name)

    @property
    def result(self):
        (message,) = self.of("execute_result")
        return message["content"]["data"]["text/plain"]

    @property
    def traceback(self):
        (message,) = self.of("error")
        return "\n".join(message["content"]["traceback"])


class Kernel:
    def __init__(self, folder, data):
        self.manager = KernelManager(kernel_name=KERNEL_NAME)
        self.data = data
        self.manager.start_kernel(cwd=str(folder), env={**os.environ, "JUPYTER_DATA_DIR": str(data)})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)
        self.messages = []

    def run(self, code, timeout=TIMEOUT, **options):
        return self.collect(self.client.execute(code, **options), timeout)

    def ok(self, code, **options):
        ran = self.run(code, **options)
        assert ran.reply["content"]["status"] == "ok", ran.reply["content"]
        return ran

    def start(self, code):
        """Sends a cell and returns once the kernel says that it runs."""
        request = self.client.execute(code)
        self.wait_for(lambda m: m["msg_type"] == "execute_input" and parent(m) == request)
        return request

    def collect(self, request, timeout=TIMEOUT):
        self.wait_for(lambda m: parent(m) == request and state(m) == "idle", timeout)
        reply = self.reply_to(request, timeout)
        mine = [m for m in self.messages if parent(m) == request]
        self.messages = [m for m in self.messages if parent(m) != request]
        return Ran(reply, mine)

    def reply_to(self, request, timeout=TIMEOUT, channel="shell"):
        receive = getattr(self.client, f"get_{channel}_msg")
        end = time.monotonic() + timeout
        while True:
            message = receive(timeout=max(0.1, end - time.monotonic()))
            if parent(message) == request:
                return message

    def wait_for(self, wanted, timeout=TIMEOUT):
        """Reads iopub, keeping all messages, until a kept one is wanted."""
        end = time.monotonic() + timeout
        checked = 0
        while True:
            for message in self.messages[checked:]:
                if wanted(message):
                    return message
            checked = len(self.messages)
            self.messages.append(self.client.get_iopub_msg(timeout=max(0.1, end - time.monotonic())))

    def ask(self, msg_type, content, channel="shell", **header):
        """Sends a request and returns the content of its reply."""
        return self.reply_to(self.send(channel, msg_type, content, **header), channel=channel)["content"]

    def send(self, channel, msg_type, content, buffers=None, **header):
        message = self.client.session.msg(msg_type, content)
        message["header"].update(header)
        stream = getattr(self.client, f"{channel}_channel").socket
        self.client.session.send(stream, message, buffers=buffers)
        return message["header"]["msg_id"]

    def interrupt(self):
        self.send("control", "interrupt_request", {})

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def parent(message):
    return message["parent_header"].get("msg_id")


def state(message):
    return message["content"].get("execution_state") if message["msg_type"] == "status" else None


@pytest.fixture
def make_kernel(tmp_path):
    kernels = []

    def make(folder=tmp_path, data=tmp_path / "data"):
        kernels.append(Kernel(folder, data))
        return kernels[-1]

    yield make
    for kernel in kernels:
        kernel.close()


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """One kernel for the tests of a file; they use names of their own."""
    kernel = Kernel(tmp_path_factory.mktemp("notebook"), tmp_path_factory.mktemp("data"))
    yield kernel
    kernel.close()
