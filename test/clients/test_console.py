"""`jupyter console`, driven as at a terminal."""

import os
import re
import sys
from pathlib import Path

import pexpect
import pytest

TIMEOUT = 60


class Console:
    def __init__(self, folder):
        jupyter = Path(sys.executable).parent / "jupyter"
        # A terminal that answers no questions about itself; the simple prompt takes whole lines without drawing menus.
        env = {**os.environ, "TERM": "dumb", "JUPYTER_DATA_DIR": str(folder / "data")}
        arguments = ["console", "--kernel", "miniscope-lab", "--simple-prompt"]
        self.child = pexpect.spawn(str(jupyter), arguments, cwd=str(folder), env=env, timeout=TIMEOUT, encoding="utf-8")
        self.prompt(1)
        # Until it has run a cell, the console may take the idle of its own first questions for the end of that cell.
        self.child.sendline("0")
        self.prompt(2)

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
    shown = console.prompt(3)
    assert "printed" in shown and re.search(r"Out\[2\]: 42", shown)
    child.sendline("const wrong: number = 'text';")
    assert "TS2322" in console.prompt(4)
    child.sendline("six + 1")
    assert "7" in console.prompt(5)
    child.sendeof()
    child.expect_exact("exit")
    child.sendline("y")
    child.expect(pexpect.EOF)


def test_control_c_stops_a_loop(console):
    child = console.child
    child.sendline("console.log('loop' + 'ing'); while (true) {}")
    child.expect("looping")
    child.sendintr()
    assert "KeyboardInterrupt" in console.prompt(3)
    child.sendline("'ali' + 've'")
    assert "'alive'" in console.prompt(4)


def test_input_is_asked_for(console):
    child = console.child
    child.sendline("import { input } from 'miniscope-lab'; const name = await input('Who? '); name.length")
    child.expect_exact("Who? ")
    child.sendline("Ada")
    assert re.search(r"Out\[2\]: 3", console.prompt(3))
