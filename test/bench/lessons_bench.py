"""Runs the lessons from top to bottom, and prints the rows of the table as JSON."""

import json
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

PEAK = nbformat.v4.new_code_cell("process.resourceUsage().maxRSS / 1024")


def measure(path):
    """The rows of one notebook: seconds for all its cells, and the most memory that the kernel and its threads had."""
    notebook = nbformat.read(path, 4)
    notebook.cells.append(PEAK)
    begin = time.perf_counter()
    NotebookClient(notebook, kernel_name="miniscope-lab", timeout=240).execute()
    seconds = time.perf_counter() - begin
    (peak,) = [float(output["data"]["text/plain"]) for output in notebook.cells[-1].outputs]
    return [
        {"name": f"{path.stem} from top to bottom", "value": seconds, "unit": "s"},
        {"name": f"{path.stem}, memory of kernel and threads at most", "value": peak, "unit": "MB"},
    ]


print(json.dumps([row for path in sorted(Path(sys.argv[1]).glob("*.ipynb")) for row in measure(path)]))
