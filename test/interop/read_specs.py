"""Reads a JSON list of requests from standard input and prints what minisim says of each.

A request is {"text": a spec as JSON text, "simulate": whether to run it too}; the answer {"key", "json", "warnings"}
or {"error"}.
"""

import json
import sys
import warnings

import minisim


def answer(request):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            spec = minisim.Spec.model_validate_json(request["text"])
            if request.get("simulate"):
                minisim.simulate(spec)
        except Exception as error:  # whatever it raises, it refuses
            return {"error": f"{type(error).__name__}: {error}"}
        own = [str(w.message) for w in caught if issubclass(w.category, minisim.SpecWarning)]
    return {"key": spec.cache_key() if callable(spec.cache_key) else spec.cache_key, "json": spec.model_dump_json(), "warnings": own}


print(json.dumps([answer(request) for request in json.load(sys.stdin)]))
