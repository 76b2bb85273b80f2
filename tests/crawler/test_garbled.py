"""Which pages have lost their characters."""

import time

import pytest

from crawler.verdicts.garbled import is_garbled


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>社区举办读书分享会</p>" + "?" * 30, True),
        ("<p>社区举办读书分享会</p>" * 9 + "?" * 30, False),
        ("<script>var a = '" + "?" * 30 + "'</script><p>社区举办读书分享会</p>", False),
        ("<a href='/?" + "?" * 30 + "'>社区</a>", False),
    ],
)
def test_what_is_shown_tells_whether_characters_are_lost(page: str, expected: bool) -> None:
    assert is_garbled(page.encode(), "utf-8") is expected


@pytest.mark.parametrize("piece", ["<script ", "<a "])
def test_what_has_no_end_costs_no_more_than_its_length(piece: str) -> None:
    page = (piece * (200_000 // len(piece))).encode()
    start = time.process_time()
    is_garbled(page, "utf-8")
    assert time.process_time() - start < 3
