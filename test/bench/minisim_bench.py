"""One run by Python minisim in a process of its own, and what it took, as JSON.

minisim_bench.py SPEC memory|PATH.avi
"""

import json
import resource
import sys
import time
from pathlib import Path

started = time.perf_counter()

import minisim  # noqa: E402

spec = minisim.Spec.model_validate_json(Path(sys.argv[1]).read_text())
perf = minisim.PerfTracker()
if sys.argv[2] == "memory":
    minisim.simulate(spec, perf=perf)
else:
    minisim.simulate_video(spec, sys.argv[2], progress=False, perf=perf)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "steps": {name: span.seconds for name, span in perf.spans.items()},
            "wall_s": time.perf_counter() - started,
            "cpu_s": usage.ru_utime + usage.ru_stime,
            "peak_mb": usage.ru_maxrss / 1024,
        }
    )
)
