"""Lists of a site whose class says where its links stand."""

from types import SimpleNamespace

import pytest
from scrapy.http import HtmlResponse

from crawler.listing import ListingSpider
from storage.frontier import Leased
from storage.values.urlkey import url_key
from storage.values.visit import UrlKind

URL = "http://a.example/list.do?id=3&page=2"
ROW = '<li><a href="/a/2025/1.html">社区举办家风故事分享会</a></li>'
ASIDE = '<div class="hot"><a href="/a/2025/2.html">村里的读书分享会开讲</a></div>'


class ASpider(ListingSpider):
    name = "a"
    site_title = "甲文明网"
    allowed_domains = ["a.example"]  # noqa: RUF012
    home_url = "http://a.example/"
    channels = []  # noqa: RUF012
    article_links = "div.list a"


def taken(url: str, kind: UrlKind) -> Leased:
    return Leased(
        url_id=1,
        url=url,
        kind=kind,
        etag=None,
        last_modified=None,
        attempts=0,
        link_title=None,
        link_date=None,
        channel=None,
        part_of=None,
        version_held=False,
        sha256=None,
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"<html><body><div class='list'>{ROW}</div>{ASIDE}</body></html>", 1),
        (f"<html><body><div class='neu'>{ROW}</div>{ASIDE}</body></html>", 0),
        # A script puts it into what the page has.
        (f"<ul>{ROW}</ul>", 1),
    ],
)
def test_links_of_a_piece_stand_in_nothing_that_a_class_names(body: str, found: int) -> None:
    url = f"{URL}#post=http://a.example/3/"
    leased = taken(url, "list")
    response = HtmlResponse(URL, body=body.encode(), encoding="utf-8")
    page = ASpider().read_list(response, leased)
    assert len(page.articles) == found


def test_addresses_that_lead_in_a_circle_are_not_all_left_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ASpider, "_run", SimpleNamespace(db=None))
    waiting = SimpleNamespace(kind="article", state="leased")
    monkeypatch.setattr("crawler.site.standing", lambda _, urls: {url_key(urls[0]): waiting})
    spider = ASpider()
    spider.ways = {}
    one, two, three = (f"http://a.example/{number}.html" for number in (1, 2, 3))
    assert spider.is_way_to_known(taken(one, "article"), two)
    assert spider.is_way_to_known(taken(two, "article"), three)
    assert not spider.is_way_to_known(taken(three, "article"), one)
    assert not spider.is_way_to_known(taken(two, "article"), one)
