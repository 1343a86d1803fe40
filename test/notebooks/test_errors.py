"""What is wrong with a spec or a widget stands in the cell's output, in a line or two and without library frames."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SPEC = 'import { parseSpec, plan, buildSpec, miniscopeV4, ca1, FloatSlider, MoviePlayer, leakage } from "miniscope-lab";\n'
CASES = {
    "a value out of range": (
        "parseSpec({ acquisition: { optics: { na: -1 } } })",
        "SpecError",
        ["acquisition.optics.na is -1", "above 0"],
    ),
    "an unknown field": (
        "parseSpec({ acquisition: { optics: { nas: 0.3 } } } as object)",
        "SpecError",
        ["acquisition.optics.nas", "did you mean na"],
    ),
    "a kind that is there twice": (
        'parseSpec({ steps: [{ kind: "sensor" }, { kind: "sensor" }] })',
        "SpecError",
        ['steps[1].kind is "sensor"', "steps[0]"],
    ),
    "a combination that cannot be": (
        'parseSpec({ steps: [{ kind: "cell_activity", tau_rise_s: 1, tau_decay_s: 0.5 }] })',
        "SpecError",
        ["steps[0].tau_rise_s is 1", "0.5"],
    ),
    "a step to leave out that is not there": (
        'new MoviePlayer(await plan({ steps: [leakage()] }), { without: ["neuropil"] })',
        "WidgetError",
        ["MoviePlayer.without", '"neuropil"', '"leakage"'],
    ),
    "a wrong trait": (
        'new FloatSlider({ min: 0, max: 1, value: 3, description: "NA" })',
        "WidgetError",
        ["FloatSlider", "value", "3", "≤ max"],
    ),
    "a frame that is not there": (
        "(await plan(buildSpec(miniscopeV4(), ca1(), { duration_s: 0.1, includeNeuropil: false, "
        'includeVasculature: false }))).stage("sensor").frame(7)',
        "FrameRangeError",
        ["7", "2"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_error_says_what_is_wrong(case):
    code, name, parts = CASES[case]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SPEC + code)])
    with pytest.raises(CellExecutionError):
        NotebookClient(notebook, kernel_name="miniscope-lab", timeout=240).execute()
    (error,) = notebook.cells[0].outputs
    assert error.ename == name
    for part in parts:
        assert part in error.evalue
    traceback = "\n".join(error.traceback)
    assert error.evalue.split("\n")[0] in traceback
    assert "    at " not in traceback and "node_modules" not in traceback and "dist/" not in traceback
