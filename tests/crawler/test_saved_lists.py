"""Every saved page through the declarations of its own site: lists lead on, articles read."""

from pathlib import Path
from typing import Any

import pytest

from crawler.catalogue import spider_loader
from crawler.discovery import read_list
from crawler.drafting.rehearsal import rehearse
from crawler.drafting.sampling import items_of
from crawler.drafting.saved import read_json
from crawler.listing import ListingSpider
from crawler.lists.listpage import ListPage

PAGES = Path(__file__).parents[1] / "pages"
LISTS = sorted(path.parent for path in PAGES.glob("*/*/list.json"))
LOADER = spider_loader()
SITES = sorted(set(LOADER.list()) - {"demo"})


def spider(name: str) -> ListingSpider:
    return LOADER.load(name)()


def name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def load(folder: Path) -> tuple[ListPage, dict[str, Any]]:
    about = read_json(folder / "page.json")
    site = spider(folder.parent.name)
    html = (folder / "page.html").read_bytes()
    links, hosts, charset = site.article_links, site.hosts(), about.get("charset")
    page = read_list(html, about["url"], links=links, hosts=hosts, charset=charset)
    return page, read_json(folder / "list.json")


@pytest.mark.parametrize("what", ["articles", "following", "lists"])
@pytest.mark.parametrize("folder", LISTS, ids=name)
def test_a_saved_list_leads_where_it_says(folder: Path, what: str) -> None:
    page, expected = load(folder)
    # Links that do not tell what they are may be all that a list has, and are its articles then.
    links = items_of(page) if what == "articles" else getattr(page, what)
    assert [link.url for link in links] == expected[what]


def test_a_title_that_is_cut_is_whole_in_its_attribute() -> None:
    page, _ = load(PAGES / "national" / "list-trs")
    assert page.articles[0].title == "关于做好春季志愿服务工作的通知（全文）"
    assert page.articles[0].date == "2025-03-12"


@pytest.mark.parametrize("site", SITES)
def test_no_change_of_a_saved_page_is_silently_wrong(site: str) -> None:
    outcomes = list(rehearse(spider(site), PAGES / site))
    assert len(outcomes) >= 7
    assert not [one for one in outcomes if not one.is_right]


@pytest.mark.parametrize(
    "folder", sorted(PAGES.glob("*/*/page.json")), ids=lambda p: name(p.parent)
)
def test_every_saved_page_was_confirmed_by_hand(folder: Path) -> None:
    is_confirmed = read_json(folder).get("confirmed", True)
    assert is_confirmed, f"compare the page in a browser, then set confirmed in {folder} to true"
