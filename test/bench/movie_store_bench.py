"""py-pde's MovieStorage: writes the frames of a raw file of 16-bit values, reads them, and prints what it took, as JSON.

movie_store_bench.py RAW SIDE OUT FRAMES
"""

import json
import sys
import time

import numpy as np
from pde import CartesianGrid, ScalarField
from pde.storage import MovieStorage

raw, side, out, count = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
frames = np.fromfile(raw, "<u2").reshape(-1, side, side).astype(float)
grid = CartesianGrid([[0, side], [0, side]], [side, side])
fields = [ScalarField(grid, frame) for frame in frames]

storage = MovieStorage(out, vmin=0, vmax=65535)
started = time.perf_counter()
storage.start_writing(fields[0])
for t in range(count):
    storage.append(fields[t % len(fields)], time=t)
storage.end_writing()
writing = time.perf_counter() - started

storage = MovieStorage(out, vmin=0, vmax=65535)
started = time.perf_counter()
for _ in storage:
    pass
reading = time.perf_counter() - started
started = time.perf_counter()
storage[count // 2]
single = time.perf_counter() - started
print(json.dumps({"write_fps": count / writing, "read_fps": count / reading, "frame_s": single}))
