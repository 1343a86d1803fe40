"""Completion, inspection, completeness and history."""

import itertools

import pytest

numbers = itertools.count()


def complete(kernel, code, cursor=None):
    content = {"code": code, "cursor_pos": len(code) if cursor is None else cursor}
    found = kernel.request("complete_request", content).content
    assert found["status"] == "ok" and isinstance(found["metadata"], dict)
    return found


def completed(code, found, match):
    return code[: found["cursor_start"]] + match + code[found["cursor_end"] :]


@pytest.mark.parametrize("before", ["", "'🧠🧠🧠'; ", "const 𝒜 = 1;\n"])
def test_completion_replaces_the_right_range(kernel, before):
    code = f"{before}Math.sqr"
    found = complete(kernel, code)
    assert completed(code, found, next(m for m in found["matches"] if m.endswith("sqrt"))) == f"{before}Math.sqrt"


def test_completion_in_the_middle_of_code(kernel):
    code = "Math.sqr; const after = '🧠';"
    found = complete(kernel, code, 8)
    assert completed(code, found, next(m for m in found["matches"] if m.endswith("sqrt"))).startswith("Math.sqrt;")


def test_completion_knows_earlier_cells(kernel):
    kernel.ok("const recordings = { frames: 3, framesPerSecond: 20 };")
    assert {"frames", "framesPerSecond"} <= {m.split(".")[-1] for m in complete(kernel, "recordings.fra")["matches"]}


def test_completion_without_matches(kernel):
    found = complete(kernel, "nothingStartsLikeThis_zzz")
    assert found["matches"] == [] and 0 <= found["cursor_start"] <= found["cursor_end"] <= 25


def test_completion_says_what_kind_a_match_is(kernel):
    found = complete(kernel, "Math.sqr")
    kinds = found["metadata"]["_jupyter_types_experimental"]
    assert [k["text"] for k in kinds] == found["matches"]
    assert all(k["type"] and k["start"] == found["cursor_start"] and k["end"] == found["cursor_end"] for k in kinds)


def inspect(kernel, code, cursor, level=0):
    content = {"code": code, "cursor_pos": cursor, "detail_level": level}
    return kernel.request("inspect_request", content).content


def test_inspection_gives_the_type(kernel):
    kernel.ok("function halve(value: number): number { return value / 2; }")
    found = inspect(kernel, "halve(3)", 3)
    assert found["status"] == "ok" and found["found"] is True
    assert "value: number" in found["data"]["text/plain"] and isinstance(found["metadata"], dict)


def test_inspection_gives_the_doc_comment(kernel):
    kernel.ok("/** Doubles what it is given. */\nfunction twice(value: number): number { return 2 * value; }")
    assert "Doubles what it is given" in inspect(kernel, "twice", 5)["data"]["text/plain"]


def test_inspection_behind_astral_characters(kernel):
    code = "'🧠🧠🧠'; parseFloat"
    assert "parseFloat" in inspect(kernel, code, len(code))["data"]["text/plain"]


def test_inspection_of_nothing(kernel):
    found = inspect(kernel, "    ", 2)
    assert found["status"] == "ok" and found["found"] is False and found["data"] == {}


def test_inspection_of_more_detail_is_answered(kernel):
    assert inspect(kernel, "parseFloat", 4, level=1)["found"] is True


COMPLETENESS = [
    ("1 + 1", "complete"),
    ("const a = [1,\n2];", "complete"),
    ("await Promise.resolve(1)", "complete"),
    ("type Pair<T> = [T, T];", "complete"),
    ("function f() {", "incomplete"),
    ("[1, 2,", "incomplete"),
    ("`open", "incomplete"),
    ("if (true) {\n  1;", "incomplete"),
    ("/* open", "incomplete"),
    ("const = 3", "invalid"),
    ("1 +* 2;", "invalid"),
    ("}", "invalid"),
]


@pytest.mark.parametrize(("code", "status"), COMPLETENESS)
def test_completeness(kernel, code, status):
    found = kernel.request("is_complete_request", {"code": code}).content
    assert found["status"] == status
    if status == "incomplete":
        assert found["indent"].strip() == ""


def history(kernel, **content):
    content = {"output": False, "raw": True, **content}
    return kernel.request("history_request", content).content["history"]


def remembered(kernel):
    sources = [f"'remembered {next(numbers)}'" for _ in range(3)]
    for source in sources:
        kernel.ok(source)
    return sources


def test_history_tail(kernel):
    sources = remembered(kernel)
    entries = history(kernel, hist_access_type="tail", n=2)
    assert [source for _, _, source in entries] == sources[1:]
    assert entries[1][1] == entries[0][1] + 1


def test_history_range(kernel):
    sources = remembered(kernel)
    last = history(kernel, hist_access_type="tail", n=1)[0][1]
    entries = history(kernel, hist_access_type="range", session=0, start=last - 1, stop=last + 1)
    assert [source for _, _, source in entries] == sources[1:]


def test_history_search(kernel):
    sources = remembered(kernel)
    entries = history(kernel, hist_access_type="search", pattern=sources[0][:-1] + "*", n=5, unique=True)
    assert [source for _, _, source in entries] == [sources[0]]


def test_history_with_output_has_pairs(kernel):
    remembered(kernel)
    ((_, _, (source, _output)),) = history(kernel, hist_access_type="tail", n=1, output=True)
    assert source.startswith("'remembered")


def test_cell_outside_history_is_not_remembered(kernel):
    remembered(kernel)
    kernel.ok("'forgotten'", store_history=False)
    kernel.ok("'unseen'", silent=True)
    assert history(kernel, hist_access_type="tail", n=1)[0][2].startswith("'remembered")
