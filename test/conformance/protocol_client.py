"""A Jupyter client that sees every message: requests on any channel, their replies and all that is published for them."""

import os
import time
from dataclasses import dataclass, field
from queue import Empty

import zmq
from jupyter_client.manager import KernelManager

KERNEL_NAME = os.environ.get("CONFORMANCE_KERNEL", "miniscope-lab")
# What a busy machine may take, not what is expected.
TIMEOUT = float(os.environ.get("CONFORMANCE_TIMEOUT", "120"))
# What every kernel does in the end.
LONG_TIMEOUT = max(TIMEOUT, 60)
DELIMITER = b"<IDS|MSG>"


@dataclass
class Ran:
    """What came back for one request: its reply and, in order, its messages on iopub."""

    reply: dict
    messages: list = field(default_factory=list)

    @property
    def content(self):
        return self.reply["content"]

    def of(self, *types):
        return [m for m in self.messages if m["msg_type"] in types]

    def only(self, msg_type):
        found = self.of(msg_type)
        assert len(found) == 1, f"{len(found)} {msg_type} among {[m['msg_type'] for m in self.messages]}"
        return found[0]["content"]

    def text(self, name="stdout"):
        return "".join(m["content"]["text"] for m in self.of("stream") if m["content"]["name"] == name)

    @property
    def result(self):
        return self.only("execute_result")["data"]["text/plain"]

    @property
    def states(self):
        return [state(m) for m in self.messages if state(m)]


class Kernel:
    def __init__(self, folder, name=KERNEL_NAME):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(cwd=str(folder), env={**os.environ, "JUPYTER_DATA_DIR": str(folder / "data")})
        self.messages = []
        self.connect()
        self.info = self.request("kernel_info_request").content

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LONG_TIMEOUT)

    @property
    def pid(self):
        return self.manager.provisioner.pid

    def send(self, msg_type, content=None, channel="shell", buffers=None, metadata=None, **header):
        """Sends a request and returns its id."""
        message = self.client.session.msg(msg_type, content or {}, metadata=metadata)
        message["header"].update(header)
        self.client.session.send(self.socket(channel), message, buffers=buffers)
        return message["header"]["msg_id"]

    def socket(self, channel):
        return getattr(self.client, f"{channel}_channel").socket

    def request(self, msg_type, content=None, channel="shell", timeout=None, **options):
        return self.collect(self.send(msg_type, content, channel, **options), channel, timeout)

    def execute(self, code, **options):
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                   "allow_stdin": False, "stop_on_error": True, **options}
        return self.send("execute_request", content)

    def run(self, code, timeout=None, **options):
        return self.collect(self.execute(code, **options), timeout=timeout)

    def ok(self, code, **options):
        ran = self.run(code, **options)
        assert ran.content["status"] == "ok", ran.content
        return ran

    def start(self, code, **options):
        """Sends a cell and returns once the kernel says that it runs."""
        request = self.execute(code, **options)
        self.wait_for(lambda m: m["msg_type"] == "execute_input" and parent(m) == request)
        return request

    def collect(self, request, channel="shell", timeout=None):
        """The reply to a request, and what was published until its idle."""
        reply = self.reply_to(request, channel, timeout)
        return Ran(reply, self.published(request, timeout))

    def published(self, request, timeout=None):
        self.wait_for(lambda m: parent(m) == request and state(m) == "idle", timeout)
        mine = [m for m in self.messages if parent(m) == request]
        self.messages = [m for m in self.messages if parent(m) != request]
        return mine

    def reply_to(self, request, channel="shell", timeout=None):
        receive = getattr(self.client, f"get_{channel}_msg")
        end = time.monotonic() + (timeout or TIMEOUT)
        while True:
            message = read(receive, end, f"no reply on {channel}")
            if parent(message) == request:
                return message

    def wait_for(self, wanted, timeout=None):
        """Reads iopub, keeping all messages, until a kept one is wanted."""
        end = time.monotonic() + (timeout or TIMEOUT)
        checked = 0
        while True:
            for message in self.messages[checked:]:
                if wanted(message):
                    return message
            checked = len(self.messages)
            self.messages.append(read(self.client.get_iopub_msg, end, "the awaited message was not published"))

    def interrupt(self):
        """As a front end does: by message or by signal, whichever the kernelspec asks for."""
        if self.manager.kernel_spec.interrupt_mode == "message":
            return self.send("interrupt_request", {}, channel="control")
        self.manager.interrupt_kernel()
        return None

    def raw_socket(self, channel, kind=zmq.DEALER):
        socket = zmq.Context.instance().socket(kind)
        socket.linger = 0
        socket.connect(f"tcp://{self.client.ip}:{getattr(self.client, f'{channel}_port')}")
        return socket

    def frames(self, msg_type, content):
        """The frames of a correctly signed message, without identities."""
        session = self.client.session
        return session.serialize(session.msg(msg_type, content))

    def ends(self):
        end = time.monotonic() + LONG_TIMEOUT
        while self.manager.is_alive():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def read(receive, end, complaint):
    try:
        return receive(timeout=max(0.1, end - time.monotonic()))
    except Empty:
        raise AssertionError(complaint) from None


def parent(message):
    return message["parent_header"].get("msg_id")


def state(message):
    return message["content"].get("execution_state") if message["msg_type"] == "status" else None
