"""Reads a JSON list of requests from standard input and prints what minisim says of each.

A request is {"text": a spec as JSON text, "simulate": whether to run it too}, {"build": [scope, region, options]} or
{"make": options}; the answer is {"key", "json", "warnings"} of a spec, or {"error"}.
"""

import json
import sys
import warnings

import minisim
from minisim.testing import make_recording

classes = {
    "activity": minisim.CellActivity,
    "sensor": minisim.Sensor,
    "population": minisim.NeuronPopulation,
    "populations": minisim.NeuronPopulation,
    "extra_steps": lambda kind, **fields: steps[kind](**fields),
}
steps = {"brain_motion": minisim.BrainMotion, "bleaching": minisim.Bleaching, "neuropil": minisim.Neuropil}


def objects(options):
    """Options with the objects that minisim wants in the place of their fields."""

    def made(name, value):
        if name not in classes:
            return value
        return [classes[name](**item) for item in value] if isinstance(value, list) else classes[name](**value)

    return {name: made(name, value) for name, value in options.items()}


def spec_of(request):
    if "build" in request:
        scope, region, options = request["build"]
        presets = minisim.presets
        return minisim.build_spec(getattr(presets, scope)(), getattr(presets, region)(), **objects(options))
    if "make" in request:
        return make_recording(**objects(request["make"])).spec
    spec = minisim.Spec.model_validate_json(request["text"])
    if request.get("simulate"):
        minisim.simulate(spec)
    return spec


def answer(request):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            spec = spec_of(request)
        except Exception as error:  # whatever it raises, it refuses
            return {"error": f"{type(error).__name__}: {error}"}
    own = [str(w.message) for w in caught if issubclass(w.category, minisim.SpecWarning)]
    return {"key": spec.cache_key(), "json": spec.model_dump_json(), "warnings": own}


print(json.dumps([answer(request) for request in json.load(sys.stdin)]))
