"""Inspection gives signature and documentation, as text and as Markdown, and more of it at detail level 1."""

DOCUMENTED = """
/**
 * Halves a number.
 * @param value what is halved
 * @example halve(4) // 2
 */
function halve(value: number): number { return value / 2; }
"""


def inspect(kernel, detail_level):
    request = {"code": "halve(4)", "cursor_pos": 3, "detail_level": detail_level}
    return kernel.ask("inspect_request", request)


def test_detail_levels(kernel):
    kernel.ok(DOCUMENTED)
    brief = inspect(kernel, 0)
    assert brief["found"]
    assert "function halve(value: number): number" in brief["data"]["text/plain"]
    assert "Halves a number." in brief["data"]["text/plain"]
    assert "what is halved" in brief["data"]["text/plain"]
    assert "@example" not in brief["data"]["text/plain"]
    assert brief["data"]["text/markdown"].startswith("```ts\nfunction halve")
    assert "halve(4) // 2" in inspect(kernel, 1)["data"]["text/plain"]
