"""A text that a page keeps for its scripts to show is read as if it were shown."""

import json

import pytest

from article.errors import NotAnArticle
from article.model import published_text
from article.reading import read_article

URL = "https://www.qinglan.example/detail?id=7"
TITLE = "云川河的三年之变"
LINES = [
    "秋日的云川河畔，芦花似雪，沿着新修的步道前行，一幅“人水和谐”的画卷徐徐展开。",
    "三年前，这里还是垃圾遍地的荒滩，当地干部带领群众清淤疏浚、植树种草。",
    "水利局负责人介绍，工程同步推进控源截污和生态修复，水质稳定达到三类标准。",
]
HTML = "".join(f"<p>{line}</p>" for line in LINES)
DETAIL = {
    "id": 7,
    "title": TITLE,
    "content": HTML,
    "publishTime": "2025-11-15 09:00:00",
    "source": "云川客户端",
    "author": "余海",
}
STATE = {"user": None, "list": [], "detail": DETAIL}
JSON = json.dumps(STATE)
ESCAPED = HTML.replace("<", "\\u003C").replace("/", "\\u002F")


def page(body: str, title: str = f"{TITLE} - 云川") -> bytes:
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}"
        "<div>版权所有 云川网</div></body></html>"
    ).encode()


STATES = [
    f'<div id=__next></div><script id="__NEXT_DATA__" type="application/json">{JSON}</script>',
    f"<div id=app></div><script>window.__INITIAL_STATE__={JSON};(function(){{}}())</script>",
    f"<div id=app></div><script>window.state = JSON.parse({json.dumps(JSON)})</script>",
    "<div id=__nuxt></div><script>window.__NUXT__=(function(a,b){return {data:[{detail:{id:a,"
    f'title:"{TITLE}",source:"云川客户端",author:"余海",publishTime:"2025-11-15 09:00",'
    f'content:"{ESCAPED}"}}}}],error:b}}}}(7,null))</script>',
]


@pytest.mark.parametrize("body", STATES)
def test_the_state_of_a_page_holds_its_article(body: str) -> None:
    article = read_article(page(body), URL)
    assert (article.title, article.body.split("\n")) == (TITLE, LINES)
    assert published_text(article.published_at) == "2025-11-15T09:00:00+08:00"
    assert (article.source, article.author) == ("云川客户端", "余海")
    assert article.evidence["body"].rule == "script"


def test_fields_may_be_named_after_the_news() -> None:
    state = {f"news{name.capitalize()}": value for name, value in DETAIL.items()}
    article = read_article(page(f"<script>var a = {json.dumps(state)}</script>"), URL)
    assert (article.title, article.source, article.author) == (TITLE, "云川客户端", "余海")


def test_a_time_may_be_seconds_or_thousandths_of_them() -> None:
    for time in (1763168400, 1763168400000):
        state = json.dumps(DETAIL | {"publishTime": time})
        article = read_article(page(f"<script>var detail={state}</script>"), URL)
        assert published_text(article.published_at) == "2025-11-15T09:00:00+08:00"


@pytest.mark.parametrize("name", ["createTime", "created_at", "addtime"])
def test_a_text_is_as_old_as_its_record_where_nothing_tells_more(name: str) -> None:
    made = {name: "2025-11-14T23:30:00Z", **DETAIL}
    article = read_article(page(f"<script>var detail={json.dumps(made)}</script>"), URL)
    assert published_text(article.published_at) == "2025-11-15T09:00:00+08:00"
    del made["publishTime"]
    article = read_article(page(f"<script>var detail={json.dumps(made)}</script>"), URL)
    assert published_text(article.published_at) == "2025-11-15T07:30:00+08:00"


HEAD = f"<h1>{TITLE}</h1><p>2025-11-15 来源：云川日报</p><div id=c></div>"
ENTITIES = HTML.replace("<", "&lt;").replace(">", "&gt;")
HIDDEN = [
    f'{HEAD}<textarea id=t style="display:none">{ENTITIES}</textarea>',
    f'{HEAD}<div style="display:none"><textarea>{ENTITIES}</textarea></div>',
    f'{HEAD}<input type=hidden value="{ENTITIES}">',
    f'{HEAD}<script id=editor type="text/plain">{HTML}</script>',
    f"{HEAD}<script>var content='{HTML}'</script>",
    f'{HEAD}<script>document.write("{HTML}")</script>',
    f"{HEAD}<script>$('#c').html(`{HTML}`)</script>",
]


@pytest.mark.parametrize("body", HIDDEN)
def test_a_field_or_a_program_holds_the_text_alone(body: str) -> None:
    article = read_article(page(body), URL)
    assert (article.title, article.source) == (TITLE, "云川日报")
    assert article.body.split("\n") == LINES


def test_links_beside_it_do_not_make_a_list_of_it() -> None:
    links = "".join(f"<li><a href=/{n}>第{n}条热点新闻的标题</a></li>" for n in range(8))
    article = read_article(page(f"<ul>{links}</ul><div id=app></div>{STATES[1]}"), URL)
    assert article.body.split("\n") == LINES


def test_several_texts_of_one_name_are_a_list() -> None:
    state = json.dumps([DETAIL, DETAIL | {"title": "另一篇文章的标题"}])
    with pytest.raises(NotAnArticle):
        read_article(page(f"<div id=app></div><script>var list={state}</script>"), URL)


def test_a_notice_of_the_site_is_no_article() -> None:
    with pytest.raises(NotAnArticle):
        read_article(page(f"<script>var tip={{content:'{HTML}'}}</script>", "云川网"), URL)


def test_what_is_shown_comes_before_what_is_hidden() -> None:
    shown = f"<h1>{TITLE}</h1><p>2025-11-15</p><div><p>{LINES[0]}</p><p>{LINES[1]}</p></div>"
    article = read_article(page(f"{shown}<script>var content='{HTML}{HTML}'</script>"), URL)
    assert article.body.split("\n") == LINES[:2]


@pytest.mark.parametrize("element", ["xmp", "div style='display:none'", "div"])
def test_an_element_may_show_the_markup_of_a_text(element: str) -> None:
    held = HTML if element == "xmp" else ENTITIES
    article = read_article(page(f"{HEAD}<{element}>{held}</{element.split()[0]}>"), URL)
    assert (article.title, article.body.split("\n")) == (TITLE, LINES)


BRIEF = "10月18日，市文明办召开例会，部署近期工作。"


def test_a_brief_text_has_its_title_and_time_beside_it() -> None:
    detail = {"title": TITLE, "publishTime": "2025-11-15 10:20", "content": f"<p>{BRIEF}</p>"}
    assert read_article(page(f"<script>var d={json.dumps(detail)}</script>"), URL).body == BRIEF
    del detail["publishTime"]
    with pytest.raises(NotAnArticle):
        read_article(page(f"<script>var d={json.dumps(detail)}</script>"), URL)
