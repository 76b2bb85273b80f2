"""What one visit asks must not cost more the more an archive holds."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import pytest

from storage import frontier, runs, sites
from storage.database import Database, open_archive, writing
from storage.home import Home
from storage.saving import Saver
from storage.standing import is_missed
from storage.suppress import suppress
from storage.values.visit import Link
from storage.warc.replay import write_replay_rules

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
FIRST, PART = "http://yun.example/1.html", "http://yun.example/1_1.html"


def archive_of(home: Home, captures: int) -> tuple[Database, int, int]:
    """Return an archive with an article of two pages among many of one run, its id, the run's."""
    db = open_archive(home)
    sites.save_sites(db, [sites.SiteFacts(id="yun")])
    run_id = runs.begin(db, "yun", "fresh", planned_at=NOW, now=NOW)
    others = [Link(url=f"http://yun.example/other/{n}.html") for n in range(captures)]
    with writing(db):
        frontier.add(db, "yun", [Link(url=FIRST)], run_id=run_id, now=NOW)
        url_id = frontier.find(db, FIRST)["id"]
        parts = [Link(url=PART, part_of=url_id)]
        frontier.add(db, "yun", [*parts, *others], run_id=run_id, now=NOW)
        db.execute(
            "insert into captures (url_id, run_id, fetched_at, outcome) "
            "select id, ?, '2026-03-02T08:00:00+00:00', 'unchanged' from urls",
            [run_id],
        )
    return db, url_id, run_id


def steps(db: Database, ask: Callable[[], object]) -> int:
    """Return how many tens of SQLite's instructions a question takes."""
    taken = []
    db.conn.set_progress_handler(lambda: taken.append(1), 10)
    ask()
    db.conn.set_progress_handler(None, 10)
    return len(taken)


@pytest.mark.parametrize("what", ["which parts were read", "which parts are new"])
def test_the_parts_of_an_article_are_found_among_any_number_of_captures(
    tmp_path_factory: pytest.TempPathFactory, what: str
) -> None:
    def cost(captures: int) -> int:
        home = Home(tmp_path_factory.mktemp("home"))
        db, url_id, run_id = archive_of(home, captures)
        with closing(db):
            assert [part.url for part in frontier.parts_read(db, url_id)] == [PART]
            saver = Saver(db, home, "yun", run_id)
            assert not saver._has_new_parts(url_id)
            if what == "which parts were read":
                return steps(db, lambda: frontier.parts_read(db, url_id))
            return steps(db, lambda: saver._has_new_parts(url_id))

    assert cost(2000) <= cost(20) + 5


def test_whether_a_lost_list_is_missed_is_found_among_any_number_of_articles(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def cost(articles: int) -> int:
        home = Home(tmp_path_factory.mktemp("home"))
        db, url_id, run_id = archive_of(home, 0)
        others = [Link(url=f"http://yun.example/other/{n}.html") for n in range(articles)]
        with closing(db):
            with writing(db):
                db.execute("update urls set kind = 'list' where id = ?", [url_id])
                shown_by = (url_id, FIRST)
                frontier.add(db, "yun", others, run_id=run_id, now=NOW, found_on=shown_by)
            assert not is_missed(db, url_id)
            return steps(db, lambda: is_missed(db, url_id))

    assert cost(2000) <= cost(20) + 5


def test_what_replay_leaves_out_is_found_among_any_number_of_captures(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def cost(captures: int) -> int:
        home = Home(tmp_path_factory.mktemp("home"))
        db, _, _ = archive_of(home, captures)
        with closing(db):
            db.execute(
                "update captures set warc_file = 'a.warc.gz', warc_offset = id, warc_length = 1"
            )
            suppress(db, home, FIRST, reason="个人请求", by="馆长", now=NOW)
            return steps(db, lambda: write_replay_rules(db, home))

    assert cost(2000) <= cost(20) + 5
