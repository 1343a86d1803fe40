"""Cells: counts, results, errors, aborts and what a request may ask for."""

import pytest
from protocol_client import state


def count(kernel):
    return kernel.ok("1").content["execution_count"]


def test_execute_input_repeats_code_and_count(kernel):
    ran = kernel.ok("'é' + 1")
    assert ran.only("execute_input") == {"code": "'é' + 1", "execution_count": ran.content["execution_count"]}


def test_execute_result_has_data_metadata_and_count(kernel):
    ran = kernel.ok("40 + 2")
    result = ran.only("execute_result")
    assert result["data"]["text/plain"] == "42" and result["metadata"] == {}
    assert result["execution_count"] == ran.content["execution_count"]


def test_ok_reply_has_payload_and_user_expressions(kernel):
    content = kernel.ok("1").content
    assert content["payload"] == [] and content["user_expressions"] == {}


def test_count_rises_by_one_a_cell(kernel):
    first = count(kernel)
    assert count(kernel) == first + 1


def test_error_counts_too(kernel):
    first = count(kernel)
    assert kernel.run("throw new Error('counts');").content["execution_count"] == first + 1


@pytest.mark.parametrize("options", [{"silent": True}, {"store_history": False}])
def test_cell_outside_history_does_not_raise_the_count(kernel, options):
    first = count(kernel)
    kernel.ok("1", **options)
    assert count(kernel) == first + 1


def test_silent_cell_publishes_its_states_alone(kernel):
    ran = kernel.ok("(globalThis as any).silently = 7; 7", silent=True)
    assert [state(m) for m in ran.messages] == ["busy", "idle"]
    assert kernel.ok("(globalThis as any).silently").result == "7"


def test_nothing_is_shown_for_undefined(kernel):
    assert kernel.ok("undefined").of("execute_result") == []
    assert kernel.ok("const nothingShown = 1;").of("execute_result") == []


@pytest.mark.parametrize("code", ["", "  \n ", "// a comment"])
def test_empty_cell_is_ok(kernel, code):
    assert kernel.ok(code).of("execute_result", "error", "stream") == []


def test_user_expressions_give_data_or_an_error_each(kernel):
    kernel.ok("const base = 20;")
    found = kernel.ok("1", user_expressions={"good": "base + 1", "bad": "notDefinedAnywhere"}).content["user_expressions"]
    assert found["good"]["status"] == "ok" and found["good"]["data"]["text/plain"] == "21"
    assert found["good"]["metadata"] == {}
    assert found["bad"]["status"] == "error" and found["bad"]["ename"] and isinstance(found["bad"]["traceback"], list)


def test_error_is_the_same_in_reply_and_on_iopub(kernel):
    ran = kernel.run("throw new RangeError('too far');")
    shown = ran.only("error")
    for content in (ran.content, shown):
        assert content["ename"] == "RangeError" and content["evalue"] == "too far"
        assert content["traceback"] and all(isinstance(line, str) for line in content["traceback"])
    assert ran.content["status"] == "error" and isinstance(ran.content["execution_count"], int)
    assert ran.of("execute_result") == []


@pytest.mark.parametrize("code", ["const = 3", "1 +* 2", "let unfinished = (", "'open"])
def test_code_that_does_not_parse_is_an_error(kernel, code):
    ran = kernel.run(code)
    assert ran.content["status"] == "error" and ran.only("error")["evalue"]


@pytest.mark.parametrize("thrown", ["'text'", "null", "undefined", "{ code: 7 }", "Symbol('s')", "Object.create(null)"])
def test_thrown_value_of_any_kind_is_an_error(kernel, thrown):
    ran = kernel.run(f"throw {thrown};")
    assert ran.content["status"] == "error"
    assert isinstance(ran.content["ename"], str) and isinstance(ran.content["evalue"], str)


def test_error_after_an_await_is_an_error(kernel):
    assert kernel.run("await Promise.resolve(); throw new Error('later');").content["evalue"] == "later"


def test_cells_behind_an_error_are_aborted_with_states(kernel):
    requests = [kernel.execute(code) for code in ("await new Promise((r) => setTimeout(r, 200)); throw new Error('x');", "1", "2")]
    first, *rest = [kernel.collect(request) for request in requests]
    assert first.content["status"] == "error"
    for ran in rest:
        assert ran.content["status"] == "aborted"
        assert ran.states == ["busy", "idle"] and ran.of("execute_input") == []
    assert kernel.ok("'after'").content["status"] == "ok"


def test_cells_behind_an_error_run_without_stop_on_error(kernel):
    code = "await new Promise((r) => setTimeout(r, 200)); throw new Error('x');"
    first, second = kernel.execute(code, stop_on_error=False), kernel.execute("40 + 3")
    assert kernel.collect(first).content["status"] == "error"
    assert kernel.collect(second).result == "43"


def test_requests_other_than_cells_are_not_aborted(kernel):
    failing = kernel.execute("await new Promise((r) => setTimeout(r, 200)); throw new Error('x');")
    other = kernel.send("is_complete_request", {"code": "1"})
    assert kernel.collect(other).content["status"] == "complete"
    assert kernel.collect(failing).content["status"] == "error"


def test_cells_run_in_the_order_they_were_sent(kernel):
    kernel.ok("(globalThis as any).order = [];")
    requests = [
        kernel.execute(f"await new Promise((r) => setTimeout(r, {wait})); (globalThis as any).order.push({wait});")
        for wait in (60, 30, 0)
    ]
    for request in requests:
        kernel.collect(request)
    assert kernel.ok("(globalThis as any).order.join('-')").result.strip("'\"") == "60-30-0"


def test_declarations_before_an_error_are_kept(kernel):
    kernel.run("const keptValue = 5; throw new Error('stop');")
    assert kernel.ok("keptValue").result == "5"
