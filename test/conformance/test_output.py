"""Streams, displays and their order."""

from protocol_client import parent


def test_stdout_and_stderr_keep_their_order(kernel):
    ran = kernel.ok("for (let i = 0; i < 4; i++) { console.log('o' + i); console.error('e' + i); }")
    text = "".join(m["content"]["text"] for m in ran.of("stream"))
    assert text == "".join(f"o{i}\ne{i}\n" for i in range(4))
    assert {m["content"]["name"] for m in ran.of("stream")} == {"stdout", "stderr"}


def test_streams_come_before_the_result(kernel):
    ran = kernel.ok("console.log('before'); 'result'")
    assert [m["msg_type"] for m in ran.of("stream", "execute_result")] == ["stream", "execute_result"]


def test_streams_come_before_the_error(kernel):
    ran = kernel.run("console.log('before'); throw new Error('after');")
    assert [m["msg_type"] for m in ran.of("stream", "error")] == ["stream", "error"]


def test_displays_keep_their_place_among_streams(kernel, samples):
    ran = kernel.ok(f"{samples.of('display')}\nconsole.log('middle');\n{samples.of('display').splitlines()[-1]}\n'end'")
    order = [m["msg_type"] for m in ran.of("stream", "display_data", "execute_result")]
    assert order == ["display_data", "stream", "display_data", "execute_result"]


def test_output_without_a_line_end_arrives(kernel):
    assert kernel.ok("process.stdout.write('no end');").text() == "no end"


def test_output_is_flushed_before_idle(kernel):
    for i in range(20):
        assert kernel.ok(f"console.log('flush {i}');").text() == f"flush {i}\n"


def test_output_shows_while_synchronous_code_runs(kernel):
    request = kernel.start("console.log('working'); while (true) {}")
    kernel.wait_for(lambda m: m["msg_type"] == "stream" and parent(m) == request)
    kernel.interrupt()
    kernel.collect(request)


def test_unicode_arrives(kernel):
    text = "äö 🧠𝒜 \u2028 \x07 مرحبا"
    assert kernel.ok(f"console.log({text!r});").text() == f"{text}\n"


def test_character_written_in_two_pieces_arrives_whole(kernel):
    ran = kernel.ok("const bytes = Buffer.from('🧠'); process.stdout.write(bytes.subarray(0, 2)); process.stdout.write(bytes.subarray(2));")
    assert ran.text() == "🧠"


def test_a_megabyte_of_output_arrives(kernel):
    assert len(kernel.ok("console.log('x'.repeat(1_000_000));").text()) == 1_000_001


def test_flood_of_lines_arrives_in_few_messages(kernel):
    ran = kernel.ok("for (let i = 0; i < 100_000; i++) console.log(i);")
    assert ran.text() == "".join(f"{i}\n" for i in range(100_000))
    assert len(ran.of("stream")) < 1000


def test_late_output_belongs_to_the_cell_that_started_it(kernel):
    first = kernel.execute("setTimeout(() => console.log('late'), 300); 1")
    kernel.collect(first)
    kernel.ok("await new Promise((r) => setTimeout(r, 600)); console.log('now');")
    late = kernel.wait_for(lambda m: m["msg_type"] == "stream" and "late" in m["content"]["text"])
    assert parent(late) == first


def test_display_has_data_and_metadata(kernel, samples):
    shown = kernel.ok(samples.of("display")).only("display_data")
    assert shown["data"]["text/html"] == "<b>shown</b>"
    assert isinstance(shown["metadata"], dict)


def test_display_metadata_is_passed_through(kernel, samples):
    shown = kernel.ok(samples.of("display")).only("display_data")
    assert shown["metadata"] == {"text/html": {"isolated": True}}


def test_display_is_updated_by_its_id(kernel, samples):
    ran = kernel.ok(samples.of("update"))
    shown, updated = ran.only("display_data"), ran.only("update_display_data")
    assert shown["data"]["text/html"] == "one" and updated["data"]["text/html"] == "two"
    assert shown["transient"]["display_id"] == updated["transient"]["display_id"]


def test_clear_output_waits(kernel, samples):
    assert kernel.ok(samples.of("clear")).only("clear_output") == {"wait": True}
