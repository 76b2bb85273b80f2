"""The commands that keep an archive and explain it, on a crawled demo site."""

import io
import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from storage.care.backup import backup
from storage.database import open_archive, open_read_only
from storage.home import Home
from tests.conftest import Crawled, copied
from wenming.cli.main import main


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture(scope="module")
def backed_up(first_crawl: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demo site after two crawls, to restore from in each test."""
    folder = tmp_path_factory.mktemp("kept")
    with copied(first_crawl, folder / "home") as crawled:
        crawled.site.change()
        crawled.again(sweep=True)
    backup(crawled.home, folder / "backup", now=datetime.now(UTC))
    return folder / "backup"


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> Said:
        monkeypatch.setattr(
            sys, "argv", ["wenming", "--home", str(home.root), *map(str, arguments)]
        )
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, said.out, said.err)

    return run


@pytest.fixture
def restored(run: Run, backed_up: Path, home: Home) -> Home:
    said = run("restore", backed_up)
    assert (said.code, said.out.strip()) == (0, str(home.database))
    return home


def changed_url(home: Home) -> str:
    with closing(open_read_only(home)) as db:
        (url,) = db.execute("select url from articles where version = 2").fetchone()
        return str(url)


def test_a_restored_archive_is_whole(run: Run, restored: Home) -> None:
    said = run("verify")
    assert (said.code, said.out) == (0, "")
    assert "whole" in said.err
    assert run("verify", "--json").rows == []


def test_damage_ends_with_exit_code_9(run: Run, restored: Home) -> None:
    file = min(restored.warc.iterdir())
    file.write_bytes(file.read_bytes()[:-1])
    said = run("verify")
    assert said.code == 9
    assert f"{file.name}: is not as it was closed" in said.out
    assert {"check", "where", "what"} == run("verify", "--json").rows[0].keys()


def test_a_backup_prints_its_database(run: Run, restored: Home, tmp_path: Path) -> None:
    assert len(run("backup", "--to", tmp_path / "b", "--dry-run").out.split()) == 2
    said = run("backup", "--to", tmp_path / "b")
    assert Path(said.out.strip()).exists()
    assert "2 WARC files copied" in said.err
    assert run("backup", "--to", tmp_path / "b", "--dry-run").out == ""


@pytest.mark.parametrize("place", ["/proc/b", "/proc/none/b"])
def test_a_backup_to_an_impossible_place_names_it(run: Run, restored: Home, place: str) -> None:
    said = run("backup", "--to", place)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"Error: {place} cannot be written: ")


def test_restoring_over_an_archive_is_refused(run: Run, restored: Home, backed_up: Path) -> None:
    said = run("restore", backed_up)
    assert (said.code, said.out) == (1, "")
    assert "never overwrites" in said.err


def test_a_rehearsed_restore_makes_nothing(run: Run, backed_up: Path, home: Home) -> None:
    said = run("restore", backed_up, "--dry-run")
    assert "2 WARC files would be restored" in said.out
    assert not home.database.exists()


def test_an_older_copy_is_named_as_it_is_in_the_backup(run: Run, backed_up: Path) -> None:
    (copy,) = backed_up.glob("archive-*.db")
    for named in (copy.name, copy):
        said = run("restore", backed_up, "--database", named, "--dry-run")
        assert (said.code, said.out.split()[0]) == (0, str(copy))
    assert run("restore", backed_up, "--database", "archive-1.db").code == 2


def test_the_doctor_finds_no_failure(run: Run, restored: Home) -> None:
    rows = run("doctor", "--json").rows
    assert {row["verdict"] for row in rows} <= {"ok", "warning"}
    assert "SQLite" in run("doctor").out


def test_the_doctor_misses_whom_sites_may_write_to(
    run: Run, restored: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no site is told whom to write to" in run("doctor").out
    monkeypatch.setenv("WENMING_CONTACT", "archive@example.org")
    assert "sites are told to write to archive@example.org" in run("doctor").out


@pytest.mark.parametrize(
    ("table", "code", "told"),
    [
        ("[schedule]\nat_onec = 4", 1, "failure  configuration: wenming.toml: [schedule]: unknown"),
        ('[schedule]\nmetrics = "all"', 1, "[schedule] metrics is [HOST:]PORT, not 'all'"),
        ("[[alerts.channels]]\nname = '值班群'", 1, "[[alerts.channels]] needs a url"),
        ("[schedule.sites.hubie]\ndaily = 2", 0, "names sites that nobody knows: hubie"),
        ("[schedule.sites.demo]\ndaily = 2", 0, "ok       configuration: 0 alert channels"),
    ],
)
def test_the_doctor_reads_what_the_scheduler_will(
    run: Run, restored: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, table: str,
    code: int, told: str,
) -> None:  # fmt: skip
    (tmp_path / "wenming.toml").write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = run("doctor")
    assert said.code == code
    assert told in said.out


def test_a_visit_is_explained(run: Run, restored: Home) -> None:
    url = changed_url(restored)
    said = run("explain", url)
    assert "run 1  status 200, new, version 1 (first)" in said.out
    assert "run 2  status 200, changed, version 2" in said.out
    assert "next: asked again after" in said.out
    (facts,) = run("explain", url, "--json").rows
    assert facts["known"]
    assert [visit["outcome"] for visit in facts["visits"]] == ["new", "changed"]
    assert facts["discovered"]["run"] == 1


def test_what_was_taken_down_is_explained(run: Run, restored: Home) -> None:
    with closing(open_archive(restored)) as db, db.conn:
        (url,) = db.execute("select url from urls where state = 'gone'").fetchone()
        db.execute(
            "update articles set state = 'withdrawn', withdrawn_at = ? where url = ?",
            ["2026-03-08T01:00:00.000+00:00", url],
        )
    said = run("explain", url).out.splitlines()
    assert said[1] == "article of demo, gone, withdrawn since 2026-03-08T01:00:00.000+00:00"
    assert said[-2].endswith("  on no list of a sweep any more")


def test_an_unknown_address_is_explained_as_such(run: Run, restored: Home) -> None:
    assert run("explain", "http://a.example/x").out.endswith("unknown: no list showed it yet\n")


def test_what_is_suppressed_is_gone_until_it_is_lifted(run: Run, restored: Home) -> None:
    url = changed_url(restored)
    assert run("suppress", url).code == 2
    assert run("suppress", url, "--dry-run").out == run("explain", url).out
    assert run("show", url).code == 0
    assert run("suppress", url, "--reason", "法院裁定", "--by", "馆长").code == 0
    assert run("show", url).code == 1
    (stone,) = run("suppress", "--list", "--json").rows
    assert (stone["reason"], stone["suppressed_by"]) == ("法院裁定", "馆长")
    assert f"no article {url}" in (said := run("show", url)).err
    assert "`wenming explain" in said.err
    assert "explain" not in run("show", "http://yun.example/nowhere").err
    assert run("suppress", url, "--reason", "作者要求", "--list").code == 2
    assert run("suppress", url, "--lift").code == 0
    assert run("show", url).code == 0
    assert run("suppress", url, "--lift").code == 1


def test_who_suppresses_a_list_is_told_what_that_means(run: Run, restored: Home) -> None:
    with closing(open_read_only(restored)) as db:
        (url,) = db.execute("select url from urls where kind = 'list' limit 1").fetchone()
    assert "it is a list" in run("suppress", url, "--reason", "误写").err
    assert "it is a list" not in run("suppress", changed_url(restored), "--reason", "误写").err


def test_an_article_is_suppressed_and_explained_by_its_id(run: Run, restored: Home) -> None:
    url = changed_url(restored)
    (row,) = run("show", url, "--json").rows
    assert run("suppress", row["id"], "--reason", "法院裁定", "--by", "馆长").code == 0
    again = run("suppress", row["id"], "--reason", "作者要求")
    assert "as it was already: " in again.err
    assert "by 馆长: 法院裁定" in again.err
    said = run("explain", row["id"])
    assert said.out.startswith(url)
    assert "法院裁定" in said.out
    assert "作者要求" in said.out
    assert {stone["article_id"] for stone in run("suppress", "--list", "--json").rows} == {
        row["id"]
    }
    assert run("suppress", row["id"], "--lift", "--by", "法务", "--reason", "申诉成立").code == 0
    assert run("show", row["id"]).code == 0
    assert run("explain", row["id"]).out.count(" by 法务: 申诉成立") == 2
    assert run("explain", "999").code == run("runs", "show", "999").code == 1


def test_an_article_says_where_its_page_is(run: Run, restored: Home) -> None:
    from storage.warc.records import Place, read_record

    url = changed_url(restored)
    (row,) = run("show", url, "--json").rows
    capture = row["capture"]
    place = Place(capture["warc_file"], capture["warc_offset"], capture["warc_length"])
    record = read_record(restored.warc, place)
    assert (record.kind, record.url) == ("response", url)
    said = run("show", url).out
    assert f"channel {row['channel']}" in said
    assert f"{place.file} at byte {place.offset}" in said


def test_one_is_counted_in_the_singular(run: Run, restored: Home, tmp_path: Path) -> None:
    run("backup", "--to", tmp_path / "b")
    (tmp_path / "b" / "warc" / min(restored.warc.iterdir()).name).unlink()
    assert "1 WARC file copied" in run("backup", "--to", tmp_path / "b").err
    min(restored.warc.iterdir()).unlink()
    assert " captures" in run("verify").out


def test_what_is_erased_is_gone_for_good(run: Run, restored: Home) -> None:
    url = changed_url(restored)
    said = run("suppress", url, "--reason", "法院裁定", "--erase", "--yes")
    assert "2 raw pages are erased" in said.err
    assert run("verify").code == 0
    assert "shown again, empty until a run fetches it anew" in run("suppress", url, "--lift").err
    assert "(no text: erased, not yet fetched anew)" in run("show", url).out


@pytest.mark.parametrize("answer", ["n\n", ""], ids=["no", "none"])
def test_erasing_asks_first(
    run: Run, restored: Home, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    url = changed_url(restored)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    said = run("suppress", url, "--reason", "法院裁定", "--erase")
    assert said.code == 1
    assert said.err.endswith("Error: nothing was erased, nor suppressed; --yes does not ask\n")
    assert run("show", url).code == 0


def test_rereading_with_the_same_rules_changes_nothing(run: Run, restored: Home) -> None:
    with closing(open_read_only(restored)) as db:
        (articles,) = db.execute("select count(*) from articles").fetchone()
    (report,) = run("reread", "--dry-run", "--json").rows
    assert (report["read"], report["unchanged"]) == (articles, articles)
    assert (report["gained"], report["lost"], report["altered"]) == ({}, {}, {})
    assert f"{articles} articles read: 0 got a new version" in run("reread").out
    assert run("verify").code == 0


def test_withdrawn_articles_are_listed_by_month_and_province(run: Run, restored: Home) -> None:
    with closing(open_archive(restored)) as db:
        db.execute(
            "update articles set state = 'withdrawn', withdrawn_at = '2026-03-02' where id = 3"
        )
    (row,) = run("withdrawn", "--json").rows
    assert (row["id"], row["month"], row["region"]) == (3, "2026-03", "云川省")
    for month in ("2026-03", "2026年3月"):
        assert run("withdrawn", "--region", "云川", "--month", month, "--json").rows == [row]
    assert run("withdrawn", "--month", "2026-04", "--json").rows == []


@pytest.mark.parametrize("verb", ["verify", "backup", "reread", "withdrawn"])
def test_where_there_is_no_archive_none_is_made(run: Run, home: Home, verb: str) -> None:
    said = run(verb)
    assert said.code == 1
    assert "no archive at" in said.err
    assert not home.database.exists()


@pytest.mark.parametrize("options", [(), ("--dry-run", "--json")])
def test_rereading_says_that_pages_are_lost(
    run: Run, restored: Home, options: tuple[str, ...]
) -> None:
    max(restored.warc.iterdir(), key=lambda path: path.stat().st_size).unlink()
    said = run("reread", *options)
    assert said.code == 9
    assert "`wenming verify` names what is lost" in said.err
