"""Pages without a word to read that test whether a browser asks, and those that scripts fill."""

import pytest

from article.errors import NotAnArticle
from article.reading import read_article

URL = "http://www.qinglan.example/wmcj/202508/t20250801_1000.shtml"
HIDDEN = '<input type="hidden" name="token" value="a8f0">'


def page(body: str, head: str = "", title: str = "青岚文明网") -> bytes:
    head = f'<meta charset="utf-8"><title>{title}</title>{head}'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


CHALLENGES = [
    page("<noscript>本网站需要启用 JavaScript 才能访问</noscript><script src=/g/a.js></script>"),
    page(
        "<noscript><p>请打开浏览器的脚本功能后刷新本页</p></noscript>",
        "<script src=/c.js></script>",
    ),
    page("", "<noscript><meta http-equiv=refresh content='0;url=/nojs.html'></noscript>"),
    page(f'<form id="f" method="post" action="/v">{HIDDEN}</form><script>f.submit()</script>'),
    page(f"<form method=post>{HIDDEN}</form>").replace(
        b"<body>", b"<body onload=forms[0].submit()>"
    ),
    page(f'<form id=go method=post>{HIDDEN}</form><script>$("#go").trigger("submit")</script>'),
    page("", '<meta http-equiv="refresh" content="1">'),
    page("<p>页面加载中</p>", '<meta http-equiv="Refresh" content="0; url=?__jsv=1a2b3c">'),
    page("<script>window.location.href = window.location.href;</script>"),
    page("<script>setTimeout(function () { location.reload() }, 99)</script>"),
    page('<script>var k="x";eval(atob("YT0x"))</script>'),
    b'{"code":403,"message":"Your request has been denied by WAF","requestId":"abc"}',
    "您的访问过于频繁，请稍后再试".encode(),
]
FILLED_BY_SCRIPTS = [
    page('<noscript>Please enable JavaScript.</noscript><div id="app"></div>', title=""),
    page("<noscript>需要 JavaScript</noscript><qinglan-root></qinglan-root>"),
    page('<script type="module" src="/main.js"></script><noscript>需要 JavaScript</noscript>'),
    page('<ul class="list"></ul><script>eval("(" + data + ")")</script>'),
    page('<script>location.href = "/wmcj/";</script>'),
    page("", '<meta http-equiv="refresh" content="0; url=/wmcj/">'),
    page(
        "",
        '<meta http-equiv="refresh" content="0; url=http://new.example/wmcj/202508/t20250801_1000.shtml">',
    ),
    page("", '<meta http-equiv="refresh" content="0; url=http://[wmcj]">'),
    page("<noscript><img src=//tongji.example/a.gif></noscript><script src=/a.js></script>"),
    page(f"<form>{HIDDEN}<input name=q></form><script>function go() {{ f.submit() }}</script>"),
    b'{"code":200,"data":[]}',
    page(  # as ASP.NET sends every page
        f"<form id=f>{HIDDEN}<script>function post() {{ f.submit() }}</script>"
        "<span id=lblTitle></span><span id=lblContent></span></form>"
    ),
    page(f"<form>{HIDDEN}<input type=button onclick='f.submit()'></form><img src=/1.jpg>"),
    page('<video src=/1.mp4></video><script>eval("(" + data + ")")</script>'),
    page("<iframe src=/t.html></iframe>", "<script>top.location = self.location;</script>"),
]


@pytest.mark.parametrize("html", CHALLENGES)
def test_a_page_that_tests_who_asks_refuses_those_who_are_no_browser(html: bytes) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read_article(html, URL)
    assert refused.value.kind == "blocked"


@pytest.mark.parametrize("html", FILLED_BY_SCRIPTS)
def test_a_page_that_shows_something_or_that_a_script_would_fill_or_leave_refuses_nobody(
    html: bytes,
) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read_article(html, "http://www.qinglan.example/show.aspx?id=3")
    assert refused.value.kind == "empty"
