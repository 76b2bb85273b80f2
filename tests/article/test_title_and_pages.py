"""Titles without their site, layouts of their day, further pages."""

from datetime import date

import pytest
from cssselect import SelectorError

from article.layout import Layout, in_force
from article.paging import find_pages
from article.title import without_site
from article.walk import read_page

TITLES = [
    ("春风送暖进社区---中国文明网", "春风送暖进社区"),
    ("春风送暖进社区-中国文明网", "春风送暖进社区"),
    ("春风送暖进社区--中国文明网·湖北-湖北文明网", "春风送暖进社区"),
    ("春风送暖进社区_社会频道_某某新闻网", "春风送暖进社区"),
    ("春风送暖进社区", "春风送暖进社区"),
    ("2024-2025年度优秀志愿者名单", "2024-2025年度优秀志愿者名单"),
    ("图说青岚 | 一座城的清晨", "图说青岚 | 一座城的清晨"),
    ("青岚文明网", "青岚文明网"),
]


@pytest.mark.parametrize(("title", "without"), TITLES)
def test_the_site_is_no_part_of_a_title(title: str, without: str) -> None:
    assert without_site(title) == without


def test_old_pages_are_read_by_the_layout_of_their_day() -> None:
    new, old, oldest = (
        Layout(body=".c"),
        Layout(until=date(2024, 6, 30)),
        Layout(until=date(2019, 1, 1)),
    )
    layouts = [new, old, oldest]
    assert in_force(layouts, date(2018, 5, 1))[0] is oldest
    assert in_force(layouts, date(2024, 6, 30))[0] is old
    assert in_force(layouts, date(2024, 7, 1)) == [new]
    assert in_force(layouts, None)[0] is new


def test_a_wrong_selector_fails_where_it_is_written() -> None:
    with pytest.raises(SelectorError):
        Layout(body="div >")


PAGERS = [
    (
        '<script>createPageHTML(3, 0, "t2_1", "shtml")</script>',
        "t2_1.shtml", ["t2_1_1.shtml", "t2_1_2.shtml"],
    ),
    (
        '<script>createPageHTML("3", "1", "t2_1", "shtml")</script>',
        "t2_1_1.shtml", ["t2_1_2.shtml"],
    ),
    ('<script>createPageHTML(1, 0, "t2_1", "shtml")</script>', "t2_1.shtml", []),
    ('<script>createPageHTML(, , "t2_1", "html")</script>', "t2_1.html", []),
    ('<script>createPageHTML(9, 0, "index", "shtml")</script>', "t2_1.shtml", []),
    (
        '<a href="content_77_2.htm">2</a><a href="content_77_3.htm">3</a>',
        "content_77.htm", ["content_77_2.htm", "content_77_3.htm"],
    ),
    (
        '<a href="content_77.htm">1</a><a href="content_77_3.htm">3</a>',
        "content_77_2.htm", ["content_77_3.htm"],
    ),
    ('<a href="content_13.htm">别的文章</a>', "content_12.htm", []),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "name", "pages"), PAGERS)
def test_further_pages_are_found(markup: str, name: str, pages: list[str]) -> None:
    folder = "http://www.qinglan.example/wmcj/"
    page = read_page(f"<html><body><p>正文</p>{markup}</body></html>", folder + name)
    assert page is not None
    assert find_pages(page) == tuple(folder + page for page in pages)
