"""Runs a program on a terminal: terminal.py PATTERN SIGNAL PROGRAM ARGS…

Sends it the signal, when there is one, as soon as what it has written matches the pattern, and prints as JSON how it
ended and what it wrote.
"""

import json
import os
import pty
import re
import signal
import sys

pattern, signal_name, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)

written = b""
sent = False
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the program has ended
        break
    if not piece:
        break
    written += piece
    if signal_name and not sent and re.search(pattern, written.decode(errors="ignore")):
        os.kill(pid, getattr(signal, signal_name))
        sent = True
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"code": status, "written": written.decode(), "sent": sent}))
