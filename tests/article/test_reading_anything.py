"""Whatever the bytes, the reader answers in time with an article or an error of its own."""

import random
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article.errors import ArticleError, NotAnArticle
from article.markup.page import MAX_MARKUP, parse
from article.model import BEIJING, Article
from article.reading import join_pages, read_article

URL = "http://www.qinglan.example/wmcj/202508/t20250801_1000.shtml"
PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*/*/page.html"))
SENTENCE = "青岚市的志愿者走进社区，为老人理发、修伞、读报，一直忙到傍晚。"


def page(body: str, *, title: str = "走进社区的一天", byline: str = "") -> bytes:
    head = f"<html><head><meta charset=utf-8><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1><p>{byline}</p><div>{body}</div></body></html>".encode()


def read(html: bytes, url: str = URL) -> Article | None:
    """Read and check what holds for every article."""
    try:
        article = read_article(html, url)
    except ArticleError:
        return None
    assert article.title.strip()
    assert all(line.strip() for line in article.body.split("\n")) or not article.body
    assert "\x00" not in article.body
    for value in (article.source, article.author, article.editor, article.credit, article.channel):
        assert value is None or value.strip()
    when = article.published_at
    assert (
        when is None
        or type(when) is date
        or (isinstance(when, datetime) and when.tzinfo == BEIJING)
    )
    return article


@given(st.binary(max_size=2000), st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_bytes_under_any_address(html: bytes, url: str) -> None:
    read(html, url)


TAGS = [
    "div",
    "p",
    "h1",
    "table",
    "tr",
    "td",
    "a href='x.html'",
    "span",
    "br",
    "ul",
    "li",
    "script",
]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]),
    st.sampled_from(
        [
            "来源：",
            "发布时间：2025-08-01",
            "作者：张三",
            SENTENCE,
            "责任编辑：李 四",
            "相关新闻",
            "2025-02-30",
        ]
    ),
    st.text(max_size=12),
)


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_soup_of_tags_and_labels(pieces: list[str]) -> None:
    read(page("".join(pieces)))


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_page_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    html = bytearray(chance.choice(PAGES).read_bytes())
    for _ in range(chance.randrange(1, 30)):
        start = chance.randrange(len(html) + 1)
        html[start : start + chance.randrange(1, 60)] = chance.randbytes(chance.randrange(0, 8))
    read(bytes(html))


MONSTERS: dict[str, Callable[[], bytes]] = {
    "100,000 nested tags": lambda: page("<div>" * 100_000 + SENTENCE),
    "100,000 open inline tags": lambda: page("<b><font>" * 50_000 + SENTENCE),
    "100,000 attributes": lambda: page("<p " + "a=1 " * 100_000 + f">{SENTENCE}</p>"),
    "100,000 different attributes": lambda: page(
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + f">{SENTENCE}</p>"
    ),
    "100,000 different tags": lambda: page(
        "".join(f"<x{number}>文" for number in range(100_000)) + SENTENCE
    ),
    "5 MB on one line": lambda: page("文" * 1_700_000),
    "spaces in a title": lambda: page(SENTENCE, title="题" + " " * 300_000 + "目"),
    "dashes in a title": lambda: page(SENTENCE, title="-_" * 100_000),
    "separators in a title": lambda: page(SENTENCE, title="文_网-" * 50_000),
    "digits for a date": lambda: page(SENTENCE, byline="2025-" * 40_000),
    "a label without end": lambda: page(SENTENCE, byline="来源：" * 40_000),
    "brackets at the end": lambda: page(SENTENCE + "（" * 100_000),
    "spaces at the end": lambda: page("<p>" + SENTENCE + "</p><p>记者" + " " * 100_000 + "</p>"),
    "names without end": lambda: page(f"<p>本报记者 {'张三 ' * 30_000}</p><p>{SENTENCE}</p>"),
    "20,000 links": lambda: page("<a href='t_1.html'>一条很长的新闻标题在这里</a><br>" * 20_000),
    "20,000 headings": lambda: page("<h1>走进社区的一天</h1>" * 20_000),
    "20,000 bylines": lambda: page("<p>发布时间：2025-08-01 来源：青岚文明网</p>" * 20_000),
    "a comment that never ends": lambda: page("<!--enpproperty " + "<title>" * 50_000),
    "a meta that never ends": lambda: b"<meta " + b"a" * 500_000 + page(SENTENCE),
    "NUL bytes": lambda: page(SENTENCE).replace(b"<", b"\x00<"),
    "players never closed": lambda: page("<embed src=1.mp4>" * 5_000),
    "JSON-LD without floor": lambda: page(
        "<script type='application/ld+json'>" + "[" * 90_000 + "</script>" + SENTENCE
    ),
}


@pytest.mark.parametrize("monster", MONSTERS)
def test_no_page_takes_long(monster: str) -> None:
    html = MONSTERS[monster]()
    started = time.process_time()
    read(html)
    assert time.process_time() - started < 3


def test_a_script_without_the_end_of_a_tag_is_looked_through_once() -> None:
    markup = b"<script>var s = '" + b"< " * 1_500_000 + b"'</script>"
    started = time.process_time()
    parse(markup)
    assert time.process_time() - started < 1


def test_text_in_a_deep_nest_is_found() -> None:
    article = read(page("<div>" * 1_500 + f"<p>{SENTENCE}</p><p>{SENTENCE}第二段。</p>"))
    assert article is not None
    assert article.body == f"{SENTENCE}\n{SENTENCE}第二段。"


@pytest.mark.parametrize(
    "html", [b"", b" ", b"\x00", b"<", b"\xff\xfe", b"<!---->", b"{}", b"plain"]
)
def test_next_to_nothing_is_empty(html: bytes) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read_article(html, URL)
    assert refused.value.kind == "empty"


def test_a_title_may_be_spelled_by_lines_like_a_byline() -> None:
    cells = "<table><tr><td>8月1日</td><td>编辑：余海</td></tr></table>"
    read(f"<html><title>8月1日编辑：余海</title><body>{cells}</body></html>".encode())


def test_an_impossible_date_is_none() -> None:
    url = "http://www.qinglan.example/1.html"
    article = read(page(f"<p>{SENTENCE}</p>", byline="发布时间：2025-02-31 来源：青岚日报"), url)
    assert article is not None
    assert (article.published_at, article.source) == (None, "青岚日报")


def test_the_list_page_gives_title_and_date_as_the_last_resort() -> None:
    html = f"<html><body><p>{SENTENCE}</p><p>{SENTENCE}</p></body></html>".encode()
    url = "http://www.qinglan.example/1.html"
    article = read_article(html, url, listed_title="社区的一天", listed_date="2025-08-01")
    assert (article.title, article.published_at) == ("社区的一天", date(2025, 8, 1))
    assert article.evidence["title"].rule == article.evidence["published_at"].rule == "list"


def test_pages_of_an_article_join_in_order() -> None:
    first = read_article(page(f"<p>{SENTENCE}</p>", byline="2025-08-01 来源：青岚日报"), URL)
    last = read_article(
        page(
            f"<p>{SENTENCE}末页。（临溪日报）</p><p>责任编辑：李四</p>",
            byline="2025-08-01 来源：青岚日报",
        ),
        URL,
    )
    joined = join_pages(first, [last])
    assert joined.body == f"{SENTENCE}\n{SENTENCE}末页。（临溪日报）"
    assert (joined.credit, joined.editor, joined.pages) == ("临溪日报", "李四", ())


def test_of_an_endless_page_the_beginning_is_read() -> None:
    article = read(page(f"<p>{SENTENCE}</p>" * 60_000, byline="2025-08-01 来源：青岚日报"))
    assert article is not None
    assert article.source == "青岚日报"
    assert len(article.body) < MAX_MARKUP


def test_pictures_inside_a_page_do_not_crowd_out_its_text() -> None:
    picture = f"<p><img src='data:image/png;base64,{'A' * MAX_MARKUP}'></p>"
    article = read(page(picture + f"<p>{SENTENCE}</p>" * 3, byline="2025-08-01 来源：青岚日报"))
    assert article is not None
    assert SENTENCE in article.body


def test_a_rule_across_the_page_ends_a_line() -> None:
    html = (
        "<center><b>石桥镇举办邻里节活动</b></center><hr>来源：青岚日报 日期：2025-06-26<hr>"
        + f"　　{SENTENCE}<br>　　{SENTENCE[::-1]}<br><hr>"
    )
    article = read_article(f"<html><body>{html}</body></html>".encode(), "http://a.example/1.htm")
    assert (article.source, article.body) == ("青岚日报", f"{SENTENCE}\n{SENTENCE[::-1]}")


def test_where_a_reader_begins_is_no_part_of_a_file() -> None:
    links = ("/f/1.pdf#page=2", "/f/1.pdf", "/get?name=2.doc#top", "/app?f=3.pdf#/file/3.pdf")
    files = "".join(f"<p><a href={link}>附件</a></p>" for link in links)
    told = f"<p>{SENTENCE}</p>" * 3 + f"<p><img src=/p/1.jpg#xywh=0></p>{files}"
    article = read(page(told, byline="2025-08-01 来源：青岚日报"))
    assert [image.url.split("/", 3)[3] for image in article.images] == ["p/1.jpg"]
    assert [file.url.split("/", 3)[3] for file in article.attachments] == [
        "f/1.pdf", "get?name=2.doc", "app?f=3.pdf#/file/3.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["http://[bad/", "//[", "http://a℀b/1.html", ""])
def test_a_page_without_a_true_address_is_read_all_the_same(address: str) -> None:
    html = page(f"<p>{SENTENCE}</p>" * 3 + "<a href=1_2.html>2</a>", byline="2025-08-01")
    assert read_article(html, address).pages == ()
