"""Subshells: queues of their own, made and ended on the control channel."""

from conftest import parent, state

AWAITING = "await new Promise<void>((done) => { (globalThis as any).finish = done; }); 'main done'"


def create(kernel):
    content = kernel.ask("create_subshell_request", {}, channel="control")
    assert content["status"] == "ok"
    return content["subshell_id"]


def execute(kernel, code, **header):
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "stop_on_error": True}
    return kernel.send("shell", "execute_request", content, **header)


def listed(kernel):
    return kernel.ask("list_subshell_request", {}, channel="control")["subshell_id"]


def test_kernel_says_that_it_has_subshells(kernel):
    info = kernel.ask("kernel_info_request", {}, channel="control")
    assert "kernel subshells" in info["supported_features"]


def test_subshells_are_made_listed_and_deleted(kernel):
    ids = [create(kernel), create(kernel)]
    assert set(ids) <= set(listed(kernel))
    for subshell in ids:
        assert kernel.ask("delete_subshell_request", {"subshell_id": subshell}, channel="control") == {"status": "ok"}
    assert not set(ids) & set(listed(kernel))
    again = kernel.ask("delete_subshell_request", {"subshell_id": ids[0]}, channel="control")
    assert again["status"] == "error" and ids[0] in again["evalue"]


def test_subshells_are_made_while_a_cell_computes(kernel):
    request = kernel.start("for (const end = Date.now() + 1500; Date.now() < end; );")
    subshell = create(kernel)
    in_subshell = execute(kernel, "'after the computation'", subshell_id=subshell)
    kernel.wait_for(lambda m: parent(m) == in_subshell and state(m) == "idle")
    assert kernel.collect(request).reply["content"]["status"] == "ok"
    assert kernel.collect(in_subshell).result == "'after the computation'"


def test_cell_of_a_subshell_runs_while_a_cell_awaits(kernel):
    subshell = create(kernel)
    main = kernel.start(f"const before = 20; {AWAITING}")
    ran = kernel.collect(execute(kernel, "const within = 21; within", subshell_id=subshell))
    assert ran.result == "21" and ran.reply["parent_header"]["subshell_id"] == subshell
    queued = execute(kernel, "before + within")
    kernel.collect(execute(kernel, "(globalThis as any).finish()", subshell_id=subshell))
    assert kernel.collect(main).result == "'main done'"
    assert kernel.collect(queued).result == "41", "both shells share names and types"


def test_error_in_a_subshell_aborts_its_own_queue_only(kernel):
    subshell = create(kernel)
    main = kernel.start(AWAITING)
    waiting = execute(kernel, "'not aborted'")
    failing = execute(kernel, "throw new Error('here')", subshell_id=subshell)
    after = execute(kernel, "1", subshell_id=subshell)
    assert kernel.collect(failing).reply["content"]["status"] == "error"
    assert kernel.collect(after).reply["content"]["status"] == "aborted"
    kernel.collect(execute(kernel, "(globalThis as any).finish()", subshell_id=subshell))
    kernel.collect(main)
    assert kernel.collect(waiting).result == "'not aborted'"


def test_request_for_an_unknown_subshell_is_refused(kernel):
    request = execute(kernel, "(globalThis as any).ran = true", subshell_id="nobody")
    assert kernel.reply_to(request)["content"]["status"] == "error"
    assert kernel.ok("String((globalThis as any).ran)").result == "'undefined'"
