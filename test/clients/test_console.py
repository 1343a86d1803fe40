"""`jupyter console`, driven as at a terminal."""

import os
import re
import sys
from pathlib import Path

import pexpect
import pytest

TIMEOUT = 120


def spawn(folder, *options, **variables):
    jupyter = Path(sys.executable).parent / "jupyter"
    env = {**os.environ, "JUPYTER_DATA_DIR": str(folder / "data"), **variables}
    arguments = ["console", "--kernel", "miniscope-lab", *options]
    return pexpect.spawn(str(jupyter), arguments, cwd=str(folder), env=env, timeout=TIMEOUT, encoding="utf-8")


class Console:
    def __init__(self, folder):
        # A terminal that answers no questions about itself; the simple prompt takes whole lines without drawing menus.
        self.child = spawn(folder, "--simple-prompt", TERM="dumb")
        self.prompt(1)

    def prompt(self, number):
        """Waits for the prompt of that number and returns what was written before it."""
        self.child.expect(re.compile(rf"In \[{number}\]: "))
        return self.child.before

    def close(self):
        self.child.close(force=True)


@pytest.fixture
def console(tmp_path):
    console = Console(tmp_path)
    yield console
    console.close()


def test_results_output_errors_and_exit(console):
    child = console.child
    child.sendline("const six: number = 6; console.log('printed'); six * 7")
    shown = console.prompt(2)
    assert "printed" in shown and re.search(r"Out\[1\]: 42", shown)
    child.sendline("const wrong: number = 'text';")
    assert "TS2322" in console.prompt(3)
    child.sendline("six + 1")
    assert "7" in console.prompt(4)
    child.sendeof()
    child.expect_exact("exit")
    child.sendline("y")
    child.expect(pexpect.EOF)


def test_control_c_stops_a_loop(console):
    child = console.child
    child.sendline("console.log('loop' + 'ing'); while (true) {}")
    child.expect("looping")
    child.sendintr()
    assert "KeyboardInterrupt" in console.prompt(2)
    child.sendline("'ali' + 've'")
    assert "'alive'" in console.prompt(3)


def test_input_is_asked_for(console):
    child = console.child
    child.sendline("import { input } from 'miniscope-lab'; const name = await input('Who? '); name.length")
    child.expect_exact("Who? ")
    child.sendline("Ada")
    assert re.search(r"Out\[1\]: 3", console.prompt(2))


@pytest.mark.parametrize("command", ["exit", "quit", "exit()"])
def test_exit_and_quit_end_the_console(console, command):
    console.child.sendline(command)
    console.child.expect(pexpect.EOF)


def test_a_variable_named_exit_is_shown(console):
    console.child.sendline("const exit = 6 * 7;")
    console.prompt(2)
    console.child.sendline("exit")
    assert "42" in console.prompt(3)


def prompted(child, number):
    """Waits for the prompt of that number, between whose parts colours are set."""
    child.expect(re.compile(rf"In \[(\x1b\[[0-9;]*m)*{number}(\x1b\[[0-9;]*m)*\]: "))


def test_tab_completes_in_the_real_prompt(tmp_path):
    child = spawn(tmp_path, TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1")
    try:
        prompted(child, 1)
        child.send("Math.hyp\t")
        # The prompt may draw what was typed first, and what completes it after that.
        child.expect(r"(?s)hyp.*ot")
        child.send("(30, 40)\r")
        child.expect_exact("50")
        prompted(child, 2)
    finally:
        child.close(force=True)
