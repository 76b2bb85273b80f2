"""Stored pages are judged as when they came, not only read."""

import pytest
from faulty import TEXT, article

from article.errors import NotAnArticle
from crawler.rereading import Rereader
from storage.frontier import Leased
from storage.reread import Stored
from storage.warc.payload import Page

URL = "http://127.0.0.1/1"
NOTICE = article(
    "系统维护公告", "本系统正在进行升级维护，给您带来不便，敬请谅解，请您稍后再来访问。"
)


def stored(page: bytes) -> Stored:
    address = Leased(
        url_id=1,
        url=URL,
        kind="article",
        link_title="云山县图书馆在周末举办读书会",
        link_date=None,
        channel=None,
        etag=None,
        last_modified=None,
        sha256=None,
        attempts=1,
        part_of=None,
        version_held=False,
    )
    read = Page(url=URL, body=page, content_type="text/html; charset=utf-8", is_whole=True)
    return Stored(address=address, site="guest", pages=[read], capture_id=1)


def test_an_article_is_read_again() -> None:
    assert Rereader({})(stored(article("云山县图书馆举办读书会"))).body == TEXT


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (NOTICE.replace("来源：云山日报".encode(), b"").replace(b"2025-03-01", b""), "else in its"),
        (article("云山县图书馆举办读书会".encode().decode("latin-1")), "characters mean nothing"),
    ],
)
def test_what_was_no_article_when_it_came_is_none_today(page: bytes, reason: str) -> None:
    with pytest.raises(NotAnArticle, match=reason):
        Rereader({})(stored(page))
