"""Parts of pages hold the lines of the whole page, and articles need no more."""

import json
import time
from itertools import combinations
from pathlib import Path

import pytest

from article.decode import decode
from article.layout import Layout
from article.markup.page import Page, open_page
from article.markup.walk import read_page, read_part
from article.model import Article
from article.reading import read_article

PAGES = Path(__file__).parents[1] / "pages"
FOLDERS = sorted(path.parent for path in PAGES.glob("*/*/page.html"))
SENTENCE = "青岚市的志愿者清晨来到河边，清理漂浮物，修剪芦苇，还给沿岸的树木刷上了白灰。"
LAYOUT = Layout(title="h1", byline="div.by", body="#text", editor=".editor")


def whole(folder: Path) -> Page:
    url = json.loads((folder / "page.json").read_text("utf-8"))["url"]
    page = read_page(decode((folder / "page.html").read_bytes())[0], url)
    assert page is not None
    return page


def texts(page: Page) -> list[tuple[str, int, bool]]:
    return [(line.text, line.linked, line.hidden) for line in page.lines]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_part_holds_the_same_lines_media_and_blocks(folder: Path) -> None:
    page = whole(folder)
    inside = [block for block in page.blocks if block.tag not in ("html", "body")][:12]
    for one, other in combinations(inside, 2):
        part = read_part(page, [other.element, one.element], 1000)
        start = page.lines.index(page.lines[one.start])
        skipped = len(page.lines) - len(part.lines)
        assert skipped <= start  # a part may begin above, where the innermost element around does
        assert texts(part) == texts(page)[skipped:]
        linked = [(line - skipped, anchor) for line, anchor in page.anchors]
        assert part.anchors == linked[len(linked) - len(part.anchors) :]
        ends = {block.element: block.end for block in page.blocks}
        assert all(block.end + skipped == ends[block.element] for block in part.blocks)


def test_no_more_lines_are_read_below_a_part_than_asked_for() -> None:
    rows = "".join(f"<p>第{number}行</p>" for number in range(50))
    page = read_page(f"<h1>题</h1><div id=a><p>文</p></div><div>{rows}</div>", "")
    assert page is not None
    part = read_part(page, page.select("h1") + page.select("#a"), 3)
    assert [line.text for line in part.lines] == ["题", "文", "第0行", "第1行", "第2行"]
    assert all(block.end <= len(part.lines) for block in part.blocks)


def site_page(*, attribute: str = 'id="text"', far: str = "") -> bytes:
    menu = "".join(f'<li><a href="/{number}/">栏目{number}</a></li>' for number in range(60))
    beside = "".join(f'<li><a href="/x/{n}.html">别的新闻标题第{n}条</a></li>' for n in range(30))
    return f"""<html><head><title>河边的早晨_青岚文明网</title></head><body><ul>{menu}</ul>
<div>您的位置：<a href="/">首页</a> &gt; <a href="/zy/">志愿服务</a> &gt; 正文</div>
<div><h1>河边的早晨</h1><div class="by">2024-03-05 10:20 来源：青岚日报</div>
<div {attribute}><p>{SENTENCE * 4}</p><p><img src="/p/1.jpg"></p><p>{SENTENCE * 3}</p></div>
<div class="editor">责任编辑：余海</div><a href="/f/1.pdf">附件</a></div>
<ul>{beside}</ul>{far}</body></html>""".encode()


def told(article: Article) -> list[object]:
    return [
        article.title,
        article.body,
        article.published_at,
        article.source,
        article.editor,
        article.channel,
        [image.url for image in article.images],
        [file.url for file in article.attachments],
    ]


URL = "http://www.qinglan.example/zy/202403/t20240305_1.html"


def test_a_layout_needs_its_part_of_the_page_only_and_finds_all_fields() -> None:
    article = read_article(site_page(), URL, [LAYOUT])
    assert article.evidence["body"].rule == "layout"
    assert (article.channel, article.editor, article.source) == ("志愿服务", "余海", "青岚日报")
    assert [file.url for file in article.attachments] == ["http://www.qinglan.example/f/1.pdf"]
    assert told(article) == told(read_article(site_page(), URL))


def test_where_a_layout_misses_the_whole_page_is_read() -> None:
    gone = Layout(title="h1", body="#gone")
    article = read_article(site_page(), URL, [gone])
    assert article.evidence["body"].rule != "layout"
    assert told(article) == told(read_article(site_page(), URL))


@pytest.mark.parametrize("body", ["body", "html", "p", "#text, .editor", "h1, p", "div"])
def test_a_layout_may_name_elements_around_and_beside_each_other(body: str) -> None:
    article = read_article(site_page(), URL, [Layout(title="h1", body=body)])
    assert article.evidence["body"].rule == "layout"
    assert SENTENCE * 4 in article.body.split("\n")


def test_an_element_with_no_more_than_a_script_is_no_text() -> None:
    page = site_page(attribute='id="text"').replace(
        b'id="text">', b'><i id="text"><script>1</script></i>'
    )
    assert read_article(page, URL, [LAYOUT]).evidence["body"].rule != "layout"


def test_a_lead_in_an_element_like_that_of_the_text_is_not_taken_for_the_text() -> None:
    lead, known = f'<div class="TRS_Editor"><p>{SENTENCE * 9}</p></div>', 'class="TRS_Editor"'
    rows = "".join(f"<p>{number}。{SENTENCE}</p>" for number in range(40))
    page = site_page(attribute=known).replace(
        b'<div class="TRS_Editor">', f"{lead}<div {known}>{rows}".encode()
    )
    assert f"39。{SENTENCE}" in read_article(page, URL).body


def test_what_stands_far_below_a_known_text_element_changes_nothing() -> None:
    known = 'class="TRS_Editor"'
    far = f"<div>{f'<p>{SENTENCE * 9}</p>' * 9}</div>"
    plain = read_article(site_page(attribute=known), URL)
    assert told(read_article(site_page(attribute=known, far=far), URL)) == told(plain)


@pytest.mark.parametrize(
    "markup",
    [
        "<title>x</title><header>甲</header>乙<main><p>丙</p></main>",
        "<title>x</title><header>甲</header>乙<div>丙</div>",
        "<head><title>x</title></head><section>甲</section>乙<section>丙</section>",
    ],
)
def test_the_head_ends_at_the_first_element_that_is_none_of_its_own(markup: str) -> None:
    page = read_page(f"<!doctype html><html lang=zh>{markup}", "http://a.example/")
    assert page is not None
    assert [line.text for line in page.lines] == ["甲", "乙", "丙"]


def test_a_head_of_very_many_elements_is_ended_in_no_time() -> None:
    began = time.process_time()
    read_page(f"<head><title>x</title>{'<x-y></x-y>' * 50_000}</head>文", "http://a.example/")
    assert time.process_time() - began < 1


def test_a_part_selects_the_same_whether_the_whole_page_was_asked_before() -> None:
    html = "<body><h1>报头</h1><div><div id=a><h1>题</h1><p>文</p></div></div><h2>尾</h2>"
    page = open_page(html, "http://a.example/")
    asked = open_page(html, "http://a.example/")
    assert page is not None
    assert asked is not None
    assert [len(asked.select(selector)) for selector in ("h1", "h2", "h3")] == [2, 1, 0]
    for whole in (page, asked):
        part = read_part(whole, whole.root.xpath("//div/h1 | //p"), 0)
        found = [[e.text for e in part.select(name)] for name in ("h1", "h2", "h3", "#a")]
        assert [texts[:1] for texts in found] == [["题"], ["尾"], [], [None]]
        assert len(found[0]) == 1
