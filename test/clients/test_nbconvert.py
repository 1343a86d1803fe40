"""`jupyter nbconvert --execute` makes pages of notebooks."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest


def convert(folder, sources, *options):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    notebook.metadata["kernelspec"] = {"name": "miniscope-lab", "display_name": "TypeScript", "language": "typescript"}
    nbformat.write(notebook, folder / "note.ipynb")
    program = [str(Path(sys.executable).parent / "jupyter"), "nbconvert", "--execute", "--to", "html", "note.ipynb"]
    return subprocess.run([*program, *options], cwd=folder, capture_output=True, text=True, check=False, timeout=180)


def test_notebook_becomes_a_page_with_its_outputs(tmp_path):
    display = '(globalThis as any)[Symbol.for("miniscope-lab.kernel-host")].display({ "text/html": "<b>bold output</b>" });'
    ran = convert(tmp_path, ["const a: number = 20;", "console.log('printed ' + a); a * 2 + 2", display])
    assert ran.returncode == 0, ran.stderr
    page = (tmp_path / "note.html").read_text()
    assert "printed 20" in page and "42" in page and "<b>bold output</b>" in page


@pytest.mark.parametrize("options", [[], ["--allow-errors"]])
def test_failing_cell_stops_the_conversion_unless_errors_are_allowed(tmp_path, options):
    ran = convert(tmp_path, ["throw new RangeError('too far');", "'never'"], *options)
    if options:
        assert ran.returncode == 0 and "too far" in (tmp_path / "note.html").read_text()
    else:
        assert ran.returncode != 0 and "RangeError" in ran.stderr and "too far" in ran.stderr
