"""What values look like when a cell ends with them."""

import base64
import struct

import pytest

TABLE = "text/html"
PLOTLY = "application/vnd.plotly.v1+json"


def shown(kernel, code):
    (message,) = kernel.ok(code).of("execute_result")
    return message["content"]["data"]


def test_records_are_a_table_with_escaped_texts(kernel):
    data = shown(kernel, "[{ n: 1, 'a&b': '<script>' }, { n: 22, c: true }]")
    assert data[TABLE].count("<tr>") == 3
    assert "&#60;script&#62;" in data[TABLE] and "a&#38;b" in data[TABLE] and "<script>" not in data[TABLE]
    assert '<td style="text-align:right;white-space:nowrap">22</td>' in data[TABLE]
    assert data["text/plain"] == "[ { n: 1, 'a&b': '<script>' }, { n: 22, c: true } ]"


def test_long_tables_say_what_they_leave_out(kernel):
    data = shown(kernel, "Array.from({ length: 1060 }, (_, i) => ({ i }))")
    assert data[TABLE].count("<tr>") == 51 and "1010 more rows" in data[TABLE]


def test_maps_and_sets_of_records_are_tables(kernel):
    assert "<th style=\"text-align:right\">value</th>" in shown(kernel, "new Map([['x', 1], ['y', 2]])")[TABLE]
    assert "<th style=\"text-align:right\">n</th>" in shown(kernel, "new Map([['x', { n: 1 }], ['y', { n: 2 }]])")[TABLE]
    assert shown(kernel, "new Set([{ n: 1 }, { n: 2 }])")[TABLE].count("<tr>") == 3


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("[1, 2]", "[ 1, 2 ]"),
        ("[]", "[]"),
        ("[{ a: [1] }]", "[ { a: [ 1 ] } ]"),
        ("[{ a: 1 }, 2]", "[ { a: 1 }, 2 ]"),
        ("[{ get a() { throw new Error('read'); } }]", "[ { a: [Getter] } ]"),
        ("new Set([1, 2])", "Set(2) { 1, 2 }"),
        ("new Map([[{ a: 1 }, 1]])", "Map(1) { { a: 1 } => 1 }"),
        ("({ 'text/html': '<b>' })", "{ 'text/html': '<b>' }"),
        ("({ data: [1], layout: {} })", "{ data: [ 1 ], layout: {} }"),
        ("({ $schema: 'https://example.org/other.json' })", "{ '$schema': 'https://example.org/other.json' }"),
        ("({ width: 2, height: 2, data: new Uint8ClampedArray(3) })", "{ width: 2, height: 2, data: Uint8ClampedArray(3) [ 0, 0, 0 ] }"),
        ("new Uint8Array([1, 2])", "Uint8Array(2) [ 1, 2 ]"),
        ("new Proxy({ a: 1 }, {})", "{ a: 1 }"),
        ("10n ** 20n", "100000000000000000000n"),
        ("class Point { #hidden = 1; x = 2; } new Point()", "Point { x: 2 }"),
    ],
)
def test_everything_else_is_its_text(kernel, code, text):
    assert shown(kernel, code) == {"text/plain": text}


def test_pixels_are_a_picture(kernel):
    data = shown(kernel, "({ width: 3, height: 2, data: new Uint8ClampedArray(24).fill(255) })")
    png = base64.b64decode(data["image/png"])
    assert png.startswith(b"\x89PNG") and struct.unpack(">II", png[16:24]) == (3, 2)
    assert data["text/plain"] == "Image, 3 × 2 pixels"


@pytest.mark.parametrize(
    ("start", "mime"),
    [
        ("89504e470d0a1a0a", "image/png"),
        ("ffd8ffe0", "image/jpeg"),
        ("474946383961", "image/gif"),
        ("524946460000000057454250", "image/webp"),
    ],
)
def test_bytes_of_pictures_are_pictures(kernel, start, mime):
    data = shown(kernel, f"new Uint8Array(Buffer.from('{start}', 'hex'))")
    assert base64.b64decode(data[mime]).hex() == start


def test_svg_is_a_picture(kernel):
    svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
    assert shown(kernel, f"Buffer.from('{svg}')")["image/svg+xml"] == svg


def test_vega_and_plotly_figures(kernel):
    schema = "https://vega.github.io/schema"
    lite = shown(kernel, f"({{ $schema: '{schema}/vega-lite/v5.json', mark: 'bar' }})")
    assert lite["application/vnd.vegalite.v5+json"]["mark"] == "bar"
    assert "application/vnd.vega.v5+json" in shown(kernel, f"({{ $schema: '{schema}/vega/v5.json' }})")
    figure = shown(kernel, "({ data: [{ x: new Float64Array([1, 2]), y: [3n] }], layout: { title: 't' } })")
    assert figure[PLOTLY] == {"data": [{"x": [1, 2], "y": [3]}], "layout": {"title": "t"}}


def test_an_error_that_is_shown_has_no_stack(kernel):
    data = shown(kernel, "new RangeError('shown', { cause: new Error('inner') })")
    assert data == {"text/plain": "RangeError: shown {\n  [cause]: Error: inner\n}"}


def test_what_display_shows_is_rich_too(kernel):
    ran = kernel.ok('import { display } from "miniscope-lab"; await display([{ a: 1 }]);')
    (message,) = ran.of("display_data")
    assert message["content"]["data"][TABLE].count("<tr>") == 2
