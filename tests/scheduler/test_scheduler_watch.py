"""From the rows of real crawls to verdicts."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.daemon import Daemon
from scheduler.holidays import last_known_year
from scheduler.launch import Ended
from scheduler.planner import Planner
from scheduler.service import Service
from scheduler.settings import Settings
from scheduler.watch import Watch
from storage import runs
from storage.database import open_archive
from storage.history import signals
from storage.history.tallies import Tallies, last_successes
from storage.home import Home
from storage.sites import SiteFacts, get_site, list_sites, save_sites
from tests.conftest import Crawled


def test_what_a_crawl_showed_is_read_from_its_rows(crawled_demo: Crawled) -> None:
    _, home, ended = crawled_demo
    with closing(open_archive(home)) as db:
        (showing,) = signals.showings(db, "demo")
        tallies = Tallies(last_id=0)
        tallies.count_on(db)
        assert signals.last_new(db, "demo") is not None
        assert list(last_successes(db)) == ["demo"]
    assert showing.outcome == ended.outcome == "ok"
    assert showing.new == showing.read == ended.run["articles_new"]
    assert showing.lists > showing.further_lists > 0
    assert showing.visits >= showing.lists + showing.read
    assert (showing.errors, showing.blocked, showing.unread, showing.empty_lists) == (0, 0, 0, 0)
    assert sum(showing.rules["published_at"].values()) == showing.read
    assert showing.short_of["published_at"] == 0
    assert showing.chars > 100
    assert showing.list_bytes > 1000
    assert tallies.runs == {("demo", "ok"): 1}
    assert tallies.articles["demo", "new"] == showing.new
    assert tallies.answers["demo", "2xx"] >= showing.read


def test_a_site_that_cannot_be_reached_is_broken_after_a_few_runs(
    crawl_demo: Callable[..., Ended], home: Home, close_demo: Callable[[], None]
) -> None:
    crawl_demo(limit=3)
    close_demo()
    for _ in range(2):
        assert crawl_demo(limit=3).outcome == "failed"
    with closing(open_archive(home)) as db:
        showings = signals.showings(db, "demo")
    assert [showing.errors == showing.visits > 0 for showing in showings] == [False, True, True]


def test_a_site_whose_runs_never_went_well_is_broken_before_long(home: Home) -> None:
    began = datetime(2026, 3, 2, 8, tzinfo=UTC)
    with closing(open_archive(home)) as db:
        save_sites(db, [SiteFacts(id="qingshan")])
        for day in (0, 20):
            run_id = runs.begin(db, "qingshan", "manual", now=began + timedelta(days=day))
            runs.finish(db, run_id, "failed", reason="no answer", now=began + timedelta(days=day))
        watch, site = Watch(home, Planner(Settings())), get_site(db, "qingshan")
        states = []
        for day in (0, 20):
            watch.judge(db, [site], now=began + timedelta(days=day, hours=1))
            states.append((watch.verdicts["qingshan"].state, watch.verdicts["qingshan"].cause))
    assert states == [("ok", None), ("broken", "no success")]


def test_a_year_whose_holidays_are_missing_is_told_once(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    last = last_known_year()
    now = datetime(last, 11, 30, 15, 50, tzinfo=UTC)
    daemon = Daemon(Service(home, Settings(), clock=lambda: now))
    daemon.each_ten_minutes()
    assert "holidays" not in caplog.text
    now += timedelta(minutes=10)  # midnight in China
    daemon.each_ten_minutes()
    daemon.each_ten_minutes()
    assert caplog.text.count(f"holidays: of {last + 1} only") == 1
    daemon.service.close()


def test_one_that_a_timer_starts_tells_it_once_a_day(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    now = datetime(last_known_year() + 1, 1, 1, 15, 30, tzinfo=UTC)

    def look() -> None:
        service = Service(home, Settings(), clock=lambda: now, stays=False)
        daemon = Daemon(service)
        service.look()
        daemon.each_ten_minutes()
        service.close()

    for _ in range(4):  # from 23:30 to 00:15 in China
        look()
        now += timedelta(minutes=15)
    assert caplog.text.count("holidays: of ") == 2


def test_verdicts_are_kept_over_a_restart(crawled_demo: Crawled) -> None:
    home = crawled_demo.home
    now = datetime.now(UTC)
    with closing(open_archive(home)) as db:
        Watch(home, Planner(Settings())).judge(db, [get_site(db, "demo")], now=now)
        again = Watch(home, Planner(Settings()))
        assert again.verdicts["demo"].state == "ok"
        assert again.verdicts["demo"].healthy == 1
        again.forget([row["id"] for row in list_sites(db) if row["id"] != "demo"])
    assert again.verdicts == {}


def test_a_damaged_file_of_verdicts_is_as_none(home: Home) -> None:
    Path(home.root / "health.json").write_text('{"demo": {}}', encoding="utf-8")
    assert Watch(home, Planner(Settings())).verdicts == {}


def test_a_low_disk_shows_in_every_verdict(crawled_demo: Crawled) -> None:
    home = crawled_demo.home
    with closing(open_archive(home)) as db:
        watch = Watch(home, Planner(Settings(least_free_mb=10**9)))
        watch.judge(db, [get_site(db, "demo")], now=datetime.now(UTC))
    assert (watch.verdicts["demo"].state, watch.verdicts["demo"].cause) == ("degraded", "disk")
