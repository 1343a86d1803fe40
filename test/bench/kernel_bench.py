"""Measures the installed kernel through jupyter_client and prints the rows of the table as JSON."""

import json
import statistics
import time

import zmq
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


def number(client, code):
    """The number that a cell ends with."""
    output = []
    client.execute_interactive(code, timeout=60, output_hook=output.append)
    (value,) = [float(m["content"]["data"]["text/plain"]) for m in output if m["msg_type"] == "execute_result"]
    return value


def milliseconds(client, code):
    """The number that a cell ends with; the least of three runs."""
    return min(number(client, code) for _ in range(3))


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
    run(client, f"{TABLE} let sum = 0;")
    run(client, f"function add() {{ {LOOP} }}")
    variable = milliseconds(client, "const begin = performance.now(); add(); performance.now() - begin")
    around = milliseconds(
        client,
        f"(() => {{ {TABLE} let sum = 0; function add() {{ {LOOP} }} const begin = performance.now(); add(); return performance.now() - begin; }})()",
    )
    return [
        {"name": "hot loop over its cell's variables, to a function's", "value": same / within, "unit": "×"},
        {"name": "hot loop over an earlier cell's variables, to a function's", "value": earlier / within, "unit": "×"},
        {"name": "hot loop of a function over an earlier constant, to a local", "value": constant / within, "unit": "×"},
        {"name": "hot loop of a function over an earlier variable, to one around it", "value": variable / around, "unit": "×"},
    ]


def heartbeats(client):
    """Median seconds of a heartbeat while a cell computes."""
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.connect(f"tcp://{client.ip}:{client.hb_port}")
    request = client.execute("for (const end = Date.now() + 2000; Date.now() < end; );")
    time.sleep(0.3)
    seconds = []
    for _ in range(20):
        begin = time.perf_counter()
        socket.send(b"beat")
        socket.recv()
        seconds.append(time.perf_counter() - begin)
        time.sleep(0.02)
    socket.close(linger=0)
    wait_for(client, request)
    return statistics.median(seconds)


def wait_for(client, request):
    """Reads what a cell publishes until the kernel is idle."""
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle":
            return


def interrupts(client, code):
    """Median seconds from an interrupt of a cell to its end."""
    seconds = []
    for _ in range(7):
        request = client.execute(code)
        time.sleep(0.3)
        begin = time.perf_counter()
        client.session.send(client.control_channel.socket, client.session.msg("interrupt_request", {}))
        wait_for(client, request)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


MEMORY = """
{
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--expose-gc");
  const collect = (await import("node:vm")).runInNewContext("gc");
  for (let i = 0; i < 4; i++) { collect(); await new Promise((r) => setTimeout(r, 50)); }
}
(process.memoryUsage().heapUsed + process.memoryUsage().external) / 2 ** 20
"""


def memory_growth(client):
    """MiB by which memory grows over 200 cells, each of which makes an array of 0.8 MiB."""

    def run_cells(count):
        for n in range(count):
            run(client, f"let grown = new Float64Array(1e5).fill({n}); console.log({n}); grown.length")

    run_cells(20)
    before = number(client, MEMORY)
    run_cells(200)
    return number(client, MEMORY) - before


def spec_cells(client):
    """Median seconds of a trivial cell after one that made a large typed object."""
    run(client, 'import { buildSpec, ca1, miniscopeV4 } from "miniscope-lab"; const spec = buildSpec(miniscopeV4(), ca1());')
    return statistics.median([run(client, f"{n} + 1") for n in range(20)])


RUN = """
import { bleaching, brainMotion, buildSpec, ca1, FloatSlider, miniscopeV4, simulateStream } from "miniscope-lab";
const slider = new FloatSlider({ max: 1000 });
slider.observe("value", (value) => console.log(`moved to ${value}`));
const long = buildSpec(miniscopeV4(), ca1(), { duration_s: 600, extraSteps: [bleaching(), brainMotion()] });
"""


def slider_callbacks(client):
    """Seconds from each move of a slider to what its callback prints, while a simulation runs on all cores."""
    opened = []
    client.execute_interactive(RUN, timeout=60, output_hook=opened.append)
    (comm,) = [
        m["content"]["comm_id"]
        for m in opened
        if m["msg_type"] == "comm_open" and m["content"]["data"]["state"]["_model_name"] == "FloatSliderModel"
    ]
    request = client.execute("for await (const { to } of simulateStream(long)) if (to === 128) console.log('runs');")
    while client.get_iopub_msg(timeout=60)["content"].get("text") != "runs\n":
        pass
    seconds = []
    for value in range(1, 101):
        begin = time.perf_counter()
        content = {"comm_id": comm, "data": {"method": "update", "state": {"value": value}, "buffer_paths": []}}
        client.shell_channel.send(client.session.msg("comm_msg", content))
        while client.get_iopub_msg(timeout=60)["content"].get("text") != f"moved to {value}\n":
            pass
        seconds.append(time.perf_counter() - begin)
        time.sleep(0.03)
    client.session.send(client.control_channel.socket, client.session.msg("interrupt_request", {}))
    wait_for(client, request)
    return sorted(seconds)


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
            beat = heartbeats(client)
            loop = interrupts(client, "for (;;) ;")
            library = interrupts(client, "/^(x+x+)+y$/.test('x'.repeat(40));")
            flood = run(client, "for (let i = 1; i <= 1e6; i++) console.log('line', i);")
            growth = memory_growth(client)
            after_spec = spec_cells(client)
            callbacks = slider_callbacks(client)
        client.stop_channels()
        manager.shutdown_kernel()
    return [
        {"name": "kernel start to first result", "value": statistics.median(starts), "unit": "s"},
        {"name": "trivial cell", "value": statistics.median(cells) * 1000, "unit": "ms"},
        {"name": "first import of miniscope-lab in a cell", "value": imported, "unit": "s"},
        {"name": "completion", "value": completed * 1000, "unit": "ms"},
        *loops,
        {"name": "trivial cell after one with a spec", "value": after_spec * 1000, "unit": "ms"},
        {"name": "heartbeat while a cell computes", "value": beat * 1000, "unit": "ms"},
        {"name": "interrupt of a loop, to its end", "value": loop * 1000, "unit": "ms"},
        {"name": "interrupt of library code, to its end", "value": library * 1000, "unit": "ms"},
        {"name": "slider callback while a simulation runs, median", "value": callbacks[50] * 1000, "unit": "ms"},
        {"name": "slider callback while a simulation runs, 95 %", "value": callbacks[95] * 1000, "unit": "ms"},
        {"name": "a million lines of output", "value": flood, "unit": "s"},
        {"name": "memory growth over 200 cells", "value": growth, "unit": "MiB"},
    ]


print(json.dumps(measure()))
