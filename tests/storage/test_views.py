"""The views count honestly."""

import pytest
from saving import Shelf

from storage.home import Home

STORY = "志愿者沿着河岸一路走来，捡起塑料瓶和烟头，又在村口的黑板上写下当天的天气和防火提示。" * 2
NOTICE = "渡口的老槐树下又摆起了书摊，来往的孩子总要翻上几页才肯回家吃饭，摊主从不催促。" * 2


@pytest.fixture
def shelf(home: Home) -> Shelf:
    shelf = Shelf(home)
    shelf.add(STORY, "首发", day="2025-01-01", credit="云川日报")
    shelf.add(STORY + "（完）", "转载", site="hai", day="2025-01-03", source="云川文明网")
    shelf.add("本报讯" + STORY, "又转载", site="shan", day="2025-01-06")
    shelf.add(NOTICE, "别的", site="hai", day="2025-01-03", source="山陵文明网")
    return shelf


def _rows(shelf: Shelf, view: str) -> list[dict[str, object]]:
    return list(shelf.db.query(f"select * from {view}"))


def test_unique_articles_has_one_a_story(shelf: Shelf) -> None:
    assert [row["id"] for row in _rows(shelf, "unique_articles")] == [1, 4]


def test_a_story_says_who_was_first_and_how_far_it_went(shelf: Shelf) -> None:
    story, other = sorted(_rows(shelf, "stories"), key=lambda row: str(row["story_id"]))
    assert story == {
        "story_id": 1,
        "title": "首发",
        "first_site": "yun",
        "first_printer": "云川日报",
        "first_published_at": "2025-01-01",
        "last_published_date": "2025-01-06",
        "articles": 3,
        "sites": 3,
        "regions": 3,
    }
    assert (other["articles"], other["first_printer"]) == (1, "山陵文明网")


def test_a_chain_gives_delay_and_provinces(shelf: Shelf) -> None:
    chain = [
        (row["article_id"], row["first_region"], row["region"], row["days_later"])
        for row in _rows(shelf, "reprint_chains")
    ]
    assert chain == [(2, "云川省", "海宁省", 2), (3, "云川省", "山陵省", 5)]


def test_a_byline_that_names_a_site_leads_to_its_own_copy(shelf: Shelf) -> None:
    named = {row["article_id"]: row["own_copy_id"] for row in _rows(shelf, "named_sources")}
    assert named == {2: 1, 4: None}


def test_daily_counts_tell_articles_from_stories(shelf: Shelf) -> None:
    shelf.add(STORY, site="hai", day="2025-01-03")
    counts = {(row["published_date"], row["site"]): row for row in _rows(shelf, "daily_counts")}
    day = counts["2025-01-03", "hai"]
    assert (day["articles"], day["stories"]) == (3, 2)


@pytest.mark.parametrize(
    "view",
    [
        "shown_articles", "unique_articles", "article_versions", "stories", "reprint_chains",
        "named_sources", "withdrawn", "daily_counts",
    ],
)  # fmt: skip
def test_no_view_shows_what_is_suppressed(shelf: Shelf, view: str) -> None:
    shelf.db.execute("update articles set state = 'withdrawn', withdrawn_at = '2025-02-01'")
    for article_id in (1, 2, 3, 4):
        shelf.suppress(article_id)
    assert _rows(shelf, view) == []
