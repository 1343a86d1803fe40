"""Subshells (JEP 91): cells of their own, while the main one is busy."""


def create(kernel):
    return kernel.request("create_subshell_request", channel="control").content["subshell_id"]


def listed(kernel):
    return kernel.request("list_subshell_request", channel="control").content["subshell_id"]


def delete(kernel, subshell):
    return kernel.request("delete_subshell_request", {"subshell_id": subshell}, channel="control").content


def test_subshells_are_among_the_features(kernel):
    assert "kernel subshells" in kernel.info["supported_features"]


def test_subshells_are_created_listed_and_deleted(kernel):
    before = listed(kernel)
    first, second = create(kernel), create(kernel)
    assert first != second and set(listed(kernel)) == {*before, first, second}
    for subshell in (first, second):
        assert delete(kernel, subshell)["status"] == "ok"
    assert listed(kernel) == before


def test_unknown_subshell_is_not_deleted(kernel):
    assert delete(kernel, "unknown")["status"] == "error"


def test_subshell_runs_while_the_main_shell_awaits(kernel):
    subshell = create(kernel)
    main = kernel.start("await new Promise((r) => setTimeout(r, 2000)); 'main'")
    content = {"code": "'beside'", "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    beside = kernel.request("execute_request", content, subshell_id=subshell)
    assert "beside" in beside.result
    assert beside.reply["parent_header"].get("subshell_id") == subshell
    assert not any(m["parent_header"].get("msg_id") == main and m["content"].get("execution_state") == "idle" for m in kernel.messages)
    kernel.collect(main)
    delete(kernel, subshell)
