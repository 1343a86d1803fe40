"""History is searchable, and kept between sessions."""


def history(kernel, hist_access_type, **options):
    request = {"hist_access_type": hist_access_type, "output": False, "raw": True, **options}
    return kernel.ask("history_request", request)["history"]


def sources(kernel, hist_access_type, **options):
    return [source for _, _, source in history(kernel, hist_access_type, **options)]


def test_history_outlives_the_kernel(make_kernel, tmp_path):
    first = make_kernel()
    first.ok("const wavelength_nm = 480;")
    first.ok("wavelength_nm * 2")
    first.ok("'unseen'", store_history=False)
    first.ok("'unseen too'", silent=True)
    assert history(first, "tail", n=1, output=True)[0][2] == ["wavelength_nm * 2", "960"]
    first.close()
    second = make_kernel()
    second.ok("const other = 1;")
    assert sources(second, "tail", n=3) == ["const wavelength_nm = 480;", "wavelength_nm * 2", "const other = 1;"]
    assert sources(second, "search", pattern="*wavelength_nm*", n=1) == ["wavelength_nm * 2"]
    assert sources(second, "range", session=-1, start=1, stop=2) == ["const wavelength_nm = 480;"]
    assert sources(second, "range", session=0) == ["const other = 1;"]
    (file,) = (tmp_path / "data").rglob("history.jsonl")
    assert file.stat().st_mode & 0o077 == 0
    assert "unseen" not in file.read_text()


def test_repeated_cells_are_found_once(kernel):
    for _ in range(3):
        kernel.ok("1 + 1")
    assert sources(kernel, "search", pattern="1*", unique=True, n=10) == ["1 + 1"]
    assert sources(kernel, "search", pattern="1 ? 1", unique=False, n=10) == ["1 + 1"] * 3
