"""A kernel that runs for a day: its memory after many cells of all sorts."""

from jupyter_client.manager import start_new_kernel

CELLS = 1000

MEASURE = """
{
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--expose-gc");
  const collect = (await import("node:vm")).runInNewContext("gc");
  for (let i = 0; i < 6; i++) { collect(); await new Promise((r) => setTimeout(r, 50)); }
  const { heapUsed, external } = process.memoryUsage();
  console.log((heapUsed + external) / 2 ** 20);
}
"""

SORTS = [
    "let value = {n}; const list = new Float64Array(1e5).fill(value); console.log(value); list.length",
    "function area{m}(r: number) {{ let sum = {n}; for (let i = 0; i < 100; i++) sum += r * i; return sum; }} area{m}(2)",
    "interface Shape{m} {{ side: number }}\nconst shape{m}: Shape{m} = {{ side: {n} }}; shape{m}",
    "throw new RangeError('cell {n}')",
    "const unknown: number = 'cell {n}'",
    "await new Promise((r) => setTimeout(r, 1)); console.error('{n}')",
    "import {{ IntSlider }} from 'miniscope-lab'; {{ const slider = new IntSlider({{ value: {m} }}); slider.value += 1; slider.close(); }}",
    "for (let i = 0; i < 1000; i++) console.log('line', i + {n});",
]


def test_memory_is_steady_over_1000_cells_of_all_sorts():
    manager, client = start_new_kernel(kernel_name="miniscope-lab", startup_timeout=120)
    try:

        def run(code):
            text = []

            def keep(message):
                if message["msg_type"] == "stream":
                    text.append(message["content"]["text"])

            client.execute_interactive(code, timeout=120, output_hook=keep)
            return "".join(text)

        def run_cells(first, count):
            for n in range(first, first + count):
                run(SORTS[n % len(SORTS)].format(n=n, m=n % 20))

        run_cells(0, 200)
        before = float(run(MEASURE))
        run_cells(200, CELLS)
        growth = float(run(MEASURE)) - before
        print(f"grew by {growth:.1f} MiB from {before:.1f} MiB over {CELLS} cells")
        # One array of the first sort is 0.8 MiB, and there are 125 of them.
        assert growth < 20, f"memory grew by {growth:.1f} MiB from {before:.1f} MiB over {CELLS} cells"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
