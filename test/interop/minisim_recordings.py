"""Python minisim as a program: `make`s recordings of specs, and says what it `load`s and computes of ours.

Prints one JSON object, path of the recording -> what it holds. A warning of a recording is an error.
"""

import hashlib
import json
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import numcodecs
import numpy as np
import zarr

import minisim

# What the libraries below it deprecate says nothing of a recording.
warnings.simplefilter("error")
warnings.simplefilter("ignore", DeprecationWarning)

# What is unusual about a spec is no fault of its recording.
warnings.simplefilter("ignore", minisim.SpecWarning)


def described(array):
    array = np.ascontiguousarray(array)
    little = array.astype(array.dtype.newbyteorder("<"))
    return {"shape": list(array.shape), "dtype": array.dtype.str, "sha256": hashlib.sha256(little.tobytes()).hexdigest()}


def contents(recording):
    truth = recording.ground_truth
    arrays = {"observed": recording.observed}
    arrays |= {f"snapshots/{name}": movie for name, movie in recording.snapshots.items()}
    for name in type(truth).model_fields:
        value = getattr(truth, name)
        if isinstance(value, np.ndarray):
            arrays[f"ground_truth/{name}"] = value
    return {
        "arrays": {name: described(array) for name, array in arrays.items()},
        "focal_depth_um": truth.focal_depth_um,
        "planted": described(truth.A_planted.astype("float32")),
        "observed_sums": truth.A_observed.sum(axis=(1, 2)).tolist(),
        "observed_peaks": truth.A_observed.max(axis=(1, 2), initial=0).tolist(),
    }


def make(jobs):
    """Pairs of a spec's file and the path to save its recording at."""
    made = {}
    for spec, path in jobs:
        recording = minisim.simulate(minisim.Spec.model_validate_json(Path(spec).read_text()))
        recording.save(path)
        made[path] = contents(recording)
    return made


def load(paths):
    return {path: contents(minisim.Recording.load(path)) for path in paths}


def use(paths):
    """What its metrics say of a recording held against itself, and the size of the video it writes."""
    used = {}
    for path in paths:
        recording = minisim.Recording.load(path)
        truth = recording.ground_truth
        match = minisim.hungarian_match(truth.A_planted, truth.A_planted)
        with tempfile.TemporaryDirectory() as folder:
            video = Path(folder) / "movie.avi"
            recording.write_video(video)
            used[path] = {
                "cells": truth.n_units,
                "recall": match.recall(),
                "traces": float(np.nanmin(minisim.trace_pearson(truth.C, truth.C, match.pairing))),
                "detectable": truth.detectable_subset().n_units,
                "video_bytes": video.stat().st_size,
            }
    return used


def relayout(paths):
    """Writes the observed movie of copies of a recording anew, each laid out in another way that zarr has."""
    layouts = {
        "fortran": {"order": "F", "chunks": (4, 20, 30)},
        "slashes": {"dimension_separator": "/", "chunks": (3, 48, 64)},
        "bare": {"compressor": None, "dtype": ">f4"},
        "doubles": {"dtype": "<f8", "compressor": numcodecs.Blosc("lz4hc", 9, numcodecs.Blosc.BITSHUFFLE)},
        "zstd": {"dtype": "<u2", "compressor": numcodecs.Blosc("zstd", 3, numcodecs.Blosc.NOSHUFFLE)},
        "wide": {"dtype": "<i8", "chunks": (100, 100, 100)},
        "single": {"dtype": "|u1", "chunks": (1, 1, 64)},
    }
    path, folder = paths
    for name, layout in layouts.items():
        copy = Path(folder) / f"{name}.zarr"
        shutil.copytree(path, copy)
        (copy / "checksums.sha256").unlink()
        movie = zarr.open_group(str(copy), "r")["observed"][:]
        shutil.rmtree(copy / "observed")
        separator = layout.pop("dimension_separator", ".")
        store = zarr.DirectoryStore(str(copy / "observed"), dimension_separator=separator)
        array = zarr.create(movie.shape, store=store, **{"dtype": movie.dtype, "fill_value": 0, **layout})
        array[:] = movie.astype(array.dtype)
    return list(layouts)


if __name__ == "__main__":
    command, arguments = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps({"make": make, "load": load, "use": use, "relayout": relayout}[command](arguments)))
