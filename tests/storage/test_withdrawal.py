from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage import frontier, runs
from storage.archive import Archivist
from storage.database import open_archive, open_read_only
from storage.home import Home
from storage.withdrawal import Answer, list_withdrawn, withdrawn_since
from tests.storage.crawling import run
from tests.storage.synthetic import Site, answer, crawl

START = datetime(2097, 3, 1, 8, tzinfo=UTC)
SITE = Site(articles=1)


def answers(history: Sequence[tuple[float, bool]]) -> list[Answer]:
    return [Answer(START + timedelta(days=day), good) for day, good in history]


@pytest.mark.parametrize(
    ("history", "first"),
    [
        ([], None),
        ([(0, True)], None),
        ([(0, False)], None),  # one failure proves nothing
        ([(0, True), (60, False)], None),
        ([(0, True), (1, False), (1.1, False), (1.2, False)], None),  # nor do three in an hour
        ([(0, True), (1, False), (4, False)], None),
        ([(0, True), (1, False), (5, False)], 1),
        ([(0, True), (1, False), (2, False), (3, False), (5, False)], 1),
        ([(0, True), (1, False), (5, False), (6, True)], None),  # it is back
        ([(0, True), (1, False), (5, False), (6, True), (7, False)], None),
        ([(0, True), (1, False), (5, False), (6, True), (7, False), (8, False)], 7),
        ([(0, False), (2, True), (3, False), (5.6, False)], 3),  # bad times add up
        ([(0, True), (1, False), (300, False)], 1),
    ],
)
def test_a_page_is_withdrawn_on_sustained_evidence_only(
    history: list[tuple[float, bool]], first: float | None
) -> None:
    expected = None if first is None else START + timedelta(days=first)
    assert withdrawn_since(answers(history)) == expected


def ask_for_days(
    home: Home, outcome: str | None, status: int | None, days: range, *, stands: bool = True
) -> None:
    """Visit the only article once a day, with that outcome, after a list that stands or is gone."""
    for day in days:
        with runs.site_lock(home, SITE.id), closing(open_archive(home)) as db:
            at = START + timedelta(days=day)
            run_id = runs.begin(db, SITE.id, "sweep", now=at)
            archivist = Archivist(db, home, SITE.id, run_id, reserve=0)
            (listed,) = (frontier.get(db, frontier.find(db, url)["id"]) for url in SITE.lists)
            shown = answer(listed, b"" if stands else b"404", at=at)
            archivist.add(replace(shown, outcome=None if stands else "gone", exchanges=()))
            leased = frontier.get(db, frontier.find(db, SITE.address(0))["id"])
            visit = answer(leased, SITE.page(leased.url), at=at, status=status or 0)
            if outcome:
                visit = replace(visit, outcome=outcome, exchanges=(), sha256=None)
            else:
                visit = replace(visit, article=SITE.article(leased.url))
            archivist.add(visit)
            archivist.close()
            runs.finish(db, run_id, "ok", now=at)


def article(home: Home) -> dict[str, Any]:
    with closing(open_read_only(home)) as db:
        return next(iter(db.query("select * from articles")))


def test_a_page_that_stays_away_is_withdrawn_and_its_text_stays(home: Home) -> None:
    crawl(home, SITE)
    text = article(home)["body"]
    ask_for_days(home, None, 200, range(1))
    ask_for_days(home, "gone", 404, range(1, 2))
    assert article(home)["state"] == "live"
    ask_for_days(home, "gone", 404, range(2, 6))
    row = article(home)
    assert (row["state"], row["body"]) == ("withdrawn", text)
    assert row["withdrawn_at"].startswith("2097-03-02")
    with closing(open_read_only(home)) as db:
        (listed,) = list_withdrawn(db, month="2097-03", region="云川省")
        assert listed["url"] == SITE.address(0)
        assert list_withdrawn(db, month="2097-04") == []
    ask_for_days(home, None, 200, range(6, 7))
    assert (article(home)["state"], article(home)["withdrawn_at"]) == ("live", None)


def test_a_clock_that_was_ahead_keeps_nothing_from_being_withdrawn(home: Home) -> None:
    crawl(home, SITE)
    ask_for_days(home, None, 200, range(400, 401))
    ask_for_days(home, "gone", 404, range(1, 6))
    assert article(home)["state"] == "withdrawn"


def test_the_month_of_a_withdrawal_is_that_of_china(home: Home) -> None:
    crawl(home, SITE)
    with closing(open_archive(home)) as db, db.conn:
        (id_,) = db.execute("select min(id) from articles").fetchone()
        db.execute(
            "update articles set state = 'withdrawn', withdrawn_at = ? where id = ?",
            ["2026-08-31T16:00:00Z", id_],
        )
    with closing(open_read_only(home)) as db:
        assert [row["month"] for row in list_withdrawn(db)] == ["2026-09"]
        assert [row["id"] for row in list_withdrawn(db, month="2026-09")] == [id_]


def test_what_was_moved_is_told_from_what_was_taken_down(home: Home) -> None:
    crawl(home, SITE)
    ask_for_days(home, "gone", 404, range(1, 6))
    with closing(open_archive(home)) as db:
        (taken_down,) = list_withdrawn(db)
        assert taken_down["stands_at"] is None
        new = "http://yun.example/new/0.html"
        with run(home, site=SITE) as crawling:
            moved = replace(SITE.article(SITE.address(0)), url=new)
            visit = answer(crawling.known(new), b"moved")
            crawling.archivist.add(replace(visit, article=moved))
        (moved_away,) = list_withdrawn(db)
        assert moved_away["stands_at"] == new


@pytest.mark.parametrize(("outcome", "status"), [("blocked", 412), ("error", None)])
def test_refusals_and_failures_withdraw_nothing(
    home: Home, outcome: str, status: int | None
) -> None:
    crawl(home, SITE)
    ask_for_days(home, outcome, status, range(30))
    assert article(home)["state"] == "live"


def test_a_site_that_is_away_withdraws_nothing(home: Home) -> None:
    crawl(home, SITE)
    ask_for_days(home, "gone", 404, range(1, 15), stands=False)
    assert article(home)["state"] == "live"
    ask_for_days(home, "gone", 404, range(15, 16))  # it is back, and one failure proves nothing
    assert article(home)["state"] == "live"
    ask_for_days(home, "gone", 404, range(16, 21))
    assert article(home)["withdrawn_at"].startswith("2097-03-16")


@pytest.mark.parametrize(("days", "first"), [(2, None), (6, "2097-03-16")])
def test_an_older_archive_shows_again_what_a_site_that_was_away_had_withdrawn(
    home: Home, days: int, first: str | None
) -> None:
    crawl(home, SITE)
    ask_for_days(home, "gone", 404, range(1, 15), stands=False)
    ask_for_days(home, "gone", 404, range(15, 15 + days))
    with closing(open_archive(home)) as db:
        db.execute("update articles set state = 'withdrawn', withdrawn_at = '2097-03-02'")
        db.execute("delete from _sqlite_migrations where name = 'm007_away'")
        db.execute("pragma user_version = 6")
    with closing(open_archive(home)):
        at = article(home)["withdrawn_at"]
    assert (article(home)["state"], at and at[:10]) == ("withdrawn" if first else "live", first)


def test_observations_are_dated_and_told_apart(home: Home) -> None:
    crawl(home, SITE)
    for day, (outcome, status) in enumerate(
        [(None, 200), ("gone", 404), ("gone", 410), ("redirected_home", 200), ("blocked", 521)]
    ):
        ask_for_days(home, outcome, status, range(day, day + 1))
    with closing(open_read_only(home)) as db:
        seen = db.execute(
            "select what from observations where seen_at >= '2097' "
            "and url_id = (select url_id from articles) order by seen_at"
        ).fetchall()
    assert [what for (what,) in seen] == [
        # The sweeps of those days did not find it on a list.
        "stands", "unlisted", "404", "410", "redirected home", "blocked",
    ]  # fmt: skip
