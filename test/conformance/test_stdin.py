"""Input that a cell asks for."""

from protocol_client import LONG_TIMEOUT, parent


def asked(kernel, request):
    question = kernel.client.get_stdin_msg(timeout=LONG_TIMEOUT)
    assert question["msg_type"] == "input_request" and parent(question) == request
    return question["content"]


def test_input_is_asked_for_and_given(kernel, samples):
    request = kernel.execute(samples.of("input"), allow_stdin=True)
    assert asked(kernel, request) == {"prompt": "Name: ", "password": False}
    kernel.client.input("Zoë 🧠")
    assert "Zoë 🧠" in kernel.collect(request).result


def test_password_is_asked_for_as_such(kernel, samples):
    request = kernel.execute(samples.of("password"), allow_stdin=True)
    assert asked(kernel, request) == {"prompt": "Password: ", "password": True}
    kernel.client.input("secret")
    assert "secret" in kernel.collect(request).result


def test_input_is_refused_where_none_can_be_given(kernel, samples):
    ran = kernel.run(samples.of("input"), allow_stdin=False)
    assert ran.content["status"] == "error"


def test_waiting_for_input_can_be_interrupted(kernel, samples):
    request = kernel.execute(samples.of("input"), allow_stdin=True)
    asked(kernel, request)
    kernel.interrupt()
    assert kernel.collect(request).content["status"] == "error"


def test_unasked_input_is_ignored(kernel):
    kernel.client.input("nobody asked")
    assert kernel.ok("'alive'").content["status"] == "ok"
