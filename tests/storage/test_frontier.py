from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from article.model import Article
from storage import frontier, runs, sites, visited
from storage.articles import Sighting, save_new
from storage.database import Database, open_archive, writing
from storage.frontier import Leased
from storage.home import Home
from storage.standing import is_missed, is_shown_again, judged, list_with
from storage.values.stamp import stamp
from storage.values.visit import Link, Visit

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOST = "http://yun.example"


@pytest.fixture
def db(home: Home) -> Iterator[Database]:
    with closing(open_archive(home)) as db:
        sites.save_sites(db, [sites.SiteFacts(id="yun"), sites.SiteFacts(id="chuan")])
        yield db


def begin(db: Database, kind: runs.Kind = "fresh", at: datetime = NOW) -> int:
    return runs.begin(db, "yun", kind, planned_at=at, now=at)


def add(
    db: Database,
    run_id: int | None,
    *links: Link | str,
    found_on: str | None = None,
    now: datetime = NOW,
) -> int:
    """Add links; ``found_on`` is the path of a list that is asked no more."""
    full = [link if isinstance(link, Link) else Link(url=f"{HOST}{link}") for link in links]
    with writing(db):
        shown_by = (_list(db, HOST + found_on), HOST + found_on) if found_on else None
        return frontier.add(db, "yun", full, run_id=run_id, now=now, found_on=shown_by)


def _list(db: Database, url: str) -> int:
    frontier.add(db, "yun", [Link(url=url, kind="list")], run_id=None, now=NOW)
    db.execute("update urls set state = 'ignored' where url = ?", [url])
    return int(frontier.find(db, url)["id"])


def lease(
    db: Database, run_id: int, *, at: datetime = NOW, sweep: bool = False, limit: int = 100
) -> list[str]:
    leased = frontier.lease(db, "yun", run_id=run_id, limit=limit, now=at, sweep=sweep)
    return [one.url.removeprefix(HOST) for one in leased]


def find(db: Database, path: str) -> Leased:
    return frontier.get(db, frontier.find(db, HOST + path)["id"])


def end(db: Database, path: str, outcome: str, *, at: datetime = NOW) -> None:
    """Visit an address with that outcome."""
    leased = find(db, path)
    visit = Visit(
        url_id=leased.url_id, kind=leased.kind, fetched_at=at, outcome=outcome, sha256="5"
    )
    with writing(db):
        if outcome in ("gone", "redirected_home"):
            visited.lose(db, leased.url_id, visit)
        elif outcome in ("error", "blocked"):
            visited.fail(db, leased.url_id, visit)
        else:
            visited.complete(db, leased.url_id, visit)


def test_spellings_of_one_address_are_one(db: Database) -> None:
    assert add(db, None, "/a.html?y=1&x=2", "/a.html?x=2&y=1&from=timeline#top") == 1
    assert frontier.known(db, ["https://yun.example/a.html?x=2&y=1"]) == {
        "//yun.example/a.html?x=2&y=1"
    }


def test_what_another_list_brought_is_news_of_a_list_that_was_not_read_since(db: Database) -> None:
    first = begin(db, at=NOW - timedelta(days=1))
    add(db, first, Link(url=f"{HOST}/list", kind="list"), "/1")
    lease(db, first)
    end(db, "/list", "new")
    add(db, first, "/2")  # by a page that was read after the list
    runs.finish(db, first, "ok", now=NOW)
    add(db, begin(db), "/3")
    list_id = find(db, "/list").url_id
    known = frontier.known(db, [f"{HOST}/{n}" for n in range(1, 5)], list_id=list_id)
    assert known == {"//yun.example/1", "//yun.example/2"}


def test_a_list_is_called_what_its_site_or_its_first_page_calls_it_today(db: Database) -> None:
    def named(path: str, channel: str) -> Link:
        return Link(url=HOST + path, kind="list", channel=channel)

    add(db, None, named("/seed", "要闻"))
    add(db, None, named("/seed", "新闻"))
    add(db, None, named("/seed", "首页要闻"), found_on="/home")
    add(db, None, named("/menu", "志愿"), found_on="/home")
    add(db, None, named("/menu", "志愿之城"), found_on="/home")
    add(db, None, named("/menu", "更多"), found_on="/other")
    add(db, None, Link(url=f"{HOST}/1", channel="要闻"), found_on="/seed")
    add(db, None, Link(url=f"{HOST}/1", channel="志愿"), found_on="/menu")
    called = [find(db, path).channel for path in ("/seed", "/menu", "/1")]
    assert called == ["新闻", "志愿之城", "要闻"]


def test_a_list_that_is_taken_for_an_article_is_not_called_as_what_leads_to_it(
    db: Database,
) -> None:
    add(db, None, Link(url=f"{HOST}/list?c=2", kind="list", channel="公告栏"), found_on="/list?c=1")
    add(db, None, Link(url=f"{HOST}/list?c=2", channel="新闻中心"), found_on="/list?c=1")
    assert find(db, "/list?c=2").channel == "公告栏"


def test_lists_come_first_then_articles_in_the_order_of_their_list(db: Database) -> None:
    run_id = begin(db)
    add(db, run_id, "/2", "/1", "/3")
    add(db, run_id, Link(url=f"{HOST}/list", kind="list"))
    assert lease(db, run_id) == ["/list"]
    assert lease(db, run_id) == ["/2", "/1", "/3"]


def test_articles_that_fill_a_batch_do_not_wait_for_lists(db: Database) -> None:
    run_id = begin(db)
    add(db, run_id, "/2", "/1", "/3")
    add(db, run_id, Link(url=f"{HOST}/list", kind="list"))
    assert lease(db, run_id, limit=3) == ["/list", "/2", "/1"]


def test_what_the_latest_run_found_comes_before_what_waits_for_longer(db: Database) -> None:
    old = begin(db)
    add(db, old, "/old1", "/old2")
    runs.finish(db, old, "ok", now=NOW)
    new = begin(db, at=NOW + timedelta(hours=1))
    add(db, new, "/new1", "/new2")
    assert lease(db, new, limit=3) == ["/new1", "/new2", "/old1"]
    assert lease(db, new) == ["/old2"]


def test_only_one_run_takes_an_address_and_only_once(db: Database) -> None:
    run_id = begin(db, "manual")
    add(db, run_id, "/1", "/2", "/3")
    assert lease(db, run_id) == ["/1", "/2", "/3"]
    assert lease(db, run_id) == []
    for path, outcome in (("/1", "new"), ("/2", "error"), ("/3", "gone")):
        end(db, path, outcome)
    assert lease(db, run_id, at=NOW + timedelta(days=900), sweep=True) == []


def test_other_sites_are_left_alone(db: Database) -> None:
    with writing(db):
        frontier.add(db, "chuan", [Link(url="http://c.example/")], run_id=None, now=NOW)
    assert lease(db, begin(db)) == []


def test_what_is_not_ours_waits_and_keeps_nobody_from_being_taken(db: Database) -> None:
    run_id = begin(db)
    add(db, run_id, "/1", "/old/2", "/old/3", "/4")
    fields = {"run_id": run_id, "limit": 2, "now": NOW}
    ours = frontier.lease(db, "yun", **fields, is_ours=lambda url: "/old/" not in url)
    assert [one.url for one in ours] == [f"{HOST}/1", f"{HOST}/4"]
    assert lease(db, run_id) == ["/old/2", "/old/3"]


def test_further_pages_are_not_taken_by_themselves(db: Database) -> None:
    run_id = begin(db)
    add(db, run_id, "/1")
    first = find(db, "/1")
    add(db, run_id, Link(url=f"{HOST}/1_2", part_of=first.url_id))
    assert lease(db, run_id) == ["/1"]
    assert [part.url for part in frontier.parts(db, first.url_id)] == [f"{HOST}/1_2"]


@pytest.mark.parametrize(
    ("outcome", "waits"),
    [("error", [15, 30, 60, 120]), ("blocked", [360, 720, 1440]), ("gone", [1440, 1440, 2880])],
)
def test_each_failure_makes_us_wait_longer(db: Database, outcome: str, waits: list[int]) -> None:
    add(db, None, "/1")
    at = NOW
    for minutes in waits:
        run_id = begin(db, at=at)
        assert lease(db, run_id, at=at) == ["/1"]
        end(db, "/1", outcome, at=at)
        runs.finish(db, run_id, "ok", now=at)
        early = begin(db, at=at + timedelta(seconds=1))
        assert lease(db, early, at=at + timedelta(minutes=minutes, seconds=-1)) == []
        runs.finish(db, early, "ok", now=at)
        at += timedelta(minutes=minutes)


def test_a_run_by_hand_does_not_wait_for_failures(db: Database) -> None:
    first = begin(db)
    add(db, first, "/1", "/2")
    lease(db, first)
    end(db, "/1", "error")
    end(db, "/2", "blocked")
    runs.finish(db, first, "ok", now=NOW)
    assert lease(db, begin(db, "manual", NOW + timedelta(minutes=1))) == ["/1", "/2"]


def test_a_success_ends_the_waiting(db: Database) -> None:
    add(db, None, "/1")
    for outcome in ("error", "error", "new"):
        end(db, "/1", outcome)
    row = frontier.find(db, f"{HOST}/1")
    assert (row["state"], row["attempts"]) == ("held", 0)


def hold(db: Database, *paths: str, kind: str = "article", **fields: str) -> None:
    first = begin(db, at=NOW - timedelta(days=1))
    for path in paths:
        add(db, first, Link(url=HOST + path, kind=kind, **fields), found_on="/all")
    lease(db, first)
    for path in paths:
        end(db, path, "new", at=NOW - timedelta(days=1))
    runs.finish(db, first, "ok", now=NOW)


@pytest.mark.parametrize(
    ("shown", "is_due"),
    [
        ({"title": "另一个标题"}, True),
        ({"date": "2025-08-02"}, True),
        ({"title": "青石镇举办志愿服务集市", "date": "2025-08-01"}, False),
        ({"title": "青石镇举办志愿…", "date": "08-01"}, False),  # lists cut titles and years
        ({"date": "2025/8/1"}, False),
        ({}, False),
        ({"again": True}, True),
    ],
)
def test_a_list_that_shows_a_change_makes_an_article_due(
    db: Database, shown: dict[str, object], is_due: bool
) -> None:
    hold(db, "/1", title="青石镇举办志愿服务集市", date="2025-08-01")
    run_id = begin(db)
    assert add(db, run_id, Link(url=f"{HOST}/1", **shown), found_on="/all") == 0
    assert lease(db, run_id) == (["/1"] if is_due else [])


@pytest.mark.parametrize(
    ("before", "after", "is_due"),
    [
        ("[置顶]村晚开锣", "村晚开锣", False),
        ("村晚开锣 9次阅读", "村晚开锣 128次阅读", False),
        ("村晚开锣（阅读：9）", "村晚开锣（阅读：128）", False),
        ("第9次村晚开锣", "第12次村晚开锣", True),
    ],
)
def test_a_counter_or_a_mark_in_a_link_is_no_other_title(
    db: Database, before: str, after: str, is_due: bool
) -> None:
    hold(db, "/1", title=before)
    run_id = begin(db)
    add(db, run_id, Link(url=f"{HOST}/1", title=after), found_on="/all")
    assert lease(db, run_id) == (["/1"] if is_due else [])


@pytest.mark.parametrize(("before", "is_due"), [("村晚开锣", True), ("村晚", False)])
def test_more_words_are_another_title_where_all_of_it_was_listed_before(
    db: Database, before: str, is_due: bool
) -> None:
    hold(db, "/1", title=before)
    entitled = Article(url=f"{HOST}/1", title="村晚开锣", body="开锣了。")
    with writing(db):
        save_new(db, entitled, Sighting(None, NOW), url_id=find(db, "/1").url_id, site="yun")
    run_id = begin(db)
    add(db, run_id, Link(url=f"{HOST}/1", title="村晚开锣（更正）"), found_on="/all")
    assert lease(db, run_id) == (["/1"] if is_due else [])


def test_another_list_may_word_a_headline_as_it_likes(db: Database) -> None:
    hold(db, "/1", title="青石镇举办志愿服务集市", date="2025-08-01")
    run_id = begin(db)
    loud = Link(url=f"{HOST}/1", title="头条：集市来了")
    add(db, run_id, loud, found_on="/home")
    assert lease(db, run_id) == []
    assert find(db, "/1").link_title == "青石镇举办志愿服务集市"
    add(db, run_id, loud, found_on="/all")
    assert lease(db, run_id) == ["/1"]


def test_what_is_gone_is_asked_for_when_a_list_shows_it_anew(db: Database) -> None:
    hold(db, "/1", "/2")
    run_id = begin(db)
    add(db, run_id, "/1", "/2", found_on="/all")
    add(db, run_id, "/1", found_on="/all")
    for path in ("/1", "/2"):
        end(db, path, "gone")
    add(db, run_id, "/1", found_on="/all")  # lists go on showing what is gone
    assert lease(db, run_id) == []
    add(db, run_id, "/1", "/2", found_on="/all")
    assert lease(db, run_id) == ["/2"]


@pytest.mark.parametrize(
    ("day", "is_due"),
    [
        ("2025-08-09", True), ("2025-08-09 08:30", True), ("2025-08-01 08:30", False),
        ("08-01", False), (None, False),
    ],
)  # fmt: skip
def test_what_comes_to_the_top_of_a_list_with_another_date_is_asked_for(
    db: Database, day: str | None, is_due: bool
) -> None:
    hold(db, "/1", title="村晚开锣", date="2025-08-01")  # found on a further page
    run_id = begin(db)
    add(db, run_id, "/2", found_on="/top")
    end(db, "/2", "gone")
    for _ in range(2):
        shown = Link(url=f"{HOST}/1", title="头条：村晚开锣", date=day)
        add(db, run_id, shown, "/2", found_on="/top")
        assert lease(db, run_id) == (["/1"] if is_due else [])
        is_due = False  # it is said once


@pytest.mark.parametrize("outcome", ["error", "blocked"])
def test_what_failed_is_no_sooner_asked_for_as_a_list_has_another_date_for_it(
    db: Database, outcome: str
) -> None:
    add(db, None, Link(url=f"{HOST}/1", date="2025-08-01"))
    add(db, None, "/2", found_on="/top")
    for path, met in [("/1", outcome), ("/2", "gone")]:
        end(db, path, met)
    run_id = begin(db)
    add(db, run_id, Link(url=f"{HOST}/1", date="2025-08-09"), "/2", found_on="/top")
    assert lease(db, run_id) == []


@pytest.mark.parametrize("outcome", ["gone", "error", "blocked"])
def test_what_was_lost_together_with_its_list_is_asked_for_when_that_is_back(
    db: Database, outcome: str
) -> None:
    hold(db, "/1", "/2")
    run_id = begin(db)
    add(db, run_id, "/1", "/2", found_on="/all")
    end(db, "/1", outcome)
    list_id = find(db, "/all").url_id
    for number, found in enumerate((outcome, "unchanged")):
        later = NOW + timedelta(minutes=number)
        db.execute(
            "insert into captures (url_id, fetched_at, outcome) values (?, ?, ?)",
            [list_id, stamp(later), found],
        )
    add(db, run_id, "/1", "/2", found_on="/all", now=later)
    assert lease(db, run_id, at=later) == ["/1"]


def test_a_lost_list_is_missed_while_a_page_leads_to_it(db: Database) -> None:
    run_id = begin(db)
    channels = [Link(url=f"{HOST}/{name}", kind="list") for name in ("yw", "zyfw")]
    add(db, run_id, *channels, found_on="/home")
    add(db, run_id, "/1", channels[1], found_on="/yw")
    add(db, run_id, "/2", found_on="/zyfw")
    for path, outcome in {"/home": "unchanged", "/yw": "gone", "/zyfw": "gone"}.items():
        end(db, path, outcome)
    lists = [find(db, path).url_id for path in ("/yw", "/zyfw")]
    assert [is_missed(db, one) for one in lists] == [True, True]
    add(db, run_id, channels[0], found_on="/home")
    end(db, "/home", "unchanged")
    later = NOW + timedelta(days=9)
    assert lease(db, begin(db, at=later), at=later) == ["/yw", "/zyfw"]  # at once
    assert [is_missed(db, one) for one in lists] == [True, False]


def test_who_wants_some_articles_soon_reads_one_list_at_a_time(db: Database) -> None:
    run_id = begin(db)
    add(db, run_id, *(Link(url=f"{HOST}/list/{n}", kind="list") for n in range(3)))

    def soon() -> list[str]:
        leased = frontier.lease(db, "yun", run_id=run_id, limit=10, now=NOW, articles_first=True)
        return [one.url.removeprefix(HOST) for one in leased]

    assert soon() == ["/list/0"]
    add(db, run_id, "/1", "/2")
    assert soon() == ["/1", "/2"]
    assert soon() == ["/list/1"]


def test_a_list_that_was_not_followed_to_its_end_is_read_by_the_next_run(db: Database) -> None:
    run_id = begin(db)
    add(db, run_id, Link(url=f"{HOST}/list", kind="list"))
    lease(db, run_id)
    end(db, "/list", "unchanged")
    frontier.put_back(db, [f"{HOST}/list"], now=NOW)
    assert lease(db, run_id) == []
    later = NOW + timedelta(minutes=1)
    assert lease(db, begin(db, at=later), at=later) == ["/list"]


def test_a_page_that_seemed_to_be_no_list_is_read_by_the_next_run_once_it_is_one(
    db: Database,
) -> None:
    run_id = begin(db)
    add(db, run_id, Link(url=f"{HOST}/list", kind="list"), "/1")
    lease(db, run_id)
    for path in ("/list", "/1"):
        leased = find(db, path)
        visit = Visit(url_id=leased.url_id, kind=leased.kind, fetched_at=NOW, outcome="unchanged")
        visited.ignore(db, leased.url_id, visit)
    frontier.put_back(db, [f"{HOST}/list", f"{HOST}/1"], now=NOW)
    later = NOW + timedelta(minutes=1)
    assert lease(db, begin(db, at=later), at=later) == ["/list"]


def test_a_held_list_is_asked_again_only_if_somebody_asks(db: Database) -> None:
    hold(db, "/list", kind="list")
    run_id = begin(db)
    assert lease(db, run_id, at=NOW + timedelta(days=99)) == []
    add(db, run_id, Link(url=f"{HOST}/list", kind="list", again=True))
    assert lease(db, run_id) == ["/list"]


def test_a_sweep_takes_everything_held_the_longest_unseen_first(db: Database) -> None:
    hold(db, "/1", "/2")
    hold_list = begin(db, "manual")
    add(db, hold_list, Link(url=f"{HOST}/list", kind="list"))
    end(db, "/list", "new")
    end(db, "/1", "unchanged")
    runs.finish(db, hold_list, "ok", now=NOW)
    run_id = begin(db, "sweep", NOW + timedelta(hours=1))
    assert lease(db, run_id, sweep=True) == ["/list"]
    assert lease(db, run_id, sweep=True) == ["/2", "/1"]


@pytest.mark.parametrize(("age", "days"), [(0, 1), (5, 3), (20, 10), (200, 60), (900, 180)])
def test_old_articles_are_looked_at_less_often(db: Database, age: int, days: int) -> None:
    add(db, None, "/1")
    leased = find(db, "/1")
    visit = Visit(url_id=leased.url_id, kind="article", fetched_at=NOW, outcome="new")
    with writing(db):
        visited.complete(db, leased.url_id, visit, published=(NOW - timedelta(days=age)).date())
    due = datetime.fromisoformat(frontier.find(db, f"{HOST}/1")["next_check_at"])
    assert due - NOW == timedelta(days=days)


@pytest.mark.parametrize("published", [None, (NOW + timedelta(days=9999)).date()])
@pytest.mark.parametrize(("known", "days"), [(0, 3), (5, 3), (20, 10), (200, 60), (900, 180)])
def test_what_has_no_day_or_one_to_come_is_as_old_as_we_know_it(
    db: Database, published: date | None, known: int, days: int
) -> None:
    add(db, None, "/1", now=NOW - timedelta(days=known))
    leased = find(db, "/1")
    visit = Visit(url_id=leased.url_id, kind="article", fetched_at=NOW, outcome="unchanged")
    with writing(db):
        visited.complete(db, leased.url_id, visit, published=published)
    due = datetime.fromisoformat(frontier.find(db, f"{HOST}/1")["next_check_at"])
    assert due - NOW == timedelta(days=days)


def test_a_304_keeps_the_validators(db: Database) -> None:
    add(db, None, "/1")
    leased = find(db, "/1")
    visit = Visit(
        url_id=leased.url_id, kind="article", fetched_at=NOW, outcome="new", etag='"1"', sha256="5"
    )
    with writing(db):
        visited.complete(db, leased.url_id, visit)
        unmodified = replace(visit, outcome="not_modified", etag=None, sha256=None)
        visited.complete(db, leased.url_id, unmodified)
    assert (find(db, "/1").etag, find(db, "/1").sha256) == ('"1"', "5")


def test_a_lease_from_a_large_frontier_reads_no_more_than_it_takes(db: Database) -> None:
    run_id = begin(db)
    with writing(db):
        links = [Link(url=f"{HOST}/{n}") for n in range(3000)]
        frontier.add(db, "yun", links, run_id=run_id, now=NOW)
    for _, select in frontier._selects(eager=True, sweep=True, articles_first=True):
        facts = {"site": "yun", "now": NOW.isoformat(), "run": run_id}
        plan = " ".join(row[3] for row in db.execute(f"explain query plan {select}", facts))
        assert "USING" in plan
        assert "TEMP B-TREE" not in plan


def test_what_was_read_as_an_article_is_one_while_it_fails(db: Database) -> None:
    run_id = begin(db)
    add(db, run_id, "/1", "/2")
    lease(db, run_id)
    read = Visit(url_id=1, kind="article", fetched_at=NOW, outcome="new", sha256="ab")
    with writing(db):
        visited.complete(db, 1, read)
        for url_id in (1, 2):
            visited.fail(db, url_id, replace(read, url_id=url_id, outcome="error"))
    assert list(judged(db, "yun")) == [(f"{HOST}/1", "article")]


def test_what_is_asked_of_a_large_frontier_for_a_page_is_found_by_an_index(db: Database) -> None:
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    list_with(db, "yun", "ab", besides=1)
    dict(judged(db, "yun"))
    db.conn.set_trace_callback(None)
    for select in asked:
        if "'ignored'" not in select:
            plan = " ".join(row[3] for row in db.execute(f"explain query plan {select}"))
            assert "SCAN" not in plan, select


def test_what_one_address_alone_goes_on_to_show_is_no_notice(db: Database) -> None:
    add(db, None, "/1", "/2", "/3")
    first, second = begin(db), begin(db, at=NOW + timedelta(days=1))
    with writing(db):
        for url_id, reason in ((1, "a"), (2, "b"), (3, "b")):
            _note(db, url_id, first, reason)
        assert is_shown_again(db, 1, "a")
        assert not is_shown_again(db, 1, "b")
        assert not is_shown_again(db, 2, "b")  # another one showed the same
        _note(db, 2, second, "b")
    assert is_shown_again(db, 2, "b")


def _note(db: Database, url_id: int, run_id: int, reason: str) -> None:
    db.execute(
        "insert into captures (url_id, run_id, fetched_at, outcome, reason) "
        "values (?, ?, ?, 'error', ?)",
        [url_id, run_id, stamp(NOW), reason],
    )
