"""Headers, parents, identities, topics and the busy and idle around every request."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta, timezone

import pytest
import zmq
from jupyter_client import BlockingKernelClient
from protocol_client import DELIMITER, LONG_TIMEOUT, parent, state

REQUESTS = {
    "kernel_info_request": {},
    "execute_request": {"code": "1", "silent": False},
    "complete_request": {"code": "Math.", "cursor_pos": 5},
    "inspect_request": {"code": "Math", "cursor_pos": 2, "detail_level": 0},
    "is_complete_request": {"code": "1"},
    "history_request": {"hist_access_type": "tail", "n": 3, "output": False, "raw": True},
    "comm_info_request": {},
}


@pytest.mark.parametrize("msg_type", REQUESTS)
def test_busy_and_idle_frame_a_request(kernel, msg_type):
    ran = kernel.request(msg_type, REQUESTS[msg_type])
    assert state(ran.messages[0]) == "busy" and state(ran.messages[-1]) == "idle"
    assert ran.states == ["busy", "idle"]


@pytest.mark.parametrize("msg_type", REQUESTS)
def test_reply_has_its_type_and_a_status(kernel, msg_type):
    ran = kernel.request(msg_type, REQUESTS[msg_type])
    assert ran.reply["msg_type"] == msg_type.replace("_request", "_reply")
    assert ran.content["status"] == ("complete" if msg_type == "is_complete_request" else "ok")


def test_kernel_info_is_complete(kernel):
    info = kernel.info
    assert info["protocol_version"].split(".")[0] == "5"
    assert info["implementation"] and info["implementation_version"] and info["banner"]
    language = info["language_info"]
    assert language["name"] and language["version"] and language["mimetype"]
    assert language["file_extension"].startswith(".")


def test_parent_header_is_the_header_of_the_request(kernel):
    message = kernel.client.session.msg("execute_request", {"code": "1", "silent": False})
    kernel.client.session.send(kernel.socket("shell"), message)
    ran = kernel.collect(message["header"]["msg_id"])
    for received in [ran.reply, *ran.messages]:
        for key in ("msg_id", "session", "username", "msg_type", "version"):
            assert received["parent_header"][key] == message["header"][key]


def test_headers_name_message_session_date_and_version(kernel):
    ran = kernel.run("console.log(1); 2")
    headers = [m["header"] for m in [ran.reply, *ran.messages]]
    assert len({h["msg_id"] for h in headers}) == len(headers)
    assert len({h["session"] for h in headers}) == 1
    assert headers[0]["session"] != kernel.client.session.session
    now = datetime.now(timezone.utc)
    for header in headers:
        assert header["version"].startswith("5.") and "username" in header
        assert abs(now - header["date"]) < timedelta(minutes=1)


def test_iopub_frames_have_one_topic_and_a_valid_signature(kernel):
    socket = kernel.raw_socket("iopub", zmq.SUB)
    socket.subscribe(b"")
    received = []
    # A subscription takes a moment to arrive: ask until something is published to it.
    while not received:
        kernel.request("kernel_info_request")
        while socket.poll(200):
            received.append(socket.recv_multipart())
    socket.close()
    for frames in received:
        at = frames.index(DELIMITER)
        digest = hmac.new(kernel.client.session.key, digestmod=hashlib.sha256)
        for part in frames[at + 2 : at + 6]:
            digest.update(part)
            assert isinstance(json.loads(part), dict)
        assert frames[at + 1] == digest.hexdigest().encode()
        assert at == 1


def test_replies_go_to_the_client_that_asked(kernel):
    # A client of its own session, as the session names the socket that replies go to.
    other = BlockingKernelClient(connection_file=kernel.manager.connection_file)
    other.load_connection_file()
    other.start_channels()
    try:
        mine = kernel.execute("'mine'")
        theirs = other.execute("'theirs'")
        assert parent(other.get_shell_msg(timeout=LONG_TIMEOUT)) == theirs
        assert parent(kernel.client.get_shell_msg(timeout=LONG_TIMEOUT)) == mine
    finally:
        other.stop_channels()
    kernel.published(mine)


def test_metadata_and_unknown_fields_of_a_request_are_tolerated(kernel):
    content = {"code": "1 + 1", "silent": False, "invented": [1]}
    ran = kernel.request("execute_request", content, metadata={"cellId": "abc", "deletedCells": []})
    assert ran.content["status"] == "ok" and ran.result == "2"


def test_fields_left_out_of_an_execute_request_have_defaults(kernel):
    assert kernel.request("execute_request", {"code": "2 + 2"}).result == "4"
