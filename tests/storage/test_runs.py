import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from storage import frontier, runs, sites
from storage.database import Database, open_archive, writing
from storage.errors import AlreadyRan, SiteLocked
from storage.history.agenda import record_unruns
from storage.history.budget import asked_to_wait
from storage.home import Home
from storage.values.stamp import stamp
from storage.values.visit import Exchange, Link
from storage.warc.writer import WarcWriter

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PAGE = Exchange(
    url="https://yun.example/1.html",
    fetched_at=NOW,
    request_headers=(),
    status=200,
    headers=(),
    body=b"<p>page</p>",
)


@pytest.fixture
def db(home: Home) -> Iterator[Database]:
    with closing(open_archive(home)) as db:
        sites.save_sites(db, [sites.SiteFacts(id="yun", title="云川文明网")])
        yield db


def test_a_site_is_crawled_by_one_at_a_time(home: Home) -> None:
    with runs.site_lock(home, "yun"):
        with runs.site_lock(home, "chuan"):
            pass
        with (
            pytest.raises(SiteLocked, match=r"yun: another crawl holds .*yun\.lock"),
            runs.site_lock(home, "yun"),
        ):
            pass
    with runs.site_lock(home, "yun"):
        pass


def test_who_looks_whether_a_site_is_crawled_keeps_no_crawl_out(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with runs.site_lock(home, "yun"):
        pass
    looks = os.open(home.lock("yun"), os.O_RDONLY)
    fcntl.flock(looks, fcntl.LOCK_SH)
    monkeypatch.setattr(runs, "sleep", lambda _: fcntl.flock(looks, fcntl.LOCK_UN))
    with runs.site_lock(home, "yun"):
        pass
    os.close(looks)


def test_what_fails_in_a_crawl_is_no_other_crawl(home: Home) -> None:
    with pytest.raises(BlockingIOError), runs.site_lock(home, "yun"):
        raise BlockingIOError
    assert not runs.is_crawled(home, "yun")


def test_who_takes_the_file_of_a_lock_away_lets_nobody_in(home: Home) -> None:
    writer = WarcWriter(home.warc, "yun", 1)
    with runs.site_lock(home, "yun"):
        writer.write(PAGE)
        home.lock("yun").unlink()
        with pytest.raises(SiteLocked, match=r"\.open"), runs.site_lock(home, "yun"):
            pass
        assert runs.is_crawled(home, "yun")
        assert not runs.is_crawled(home, "chuan")
        writer.abandon()
    with runs.site_lock(home, "yun"):
        pass


def test_the_lock_ends_with_its_process_however_that_ends(home: Home) -> None:
    ready, tell = os.pipe()
    child = os.fork()
    if not child:
        with runs.site_lock(home, "yun"):
            os.write(tell, b"!")
            signal.pause()
    os.read(ready, 1)
    with pytest.raises(SiteLocked), runs.site_lock(home, "yun"):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with runs.site_lock(home, "yun"):
        pass


def test_a_run_whose_lock_is_free_is_told_as_crashed_before_anybody_closes_it(
    home: Home, db: Database
) -> None:
    with runs.site_lock(home, "yun"):
        run_id = runs.begin(db, "yun", "manual", now=NOW)
        (alive,) = runs.history(db)
        assert runs.as_it_stands(home, db, alive)["outcome"] == "running"
    dead = runs.as_it_stands(home, db, alive)
    assert (dead["outcome"], dead["reason"]) == ("crashed", "its process ended without closing it")
    runs.finish(db, run_id, "ok", now=NOW)
    assert runs.as_it_stands(home, db, alive)["outcome"] == "ok"


@pytest.mark.parametrize("by", ["the next", "the parent"])
def test_a_run_that_could_not_close_its_row_is_closed_by_its_last_word(
    home: Home, db: Database, by: str
) -> None:
    with runs.site_lock(home, "yun"):
        run_id = runs.begin(db, "yun", "manual", now=NOW)
        reason = "disk: /data/档案/archive.db: database or disk is full"
        runs.leave_word(home, "yun", run_id, "failed", reason=reason, now=NOW)
    (open_row,) = runs.history(db)
    assert runs.as_it_stands(home, db, open_row)["reason"] == reason
    if by == "the next":
        with runs.site_lock(home, "yun"):
            runs.begin(db, "yun", "manual", now=NOW + timedelta(hours=1))
    else:
        runs.close_dead(home, db, "yun", reason="exit code 8", now=NOW + timedelta(hours=1))
    row = runs.get(db, run_id)
    assert row is not None
    assert [row[name] for name in ("outcome", "reason", "finished_at")] == [
        "failed", reason, stamp(NOW)
    ]  # fmt: skip


def test_a_last_word_is_that_of_one_run_and_needs_no_space(home: Home, db: Database) -> None:
    with runs.site_lock(home, "yun"):
        run_id = runs.begin(db, "yun", "manual", now=NOW)
        size = home.lock("yun").stat().st_size
        runs.leave_word(home, "yun", run_id, "failed", reason="满" * 10_000, now=NOW)
        assert home.lock("yun").stat().st_size == size
    with runs.site_lock(home, "yun"):
        runs.begin(db, "yun", "manual", now=NOW)
    runs.close_dead(home, db, "yun", reason="killed", now=NOW)
    assert [run["outcome"] for run in runs.history(db)] == ["crashed", "failed"]


def test_who_may_not_look_at_a_lock_takes_it_for_held(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError

    assert not runs.is_crawled(home, "yun")
    monkeypatch.setattr(os, "open", refuse)
    assert runs.is_crawled(home, "yun")


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a\\b", "a\0"])
def test_no_name_leads_out_of_the_folder_of_locks(home: Home, name: str) -> None:
    with pytest.raises(ValueError, match="no name for a site"), runs.site_lock(home, name):
        pass


@pytest.mark.parametrize("number", [-1, 0, 99, 2**63, 10**30])
def test_a_number_of_no_run_gives_none(db: Database, number: int) -> None:
    assert runs.get(db, number) is None


def test_a_run_by_hand_is_planned_when_it_starts(db: Database) -> None:
    run = runs.get(db, runs.begin(db, "yun", "manual", now=NOW))
    assert run["planned_at"] == run["started_at"] == stamp(NOW)
    assert (run["outcome"], run["pid"]) == ("running", os.getpid())


def test_two_runs_by_hand_in_one_moment_are_two(db: Database) -> None:
    first = runs.begin(db, "yun", "manual", now=NOW)
    second = runs.begin(db, "yun", "manual", now=NOW)
    assert first != second


def test_a_planned_run_runs_once(db: Database) -> None:
    run_id = runs.begin(db, "yun", "fresh", planned_at=NOW, now=NOW)
    runs.finish(db, run_id, "ok", now=NOW)
    with pytest.raises(AlreadyRan, match="was ok"):
        runs.begin(db, "yun", "fresh", planned_at=NOW, now=NOW + timedelta(minutes=1))


def test_who_begins_closes_the_dead_and_frees_their_leases(db: Database) -> None:
    dead = runs.begin(db, "yun", "manual", now=NOW)
    with writing(db):
        frontier.add(db, "yun", [Link(url="http://yun.example/1")], run_id=dead, now=NOW)
    assert frontier.lease(db, "yun", run_id=dead, limit=9, now=NOW)
    alive = runs.begin(db, "yun", "manual", now=NOW + timedelta(minutes=1))
    run = runs.get(db, dead)
    assert (run["outcome"], run["finished_at"]) == ("crashed", stamp(NOW + timedelta(minutes=1)))
    assert "without closing it" in run["reason"]
    assert frontier.lease(db, "yun", run_id=alive, limit=9, now=NOW)


def test_a_parent_closes_the_run_of_its_dead_child_and_no_other(home: Home, db: Database) -> None:
    dead = runs.begin(db, "yun", "manual", now=NOW)
    with runs.site_lock(home, "yun"), pytest.raises(SiteLocked):
        runs.close_dead(home, db, "yun", reason="SIGKILL", now=NOW)
    assert runs.close_dead(home, db, "yun", reason="SIGKILL", now=NOW) == 1
    assert runs.get(db, dead)["reason"] == "SIGKILL"
    assert runs.close_dead(home, db, "yun", reason="again", now=NOW) == 0


def test_a_closed_run_stays_as_it_is(db: Database) -> None:
    run_id = runs.begin(db, "yun", "manual", now=NOW)
    runs.finish(db, run_id, "partial", reason="12 of 40 visits failed", stats={"a": 1}, now=NOW)
    runs.finish(db, run_id, "ok", now=NOW)
    run = runs.get(db, run_id)
    assert (run["outcome"], run["reason"]) == ("partial", "12 of 40 visits failed")
    assert run["stats"] == '{"a": 1}'


def test_what_was_due_and_did_not_run_is_told(db: Database) -> None:
    for outcome, reason in (("skipped", "the last one was running"), ("misfired", "twice")):
        record_unruns(db, "yun", [("fresh", NOW, outcome, reason)], now=NOW)
    (run,) = runs.history(db, site="yun")
    assert (run["outcome"], run["reason"], run["started_at"]) == (
        "skipped", "the last one was running", None,
    )  # fmt: skip
    with pytest.raises(AlreadyRan):
        runs.begin(db, "yun", "fresh", planned_at=NOW, now=NOW)


def test_history_is_newest_first(db: Database) -> None:
    ids = [runs.begin(db, "yun", "manual", now=NOW) for _ in range(3)]
    assert [run["id"] for run in runs.history(db, limit=2)] == ids[:0:-1]
    assert runs.history(db, site="chuan") == []


def test_a_paused_site_stays_paused_when_its_facts_are_saved_again(db: Database) -> None:
    sites.set_state(db, "yun", "paused", "新站改版")
    sites.save_sites(db, [sites.SiteFacts(id="yun", title="云川文明网（新）")])
    (site,) = sites.list_sites(db)
    assert (site["state"], site["note"], site["title"]) == (
        "paused",
        "新站改版",
        "云川文明网（新）",
    )


def test_why_a_site_is_paused_stays_until_another_reason_or_state_is_given(db: Database) -> None:
    notes = []
    for state, note in (
        ("paused", "新站改版"),
        ("paused", None),
        ("paused", "停机"),
        ("active", None),
    ):
        sites.set_state(db, "yun", state, note)
        notes.append(sites.list_sites(db)[0]["note"])
    assert notes == ["新站改版", "新站改版", "停机", None]


def test_a_removed_site_comes_back_only_by_its_address(db: Database) -> None:
    by_address = sites.SiteFacts(id="any", origin="address", start_urls=("http://a.example/",))
    sites.save_sites(db, [by_address])
    for name in ("yun", "any"):
        assert sites.set_state(db, name, "removed")
    sites.save_sites(db, [sites.SiteFacts(id="yun"), by_address])
    assert [site["id"] for site in sites.list_sites(db)] == ["any"]
    assert not sites.set_state(db, "nobody", "paused")


def test_a_rest_that_a_host_asked_for_outlives_a_day_of_other_crawls(db: Database) -> None:
    until = {"yun.example": 1772438400}
    first = runs.begin(db, "yun", "fresh", planned_at=NOW, now=NOW)
    stats = {f"backoff/until/{host}": moment for host, moment in until.items()}
    runs.finish(db, first, "failed", reason="", stats=stats, now=NOW)
    later = [[stamp(NOW + timedelta(minutes=minutes))] for minutes in range(1, 24 * 60)]
    with writing(db):
        db.conn.executemany(
            "insert into runs (site, kind, planned_at, outcome) values ('yun', 'fresh', ?, 'ok')",
            later,
        )
    assert asked_to_wait(db) == until
