"""Filters of a list are tried a few times, and left alone where they show nothing new."""

import pytest

from crawler.lists.listpage import ListPage, pages
from crawler.unknown.explorer import Explorer
from storage.standing import Standing
from storage.values.urlkey import url_key
from tests.crawler.test_explorer import links, tried

HOME = "http://a.example/"
LIST = "http://a.example/list?cid=2"
WHOLE = ListPage(articles=links("/show/1.html"), following=pages([f"{LIST}&page=2"]))


def explorer(*, is_known: bool = True, past: tuple[str, ...] = ()) -> Explorer:
    known: dict[str, Standing] = {}
    if is_known:
        known[url_key("http://a.example/show/1.html")] = Standing("article", "held")
    return Explorer(
        lambda urls: {url_key(url): known[url_key(url)] for url in urls if url_key(url) in known},
        [(f"http://a.example{path}", "neither") for path in past],
    )


@pytest.mark.parametrize(
    ("url", "is_known", "is_again"),
    [
        (f"{LIST}&area=3", True, True),
        (f"{LIST}&area=3", False, False),  # it shows what the list does not
        ("http://a.example/list?area=3&kind=1", True, False),
        ("http://a.example/other?cid=2&area=3", True, False),
    ],
)
def test_a_filter_of_a_list_shows_again_what_is_known(
    url: str, is_known: bool, is_again: bool
) -> None:
    site = explorer(is_known=is_known)
    site.note_list(WHOLE, LIST)
    assert site.shows_again(ListPage(articles=links("/show/1.html")), url) == is_again


def test_a_channel_is_no_filter_of_a_page_that_shows_all() -> None:
    site = explorer()
    site.note_list(WHOLE, "http://a.example/list")
    assert not site.shows_again(ListPage(articles=links("/show/1.html")), LIST)


def test_a_list_without_further_pages_may_have_more_behind_its_filters() -> None:
    site = explorer()
    site.note_list(ListPage(articles=links("/show/1.html")), LIST)
    assert not site.shows_again(ListPage(articles=links("/show/1.html")), f"{LIST}&area=3")


def test_filters_in_vain_are_tried_no_more() -> None:
    site = explorer(past=("/list?cid=2&area=a", "/list?cid=2&area=b"))
    ways = links("/list?cid=2&area=c", "/list?cid=2&kind=d", "/list?cid=x")
    site.sort(ListPage(unsure=ways), HOME)
    site.note_list(WHOLE, LIST)
    assert tried(site) == ["/list?cid=x"]


def test_a_filter_shows_again_what_pages_tell_to_be_articles() -> None:
    site = explorer()
    site.note_list(WHOLE, LIST)
    site.learn("http://a.example/show/2.html", "article")
    page = ListPage(unsure=links("/show/1.html"))
    assert site.shows_again(page, f"{LIST}&area=3")


def test_a_filter_in_vain_is_left_out_though_others_of_its_form_are_lists() -> None:
    site = explorer(past=("/list?cid=2&area=a", "/list?cid=2&area=b"))
    site.note_list(WHOLE, LIST)
    site.learn("http://a.example/list?cid=2&kind=9", "list")
    page = site.sort(ListPage(unsure=links("/list?cid=2&kind=8")), LIST)
    assert not page.lists


def test_articles_below_the_address_of_their_list_are_no_filters_in_vain() -> None:
    site = explorer(past=("/list?cid=2&id=1", "/list?cid=2&id=2"))
    site.note_list(WHOLE, LIST)
    for number in range(3, 9):
        site.learn(f"http://a.example/list?cid=2&id={number}", "article")
    page = site.sort(ListPage(unsure=links("/list?cid=2&id=9")), LIST)
    assert [link.url for link in page.articles] == ["http://a.example/list?cid=2&id=9"]
