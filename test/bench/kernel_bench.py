"""Measures the installed kernel through jupyter_client and prints the rows of the table as JSON."""

import json
import statistics
import time

from jupyter_client.manager import start_new_kernel

STARTS = 3
CELLS = 50
LOOP = "for (let i = 0; i < 20_000_000; i++) sum += table[i & 1023];"
TABLE = "const table = new Float64Array(1024).fill(0.5);"


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


def milliseconds(client, code):
    """The number that a cell ends with; the least of three runs."""
    values = []
    for _ in range(3):
        output = []
        client.execute_interactive(code, timeout=60, output_hook=output.append)
        values += [float(m["content"]["data"]["text/plain"]) for m in output if m["msg_type"] == "execute_result"]
    return min(values)


def completion(client):
    """Median seconds of a completion among the library's names."""
    seconds = []
    for _ in range(20):
        begin = time.perf_counter()
        client.complete("plan.", 5, reply=True, timeout=60)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def hot_loops(client):
    """Times of a loop over variables of its cell and of an earlier cell, as multiples of the same loop in a function."""
    timed = f"const begin = performance.now(); {LOOP} performance.now() - begin"
    within = milliseconds(client, f"(() => {{ {TABLE} let sum = 0; {timed.replace('performance.now() - b', 'return performance.now() - b')}; }})()")
    same = milliseconds(client, f"{TABLE} let sum = 0; {timed}")
    run(client, f"{TABLE} let sum = 0;")
    earlier = milliseconds(client, timed)
    constant = milliseconds(
        client,
        f"function total() {{ let sum = 0; {LOOP} return sum; }} const begin = performance.now(); total(); performance.now() - begin",
    )
    return [
        {"name": "hot loop over its cell's variables, to a function's", "value": same / within, "unit": "×"},
        {"name": "hot loop over an earlier cell's variables, to a function's", "value": earlier / within, "unit": "×"},
        {"name": "hot loop of a function over an earlier constant, to a local", "value": constant / within, "unit": "×"},
    ]


def measure():
    starts = []
    for i in range(STARTS):
        seconds, manager, client = start()
        starts.append(seconds)
        if i == STARTS - 1:
            cells = [run(client, f"{n} + 1") for n in range(CELLS)]
            imported = run(client, 'import { plan } from "miniscope-lab"')
            completed = completion(client)
            loops = hot_loops(client)
        client.stop_channels()
        manager.shutdown_kernel()
    return [
        {"name": "kernel start to first result", "value": statistics.median(starts), "unit": "s"},
        {"name": "trivial cell", "value": statistics.median(cells) * 1000, "unit": "ms"},
        {"name": "first import of miniscope-lab in a cell", "value": imported, "unit": "s"},
        {"name": "completion", "value": completed * 1000, "unit": "ms"},
        *loops,
    ]


print(json.dumps(measure()))
