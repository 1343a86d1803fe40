"""Python minisim as a program: simulates each spec of a list (pairs of a spec's file and a folder) and saves it."""

import json
import sys
import warnings
from pathlib import Path

import minisim

warnings.simplefilter("ignore", minisim.SpecWarning)

for spec, path in json.loads(sys.argv[1]):
    minisim.simulate(minisim.Spec.model_validate_json(Path(spec).read_text())).save(path)
