"""Measures the installed kernel through jupyter_client and prints the rows of the table as JSON."""

import json
import statistics
import time

from jupyter_client.manager import start_new_kernel

STARTS = 3
CELLS = 50


def run(client, code):
    """Runs a cell; seconds until the kernel is idle again."""
    begin = time.perf_counter()
    reply = client.execute_interactive(code, timeout=60, output_hook=lambda _: None)
    assert reply["content"]["status"] == "ok", reply["content"]
    return time.perf_counter() - begin


def start():
    """Seconds from nothing to the first result; the kernel and its client."""
    begin = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="miniscope-lab", startup_timeout=60)
    run(client, "1 + 1")
    return time.perf_counter() - begin, manager, client


def measure():
    starts = []
    for i in range(STARTS):
        seconds, manager, client = start()
        starts.append(seconds)
        if i == STARTS - 1:
            cells = [run(client, f"{n} + 1") for n in range(CELLS)]
            imported = run(client, 'import { plan } from "miniscope-lab"')
        client.stop_channels()
        manager.shutdown_kernel()
    return [
        {"name": "kernel start to first result", "value": statistics.median(starts), "unit": "s"},
        {"name": "trivial cell", "value": statistics.median(cells) * 1000, "unit": "ms"},
        {"name": "first import of miniscope-lab in a cell", "value": imported, "unit": "s"},
    ]


print(json.dumps(measure()))
