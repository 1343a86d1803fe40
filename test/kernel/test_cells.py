"""What a cell can do and what it leaves behind."""

import json
import time

PACKAGE = "miniscope-lab"


def plain(text):
    return text.replace("\x1b[31m", "").replace("\x1b[39m", "")


def test_last_expression_is_the_result(kernel):
    assert kernel.ok("const six = 6; six * 7").result == "42"


def test_result_counts_up_and_undefined_shows_nothing(kernel):
    first = kernel.ok("1")
    second = kernel.ok("undefined")
    assert second.reply["content"]["execution_count"] == first.reply["content"]["execution_count"] + 1
    assert second.of("execute_result") == []


def test_const_can_be_declared_again_with_another_type(kernel):
    kernel.ok("const again: number = 1;")
    kernel.ok("const again: string = 'two';")
    assert kernel.ok("again.toUpperCase()").result == "'TWO'"


def test_variable_is_shared_between_cells_and_closures(kernel):
    kernel.ok("let count = 0; function increment() { count++; return count; }")
    kernel.ok("increment(); count = 10;")
    assert kernel.ok("increment()").result == "11"


def test_shorthand_and_destructuring_reach_earlier_cells(kernel):
    kernel.ok("let left = 1; let right = 2;")
    kernel.ok("({ left } = { left: 5 });")
    assert kernel.ok("JSON.stringify({ left, right })").result == "'{\"left\":5,\"right\":2}'"


def test_types_and_classes_last(kernel):
    kernel.ok("interface Point { x: number } class Box<T> { constructor(readonly value: T) {} }")
    assert kernel.ok("const boxed: Box<Point> = new Box({ x: 4 }); boxed.value.x").result == "4"


def test_top_level_await_and_for_await(kernel):
    ran = kernel.ok(
        "async function* numbers() { yield 1; yield 2; }\n"
        "for await (const n of numbers()) console.log(n);\n"
        "await Promise.resolve('awaited')"
    )
    assert ran.text() == "1\n2\n"
    assert ran.result == "'awaited'"


def test_thrown_cell_keeps_what_it_had_declared(kernel):
    kernel.ok("const unreached = 'before';")
    kernel.run("const reached = 5; function hoisted() { return reached; } throw new Error('stop'); const unreached = 1;")
    assert kernel.ok("reached + hoisted()").result == "10"
    assert kernel.ok("unreached.length").result == "6"


def test_thrown_after_an_await_keeps_what_it_had_declared(kernel):
    kernel.run("const early = 1; await Promise.resolve(); const later = 2; throw new Error('stop'); const never = 3;")
    assert kernel.ok("early + later").result == "3"
    assert "never" in kernel.run("never").traceback


def test_type_error_shows_the_line_with_a_caret_and_runs_nothing(kernel):
    ran = kernel.run("console.log('ran');\nconst wrong: number = 'text';")
    assert ran.text() == ""
    lines = plain(ran.traceback).split("\n")
    assert lines[0] == "TS2322, line 2: Type 'string' is not assignable to type 'number'."
    assert lines[1] == "  const wrong: number = 'text';"
    assert lines[2] == "        ^^^^^"


def test_cells_are_strict(kernel):
    assert "TS7006" in kernel.run("function loose(x) { return x; }").traceback


def test_traceback_has_the_lines_of_cells_and_no_others(kernel):
    kernel.ok("\nfunction fails(): never {\n  throw new RangeError('out of range');\n}")
    ran = kernel.run("\n\n[1].map(() => {\n  fails();\n});")
    assert ran.reply["content"]["ename"] == "RangeError"
    assert ran.reply["content"]["evalue"] == "out of range"
    lines = plain(ran.traceback).split("\n")
    assert lines[0] == "RangeError: out of range"
    assert "at fails (Cell [" in lines[1] and lines[1].endswith("line 3, column 9)")
    assert lines[2:4] == ["      throw new RangeError('out of range');", "            ^"]
    assert lines[4].endswith("line 4, column 3")
    assert lines[5:7] == ["      fails();", "      ^"]
    assert lines[7].endswith("line 3, column 5")
    assert len(lines) == 8
    assert "node_modules" not in ran.traceback and "dist/" not in ran.traceback and "node:" not in ran.traceback


def test_error_made_for_users_shows_no_stack(kernel):
    ran = kernel.run(
        "class RefusedError extends Error { override name = 'RefusedError'; userFacing = true; }\n"
        "throw new RefusedError('depth_um must be positive, not -3');"
    )
    assert plain(ran.traceback) == "RefusedError: depth_um must be positive, not -3"


def test_traceback_goes_through_awaits(kernel):
    ran = kernel.run("async function later() {\n  await null;\n  throw new Error('late');\n}\n\nawait later();")
    lines = plain(ran.traceback).split("\n")
    assert lines[1].endswith("line 3, column 9)") and lines[4].endswith("line 6, column 1") and len(lines) == 5


def test_export_in_a_cell_is_harmless(kernel):
    kernel.ok("export const exported = 3; export function triple(x: number) { return 3 * x; }")
    assert kernel.ok("triple(exported)").result == "9"


def test_a_promise_is_shown_and_not_awaited(kernel):
    assert kernel.ok("new Promise(() => {})").result == "Promise (await it to see its value)"


def test_cause_is_shown(kernel):
    ran = kernel.run("throw new Error('outer', { cause: new TypeError('inner') });")
    assert "Caused by TypeError: inner" in plain(ran.traceback)


def test_thrown_value_that_is_no_error(kernel):
    assert kernel.run("throw { code: 7 };").reply["content"]["evalue"] == "{ code: 7 }"


def test_stdout_and_stderr_keep_their_order(kernel):
    ran = kernel.ok("for (let i = 0; i < 3; i++) { console.log('out', i); console.error('err', i); }")
    streams = [(m["content"]["name"], m["content"]["text"]) for m in ran.of("stream")]
    assert streams == [(n, f"{t} {i}\n") for i in range(3) for n, t in (("stdout", "out"), ("stderr", "err"))]


def test_output_comes_before_the_result(kernel):
    ran = kernel.ok("console.log('first'); 'second'")
    shown = [m["msg_type"] for m in ran.messages if m["msg_type"] in ("stream", "execute_result")]
    assert shown == ["stream", "execute_result"]


def test_a_flood_of_lines_arrives_whole(kernel):
    ran = kernel.ok("for (let i = 0; i < 50_000; i++) console.log(i);")
    assert ran.text() == "".join(f"{i}\n" for i in range(50_000))
    assert len(ran.of("stream")) < 1000


def test_output_of_a_timer_goes_to_the_cell_that_set_it(kernel):
    first = kernel.client.execute("setTimeout(() => console.log('late'), 150);")
    kernel.collect(first)
    kernel.ok("await new Promise((resolve) => setTimeout(resolve, 300)); console.log('now');")
    late = kernel.wait_for(lambda m: m["msg_type"] == "stream" and "late" in m["content"]["text"])
    assert late["parent_header"]["msg_id"] == first
    assert late["content"]["text"] == "late\n"


def test_stray_errors_are_reported_and_the_kernel_lives(kernel):
    ran = kernel.ok(
        "setTimeout(() => { throw new Error('in a timer'); }, 10);\n"
        "void Promise.reject(new Error('not handled'));\n"
        "await new Promise((resolve) => setTimeout(resolve, 100));"
    )
    assert "in a timer" in ran.text("stderr") and "not handled" in ran.text("stderr")
    assert kernel.ok("'alive'").result == "'alive'"


def test_process_exit_is_refused(kernel):
    ran = kernel.run("process.exit(3)")
    assert "would end the kernel" in ran.reply["content"]["evalue"]
    assert kernel.ok("'alive'").result == "'alive'"


def test_display_method_decides_what_is_shown(kernel):
    ran = kernel.ok(
        '({ async [Symbol.for("Jupyter.display")]() { return { "text/html": "<b>rich</b>", "text/plain": "rich" }; } })'
    )
    (message,) = ran.of("execute_result")
    assert message["content"]["data"] == {"text/html": "<b>rich</b>", "text/plain": "rich"}


def test_display_is_updated_in_place(kernel):
    ran = kernel.ok(
        'const kernelHost = (globalThis as any)[Symbol.for("miniscope-lab.kernel-host")];\n'
        'kernelHost.display({ "text/plain": "one" }, { displayId: "d1" });\n'
        'kernelHost.display({ "text/plain": "two" }, { displayId: "d1", update: true });\n'
        "kernelHost.clearOutput(true);"
    )
    (shown,) = ran.of("display_data")
    (updated,) = ran.of("update_display_data")
    assert shown["content"]["transient"] == updated["content"]["transient"] == {"display_id": "d1"}
    assert updated["content"]["data"] == {"text/plain": "two"}
    assert ran.of("clear_output")[0]["content"] == {"wait": True}


def test_silent_shows_and_counts_nothing(kernel):
    before = kernel.ok("1").reply["content"]["execution_count"]
    ran = kernel.ok("console.log('unseen'); 2", silent=True)
    assert [m["msg_type"] for m in ran.messages] == ["status", "status"]
    assert kernel.ok("3").reply["content"]["execution_count"] == before + 1


def test_user_expressions_do_not_take_the_place_of_their_cell_in_tracebacks(kernel):
    kernel.ok("const first = 1;\nfunction failLater() {\n  throw new Error('later');\n}", user_expressions={"e": "first"})
    ran = kernel.run("failLater()", user_expressions={})
    assert "throw new Error('later');" in ran.traceback and "Expression" not in ran.traceback
    ran = kernel.ok("1", user_expressions={"call": "failLater()"})
    error = "\n".join(ran.reply["content"]["user_expressions"]["call"]["traceback"])
    assert "Expression [call], line 1" in error and "line 3" in error


def test_user_expressions_are_evaluated(kernel):
    kernel.ok("const answer = 42;")
    ran = kernel.ok("", user_expressions={"good": "answer + 1", "bad": "nowhere"})
    expressions = ran.reply["content"]["user_expressions"]
    assert expressions["good"]["data"]["text/plain"] == "43"
    assert expressions["bad"]["status"] == "error"


def test_cells_behind_a_failing_one_are_aborted(kernel):
    requests = [
        kernel.client.execute(code)
        for code in ("await new Promise((r) => setTimeout(r, 100)); throw new Error('stop')", "1", "2")
    ]
    replies = [kernel.reply_to(request)["content"]["status"] for request in requests]
    assert replies == ["error", "aborted", "aborted"]
    assert kernel.ok("'after'").result == "'after'"


def test_builtin_commonjs_and_esm_only_packages(make_kernel, tmp_path):
    add_package(tmp_path, "only-esm", {"type": "module", "exports": {".": {"import": "./index.js", "types": "./index.d.ts"}}},
                {"index.js": "export const value = await Promise.resolve(7); export default 'main';",
                 "index.d.ts": "export declare const value: number; declare const _default: string; export default _default;"})
    add_package(tmp_path, "old-style", {"main": "index.js", "types": "index.d.ts"},
                {"index.js": "const all = { twice: (x) => 2 * x }; module.exports = all;",
                 "index.d.ts": "export declare function twice(x: number): number;"})
    kernel = make_kernel(tmp_path)
    assert kernel.ok('import main, { value } from "only-esm"; `${main} ${value + 1}`').result == "'main 8'"
    assert kernel.ok('import { twice } from "old-style"; twice(21)').result == "42"
    assert kernel.ok('import { basename } from "node:path"; basename("/a/b")').result == "'b'"
    assert kernel.ok("basename('/a/c') + value").result == "'c7'"
    assert kernel.ok('(await import("only-esm")).value').result == "7"
    assert "TS2345" in kernel.run('twice("no")').traceback


def test_value_of_a_type_that_a_package_hides_is_usable(make_kernel, tmp_path):
    add_package(tmp_path, "hides", {"type": "module", "exports": {".": {"types": "./index.d.ts", "default": "./index.js"}}},
                {"index.js": "export const make = () => ({ secret: 1 });",
                 "index.d.ts": "import { Hidden } from './hidden.js'; export declare function make(): Hidden;",
                 "hidden.d.ts": "export declare class Hidden { private brand; readonly secret: number; }"})
    kernel = make_kernel(tmp_path)
    ran = kernel.ok('import { make } from "hides"; const hidden = make();')
    assert ran.text("stderr") == ""
    assert kernel.ok("hidden.secret").result == "1"


def add_package(folder, name, manifest, files):
    package = folder / "node_modules" / name
    package.mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"name": name, "version": "1.0.0", **manifest}))
    for file, text in files.items():
        (package / file).write_text(text)


def test_local_file_is_imported_and_read_again_when_it_changed(make_kernel, tmp_path):
    file = tmp_path / "helper.ts"
    file.write_text("export const version: number = 1;\n")
    kernel = make_kernel(tmp_path)
    assert kernel.ok('import { version } from "./helper"; version').result == "1"
    file.write_text("export const version: string = 'two';\n")
    time.sleep(1)
    assert kernel.ok('import { version } from "./helper"; version.toUpperCase()').result == "'TWO'"


def test_own_package_is_importable_by_name_from_any_folder(make_kernel, tmp_path):
    kernel = make_kernel(tmp_path)
    ran = kernel.ok(f'import * as library from "{PACKAGE}"; typeof library')
    assert ran.result == "'object'"
    assert "TS2305" in kernel.run(f'import {{ thereIsNoSuchName }} from "{PACKAGE}";').traceback


def test_completion_knows_earlier_cells_and_counts_code_points(kernel):
    kernel.ok("const settings = { gain: 1, exposure: 2 };")
    code = "'🧠🧠'; settings.ex"
    request = kernel.client.complete(code, len(code))
    content = kernel.reply_to(request)["content"]
    assert content["matches"][0] == "exposure"
    assert code[content["cursor_start"] : content["cursor_end"]] == "ex"
    assert content["metadata"]["_jupyter_types_experimental"][0]["type"] == "property"


def test_completion_and_inspection_know_the_library(make_kernel, tmp_path):
    kernel = make_kernel(tmp_path)
    kernel.ok('import { basename } from "node:path";')
    request = kernel.client.inspect("basename", 4)
    content = kernel.reply_to(request)["content"]
    assert content["found"] and "path: string" in content["data"]["text/plain"]
    for call in ('basename("a/b", ', "basename(", 'console.log(basename("x"'):
        content = kernel.reply_to(kernel.client.inspect(call, len(call)))["content"]
        assert content["found"] and "path: string" in content["data"]["text/plain"], call
