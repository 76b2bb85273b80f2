"""Pages that are no article by what they say themselves."""

import random

import pytest

from article.errors import NotAnArticle, Undecodable
from article.reading import read_article

URL = "http://www.qinglan.example/wmcj/202508/t20250801_1000.shtml"


def page(title: str, body: str) -> bytes:
    return f"<html><title>{title}</title><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (page("请稍候", "<p>正在验证您的浏览器，请稍候……</p>"), "blocked"),
        (page("请稍候", "<p>正在进行安全检测，完成后自动跳转</p>"), "blocked"),
        (page("", "<script>var $_ts = window['$_ts'];if(!$_ts)$_ts={};</script>"), "blocked"),
        (page("", "<script>YunSuoAutoJump('security_verify_data')</script>"), "blocked"),
        (page("405", "<h1>405</h1><p>您的访问被阻断</p>"), "blocked"),
        (page("403 错误", "<p>请联系管理员</p>"), "blocked"),
        (page("404 错误", "<p>请联系管理员</p>"), "error"),
        (page("提示", "<p>站点已暂停，请联系管理员</p>"), "error"),
        (page("没有找到站点", "<p>您的请求在Web服务器中没有找到对应的站点！</p>"), "error"),
        (page("提示", "<p>该网站的域名正在出售，欢迎询价</p>"), "error"),
    ],
)
def test_what_a_server_says_instead_of_an_article(html: bytes, kind: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read_article(html, URL)
    assert refused.value.kind == kind


def test_news_of_a_check_is_news() -> None:
    text = "节前，青岚市文明办联合多部门到车站开展安全检查，工作人员逐一检查消防器材和疏散通道。"
    article = read_article(
        page("青岚市开展安全检查", f"<h1>青岚市开展安全检查</h1><p>{text}</p>"), URL
    )
    assert article.body == text


def test_bytes_at_random_are_no_text() -> None:
    html = b"<html><title>x</title>" + random.Random(7).randbytes(20_000)
    with pytest.raises(Undecodable, match="control characters"):
        read_article(html, URL)
