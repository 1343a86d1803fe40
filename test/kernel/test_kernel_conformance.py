"""The public conformance suite for Jupyter kernels."""

import unittest

import jupyter_kernel_test


class TypeScriptKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "miniscope-lab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("to stderr")'
    completion_samples = [
        {"text": "consol", "matches": {"console"}},
        {"text": "Math.sq", "matches": {"sqrt", "SQRT1_2", "SQRT2"}},
    ]
    complete_code_samples = ["1", "const one = 1;", "function f(x: number) {\n  return x * 2;\n}"]
    incomplete_code_samples = ["function f(x: number) {", "const text = `open"]
    invalid_code_samples = ["const = 3", "1 +* 2;"]
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "result": "'ab'"},
    ]
    code_display_data = [
        {
            "code": '(globalThis as any)[Symbol.for("miniscope-lab.kernel-host")].display({ "image/png": "iVBORw0KGgo=" })',
            "mime": "image/png",
        }
    ]
    code_generate_error = "throw new Error('wrong')"
    code_history_pattern = "6*7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = '(globalThis as any)[Symbol.for("miniscope-lab.kernel-host")].clearOutput()'


if __name__ == "__main__":
    unittest.main()
