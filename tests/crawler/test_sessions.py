"""Fields that each answer fills anew make no new pages; those that select a page do."""

from itertools import count

import pytest

from crawler.lists.listpage import ListPage
from crawler.unknown.sessions import Sessions
from storage.values.visit import Link

SITE = "http://a.example"
HEADLINES = [f"{place}志愿者清扫河道迎新春" for place in ("青石", "白河", "云溪", "松岭", "南浦")]


def articles(*values: str, first: int = 0) -> tuple[Link, ...]:
    return tuple(
        Link(url=f"{SITE}/view?tid={number}&zw={value}", title=HEADLINES[number])
        for number, value in enumerate(values, first)
    )


def menu(value: str) -> tuple[Link, ...]:
    return (Link(url=f"{SITE}/list?fid=2&zw={value}", title="社区动态"),)


def shown(sessions: Sessions, page: ListPage) -> list[str]:
    page = sessions.fold(page)
    return [link.url.removeprefix(SITE) for link in (*page.articles, *page.unsure)]


def test_pages_keep_the_address_under_which_they_came_first() -> None:
    sessions = Sessions()
    shown(sessions, ListPage(articles=articles("0001aZ", "0001aZ"), unsure=menu("0001aZ")))
    page = ListPage(articles=articles("0002aZ", "0002aZ", "0002aZ"), unsure=menu("0002aZ"))
    assert shown(sessions, page) == [
        "/view?tid=0&zw=0001aZ",
        "/view?tid=1&zw=0001aZ",
        "/view?tid=2&zw=0002aZ",
        "/list?fid=2&zw=0001aZ",
    ]


def test_each_link_may_have_a_number_of_its_own() -> None:
    sessions, numbers = Sessions(), count(48213)
    pages = [[str(next(numbers)) for _ in HEADLINES] for _ in range(3)]
    first, *later = (shown(sessions, ListPage(articles=articles(*values))) for values in pages)
    assert later == [first, first]


def test_a_later_run_knows_its_articles_again() -> None:
    past = [(link.url, "article" if "view" in link.url else "list") for link in PAST]
    page = ListPage(articles=articles("0009aZ", "0009aZ"), unsure=menu("0009aZ"))
    assert shown(Sessions(past), page) == [link.url.removeprefix(SITE) for link in PAST[:2]] + [
        "/list?fid=2&zw=0001aZ"
    ]


PAST = (*articles(*["0001aZ"] * 5), *menu("0001aZ"))


def monthly(column: int, *numbers: str) -> tuple[Link, ...]:
    title = HEADLINES[column]
    return tuple(Link(url=f"{SITE}/v?col={column}&id={one}", title=title) for one in numbers)


@pytest.mark.parametrize(
    "pages",
    [
        # Reports of one title, column by column.
        [
            [*monthly(0, "2810645d51"), *monthly(1, "6579f248b0")],
            [*monthly(0, "2810645d51", "edde383784", "6385ef3430"), *monthly(1, "6579f248b0")],
            [*monthly(0, "dca399f82a"), *monthly(1, "f5c21b6092")],
        ],
        # Articles in the list of each of their channels.
        [
            [
                *(Link(url=f"{SITE}/list?cid={cid}", title=cid) for cid in ("8f3a21", "77ab90")),
                *(
                    Link(url=f"{SITE}/view?tid={number}&cid={cid}", title=HEADLINES[number])
                    for number in range(3)
                ),
            ]
            for cid in ("8f3a21", "77ab90")
        ],
        # A few days, not by chance.
        [
            [Link(url=f"{SITE}/v?n={n}&day={day}", title=HEADLINES[n]) for n in range(3)]
            for day in ("20260103", "2026-01-04")
        ],
    ],
)
def test_fields_that_select_a_page_are_left_alone(pages: list[list[Link]]) -> None:
    sessions = Sessions()
    for links in pages:
        page = ListPage(articles=tuple(links))
        assert sessions.fold(page) == page
