"""TypeScript as cells speak it: current syntax, what earlier cells declared, modules and places of errors."""

import json
import time

from conftest import TIMEOUT


def plain(text):
    return text.replace("\x1b[31m", "").replace("\x1b[39m", "")


RESOURCE = """class Resource {
  constructor(readonly name: string) {}
  [Symbol.dispose]() { console.log('closed', this.name); }
  async [Symbol.asyncDispose]() { await null; console.log('closed later', this.name); }
}"""


def test_using_closes_at_the_end_of_the_block_and_when_it_throws(kernel):
    kernel.ok(RESOURCE)
    ran = kernel.run("{ using a = new Resource('a'); using b = new Resource('b'); throw new Error('inside'); }")
    assert ran.text() == "closed b\nclosed a\n"
    assert kernel.ok("for (using r of [new Resource('c')]) console.log(r.name);").text() == "c\nclosed c\n"


def test_using_at_top_level_closes_at_the_end_of_the_cell(kernel):
    kernel.ok(RESOURCE)
    ran = kernel.ok("using top = new Resource('top'); const besides = 4; console.log('body'); top.name.length")
    assert ran.text() == "body\nclosed top\n"
    assert ran.result == "3"
    assert kernel.ok("besides").result == "4"


def test_await_using_at_top_level(kernel):
    kernel.ok(RESOURCE)
    ran = kernel.ok("await using later = new Resource('z'); console.log('body'); later.name")
    assert ran.text() == "body\nclosed later z\n"
    assert ran.result == "'z'"


def test_standard_decorators(kernel):
    kernel.ok(
        "function doubled(method: (n: number) => number, context: ClassMethodDecoratorContext) {\n"
        "  console.log(context.kind, String(context.name));\n"
        "  return (n: number) => 2 * method(n);\n"
        "}"
    )
    ran = kernel.ok("class Scaled { @doubled next(n: number) { return n + 1; } accessor gain = 3; }\nnew Scaled().next(4)")
    assert ran.text() == "method next\n"
    assert ran.result == "10"
    assert kernel.ok("new Scaled().gain").result == "3"


def test_enums_and_namespaces_last_and_can_be_declared_again(kernel):
    kernel.ok("enum Colour { Red, Green = 5 } const enum Fixed { Seven = 7 }")
    kernel.ok("namespace Units { export const metre = 1; export interface Length { value: number } }")
    kernel.ok("'another cell'")
    assert kernel.ok("Colour[5] + Fixed.Seven").result == "'Green7'"
    assert kernel.ok("const long: Units.Length = { value: Units.metre }; long.value").result == "1"
    kernel.ok("enum Colour { Blue = 2 }")
    kernel.ok("namespace Units { export const name = 'second'; }")
    kernel.ok("'another cell'")
    assert kernel.ok("Colour.Blue + Units.name").result == "'2second'"
    assert "TS2339" in kernel.run("Units.metre").traceback


def test_global_augmentation_lasts_and_can_be_run_again(kernel):
    cell = (
        "declare global { interface Array<T> { second(): T } var shared: number; }\n"
        "Array.prototype.second = function () { return this[1]; };\nglobalThis.shared = 4;"
    )
    kernel.ok(cell)
    kernel.ok(cell)
    kernel.ok("'another cell'")
    assert kernel.ok("[1, 2].second() + shared").result == "6"


def test_interfaces_types_and_classes_can_be_declared_again(kernel):
    kernel.ok("interface Shape { a: number } type Name = 'one'; class Maker { a = 1; }")
    kernel.ok("interface Shape { b: string } type Name = 'two'; class Maker { b = 'b'; }")
    assert kernel.ok("const shaped: Shape = new Maker(); const named: Name = 'two'; shaped.b + named").result == "'btwo'"
    assert "TS2353" in kernel.run("const old: Shape = { a: 1 };").traceback


def test_generics_overloads_and_import_type(kernel):
    kernel.ok("function pick(a: string): string; function pick(a: number): number; function pick(a: unknown) { return a; }")
    kernel.ok("class Boxed<T extends object> { #hidden = 1; constructor(readonly value: T) {} get one() { return this.#hidden; } }")
    kernel.ok('import type { Stats } from "node:fs"; let stats: Stats | undefined;')
    assert kernel.ok("pick(2).toFixed(1) + pick('x').length + new Boxed({ a: 'q' }).value.a.length").result == "'2.011'"
    assert kernel.ok("let more: Stats | undefined = stats; more === undefined").result == "true"


def test_import_meta_is_that_of_the_notebooks_folder(kernel):
    assert kernel.ok("import.meta.url.startsWith('file:///') && import.meta.resolve('node:fs') === 'node:fs'").result == "true"


def test_traceback_quotes_the_first_line_in_each_cell(kernel):
    thrower = kernel.ok("for (let turn = 0; turn < 1; turn++) {}\nfunction breaks(): never { throw new TypeError('no'); }")
    caller = kernel.run("const list: number[] = [1];\nfor (const item of list) { if (item) breaks(); }")
    first, second = (ran.reply["content"]["execution_count"] for ran in (thrower, caller))
    assert plain(caller.traceback).split("\n") == [
        "TypeError: no",
        f"    at breaks (Cell [{first}], line 2, column 34)",
        "      function breaks(): never { throw new TypeError('no'); }",
        "                                       ^",
        f"    at Cell [{second}], line 2, column 38",
        "      for (const item of list) { if (item) breaks(); }",
        "                                           ^",
    ]


def test_traceback_names_lines_of_local_files(make_kernel, tmp_path):
    (tmp_path / "helper.ts").write_text("interface Unused { a: 1 }\n\nexport function half(n: number) {\n  if (n % 2) throw new Error('odd');\n  return n / 2;\n}\n")
    kernel = make_kernel(tmp_path)
    lines = plain(kernel.run('import { half } from "./helper";\nhalf(3)').traceback).split("\n")
    assert lines[1:4] == ["    at half (helper.ts, line 4, column 20)", "      if (n % 2) throw new Error('odd');", "                       ^"]
    assert "line 2" in lines[4] and lines[5] == "      half(3)"


def test_nearest_tsconfig_sets_strictness_and_the_kind_of_decorators(make_kernel, tmp_path):
    (tmp_path / "base.json").write_text('{ "compilerOptions": { "experimentalDecorators": true } }')
    (tmp_path / "tsconfig.json").write_text(
        '{ "extends": "./base.json", "compilerOptions": { "strict": false, "target": "es5", "noUnusedLocals": true } } // a comment'
    )
    folder = tmp_path / "notebooks"
    folder.mkdir()
    kernel = make_kernel(folder)
    ran = kernel.ok(
        "function loose(x) { return x; }\n"
        "function mark(target: object, name: string, property: PropertyDescriptor) { console.log('marked', name); }\n"
        "class Old { @mark method() { return 1n; } }\nloose(new Old().method())"
    )
    assert ran.text() == "marked method\n" and ran.text("stderr") == ""
    assert ran.result == "1n"


def test_broken_tsconfig_is_named_and_passed_over(make_kernel, tmp_path):
    (tmp_path / "tsconfig.json").write_text('{ "compilerOptions": { "strict": "no" } }')
    kernel = make_kernel(tmp_path)
    ran = kernel.run("function loose(x) { return x; }")
    assert "tsconfig.json is passed over" in ran.text("stderr") and "'strict'" in ran.text("stderr")
    assert "TS7006" in ran.traceback
    assert kernel.ok("1").text("stderr") == ""


def add_package(folder, name, manifest, files):
    package = folder / "node_modules" / name
    package.mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"name": name, "version": "1.0.0", **manifest}))
    for file, text in files.items():
        path = package / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def test_json_and_subpaths_of_packages(make_kernel, tmp_path):
    (tmp_path / "settings.json").write_text('{ "gain": 3, "names": ["a"] }')
    add_package(
        tmp_path,
        "conditional",
        {"exports": {"./sub": {"types": "./types/sub.d.ts", "import": "./sub.mjs", "require": "./sub.cjs"}}},
        {
            "sub.mjs": "export const kind = await Promise.resolve('esm');",
            "sub.cjs": "exports.kind = 'cjs';",
            "types/sub.d.ts": "export declare const kind: 'esm' | 'cjs';",
        },
    )
    kernel = make_kernel(tmp_path)
    assert kernel.ok('import settings from "./settings.json"; settings.gain + settings.names[0].length').result == "4"
    assert "TS2339" in kernel.run("settings.nothing").traceback
    assert kernel.ok('import withType from "./settings.json" with { type: "json" }; withType.gain').result == "3"
    assert kernel.ok('import { kind } from "conditional/sub"; kind').result == "'esm'"
    assert "TS2367" in kernel.run("kind === 'other'").traceback


def test_local_files_import_each_other_packages_and_json(make_kernel, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "deep.ts").write_text("import { basename } from 'node:path';\nexport enum Kind { A = 'a' }\nexport const base = (p: string) => basename(p);\n")
    (tmp_path / "lib" / "index.ts").write_text("export * from './deep';\nexport type { Shape } from './shape.js';\n")
    (tmp_path / "lib" / "shape.ts").write_text("export interface Shape { side: number }\n")
    kernel = make_kernel(tmp_path)
    assert kernel.ok("import { base, Kind, type Shape } from './lib'; const shape: Shape = { side: 2 }; base('/x/y') + Kind.A + shape.side").result == "'ya2'"
    assert kernel.ok("import { Kind as Again } from './lib/deep.ts'; Again.A").result == "'a'"
    assert "TS2322" in kernel.run("const bad: Shape = { side: 'no' };").traceback


def test_types_that_a_package_hides_stay_known_in_later_cells(make_kernel, tmp_path):
    add_package(
        tmp_path,
        "hides",
        {"type": "module", "exports": {".": {"types": "./index.d.ts", "default": "./index.js"}}},
        {
            "index.js": "export const make = () => ({ secret: 1, list: [] });",
            "index.d.ts": "import { Hidden } from './hidden.js'; export declare function make(): Hidden<string>;",
            "hidden.d.ts": "export declare class Hidden<T> { private brand; readonly secret: number; readonly list: T[]; }",
        },
    )
    kernel = make_kernel(tmp_path)
    kernel.ok('import { make } from "hides"; const hidden = make(); function again() { return [make()]; }')
    assert "TS2339" in kernel.run("hidden.nothing").traceback
    assert "TS2339" in kernel.run("again()[0].list.nothing").traceback
    assert kernel.ok("hidden.secret + again().length").result == "2"


def test_a_package_that_is_installed_meanwhile_is_found(make_kernel, tmp_path):
    kernel = make_kernel()
    code = "import { late } from 'late-package'; late"
    assert "TS2307" in kernel.run(code).traceback
    package = tmp_path / "node_modules" / "late-package"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "late-package", "version": "1.0.0", "types": "index.d.ts"}')
    (package / "index.d.ts").write_text("export declare const late: number;")
    (package / "index.js").write_text("exports.late = 7;")
    end = time.monotonic() + TIMEOUT
    ran = kernel.run(code)
    while ran.reply["content"]["status"] == "error" and time.monotonic() < end:
        assert ran.reply["content"]["ename"] == "TypeScriptError", ran.traceback
        kernel.ok("await new Promise((r) => setTimeout(r, 50));")
        ran = kernel.run(code)
    assert ran.result == "7"
