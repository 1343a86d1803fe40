"""Cells ask the reader for input, where the front end takes it."""

from conftest import TIMEOUT

IMPORT = "import { input } from 'miniscope-lab';"


def question(kernel):
    return kernel.client.get_stdin_msg(timeout=TIMEOUT)


def answer(kernel, request, value):
    """Answers as JupyterLab does: naming the request."""
    session = kernel.client.session
    message = session.msg("input_reply", {"value": value, "status": "ok"}, parent=request)
    session.send(kernel.client.stdin_channel.socket, message)


def ask(kernel, code):
    return kernel.client.execute(f"{IMPORT} {code}", allow_stdin=True)


def test_asks_and_gets_text(kernel):
    request = ask(kernel, "console.log('first'); const name = await input('Name: '); name.length + name")
    asked = question(kernel)
    assert asked["content"] == {"prompt": "Name: ", "password": False}
    assert asked["parent_header"]["msg_id"] == request
    kernel.client.input("Zoë 𝒜")
    assert kernel.collect(request).result == "'6Zoë 𝒜'"


def test_asks_for_a_password(kernel):
    request = ask(kernel, "(await input('Password: ', { password: true })).toUpperCase()")
    asked = question(kernel)
    assert asked["content"] == {"prompt": "Password: ", "password": True}
    answer(kernel, asked, "secret")
    assert kernel.collect(request).result == "'SECRET'"


def test_asks_one_question_at_a_time(kernel):
    request = ask(kernel, "(await Promise.all([input('a'), input('b')])).join()")
    for value in ("1", "2"):
        asked = question(kernel)
        assert not kernel.client.stdin_channel.msg_ready()
        answer(kernel, asked, value)
    assert kernel.collect(request).result == "'1,2'"


def test_says_so_when_the_front_end_takes_no_input(kernel):
    ran = kernel.run(f"{IMPORT} await input('?')", allow_stdin=False)
    assert ran.reply["content"]["ename"] == "InputError"
    assert "takes none (allow_stdin is off)" in ran.reply["content"]["evalue"]


def test_says_so_when_the_input_ends(kernel):
    request = ask(kernel, "await input('?')")
    answer(kernel, question(kernel), "\x04")
    assert "the input ended" in kernel.collect(request).reply["content"]["evalue"]


def test_an_interrupt_cancels_and_a_late_answer_is_ignored(kernel):
    request = ask(kernel, "await input('forgotten?')")
    forgotten = question(kernel)
    kernel.interrupt()
    assert kernel.collect(request).reply["content"]["ename"] == "KeyboardInterrupt"
    request = ask(kernel, "await input('new?')")
    asked = question(kernel)
    answer(kernel, forgotten, "late")
    answer(kernel, asked, "in time")
    assert kernel.collect(request).result == "'in time'"
