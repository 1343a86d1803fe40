"""The page on steps of one's own, run in cells of a notebook."""

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "custom-steps.md").read_text()


def test_the_step_that_the_page_builds_works_in_a_notebook():
    code = re.search(r"^```ts\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE).group(1)
    definition, use = re.split(r"(?=^const spec)", code, maxsplit=1, flags=re.MULTILINE)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (definition, use)])
    NotebookClient(notebook, kernel_name="miniscope-lab", timeout=240).execute()
    printed = "".join(output.get("text", "") for output in notebook.cells[1].outputs)
    assert int(re.match(r"(\d+) pixels glow", printed).group(1)) > 500
