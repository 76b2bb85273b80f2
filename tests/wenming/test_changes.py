"""What is said to differ between two versions."""

import pytest

from wenming.changes import changed_lines

VERSION = {
    "title": "村晚开锣",
    "published_at": "2026-03-02",
    "source": "云山日报",
    "body": "第一段。\n第二段。",
}


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({}, []),
        ({"title": "村晚"}, ["-村晚开锣", "+村晚"]),
        ({"body": "第一段。"}, ["-第二段。"]),
        (
            {"published_at": "2026-03-05"},
            ["-published_at 2026-03-02", "+published_at 2026-03-05"],
        ),
        ({"published_at": None}, ["-published_at 2026-03-02"]),
        ({"source": "云山晚报"}, ["-source 云山日报", "+source 云山晚报"]),
    ],
)
def test_whatever_makes_a_version_is_among_what_changed(
    change: dict[str, str | None], lines: list[str]
) -> None:
    assert changed_lines(VERSION, VERSION | change) == lines
