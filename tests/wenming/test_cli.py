"""The command line as a person meets it."""

import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from crawler.catalogue import spider_loader
from crawler.demo.server import Demo
from crawler.listing import ListingSpider
from crawler.scope import host_of
from crawler.spiders.demo import DemoSpider
from storage.database import open_archive, writing
from storage.errors import ArchiveUnwritable
from storage.frontier import add
from storage.home import Home
from storage.runs import site_lock
from storage.sites import SiteFacts, save_sites
from tests.conftest import SHARED, Crawled
from wenming.cli.main import VERBS, cli, main


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["wenming", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, said.out, said.err)

    return run


def test_help_names_every_verb(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    assert all(f"\n  {verb} " in said.out for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(run: Run, verb: str) -> None:
    said = run(verb, "--help")
    assert said.code == 0
    assert "Usage: wenming" in said.out


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield from _commands(inner, f"{path} {name}")


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*pair, id=pair[0]) for pair in _commands(cli, "wenming")]
)
def test_every_command_and_every_option_says_what_it_is_for(
    path: str, command: click.Command
) -> None:
    assert (command.help or "").split("\n\n")[0].endswith("."), path
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [option.name for option in options if not option.help] == []
    if isinstance(command, click.Group) and path != "wenming":
        for inner in command.commands.values():
            assert not inner.get_short_help_str(72).endswith("..."), inner.name


def test_a_search_and_the_scheduler_load_no_library_without_need(run: Run, home: Home) -> None:
    open_archive(home).close()
    code = (
        "import sys; from wenming.cli.main import cli; "
        f"cli(['--home', {str(home.root)!r}, 'search', '文明'], standalone_mode=False); "
        "import scheduler.clock, scheduler.daemon, scheduler.service; "
        "print({'scrapy', 'twisted', 'datasette', 'numpy'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_help_costs_little_more_than_python_and_click() -> None:
    def cpu(*arguments: str) -> float:
        def once() -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

        return min(once() for _ in range(5))

    assert cpu("-m", "wenming", "--help") < cpu("-c", "import click") + 0.06


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["fetch"], 2, "No such command"),
        (["serch", "文明"], 2, "No such command 'serch'. Did you mean search or serve?"),
        (["crawl"], 2, "name sites"),
        (["crawl", "nowhere"], 2, "unknown site 'nowhere'"),
        (["crawl", "hubie"], 2, "did you mean hubei"),
        (["crawl", "--url", "ftp://a.example/"], 2, "ftp://a.example/"),
        (["crawl", "--url", "http://me:secret@a.example/"], 2, "logs in nowhere"),
        (["crawl", "--url", "http://a.example:99999/"], 2, "Port out of range"),
        (["crawl", "--url", "http://a.example/", "--name", "../up"], 2, "../up"),
        (["crawl", "hubei", "--name", "x"], 2, "--name is for a site of --url"),
        (["crawl", "--url", "http://a.example/", "--name", "hubei"], 2, "a spider of its own"),
        (["new-site", "Bad-Name", "http://a.example/"], 2, "no name of a module"),
        (["new-site", "hubei", "http://a.example/"], 1, "hubei.py is there already"),
        (["new-site", "example", "ftp://a.example/"], 2, "ftp://a.example/"),
        (["rehearse", "hubie"], 2, "did you mean hubei"),
        (["export", "a.csv", "--since-last", "../up"], 2, "../up"),
        (["export", "a.xlsx"], 2, ".jsonl"),
        (["sites", "pause", "nowhere"], 2, "unknown site"),
        (["search", "文明"], 1, "no archive"),
        (["status"], 1, "no archive"),
        (["show", "1"], 1, "no archive"),
        (["read", "missing.html"], 2, "missing.html"),
        (["--home", "/dev/null/x", "crawl", "hubei"], 3, "/dev/null"),
        (["--home", "", "status"], 2, "it is empty"),
        (["sites", "pause"], 2, "name sites, or --all"),
    ],
)
def test_bad_input_gets_one_line_and_its_exit_code(
    run: Run, arguments: list[str], code: int, word: str
) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (code, "")
    assert word in said.err
    assert said.err.startswith("Error: ")
    assert said.err.count("\n") == 1


def test_an_archive_whose_making_was_killed_is_taken_for_none(run: Run, home: Home) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        db.execute("pragma journal_mode = wal")
    assert run("--home", home.root, "search", "文明").err.startswith("Error: no archive")
    begun = run("--home", home.root, "crawl", "--url", "http://a.example/", "--dry-run")
    assert (begun.code, begun.err) == (0, "")
    assert run("--home", home.root, "status").code == 0


def test_a_foreign_file_is_refused_and_left_alone(run: Run, home: Home) -> None:
    home.database.write_text("这不是数据库，只是一段文字。" * 20, encoding="utf-8")
    before = home.database.read_bytes()
    for arguments in (["crawl", "hubei"], ["search", "文明"], ["runs"]):
        said = run("--home", home.root, *arguments)
        assert said.code == 9
        assert "no SQLite database" in said.err
    assert home.database.read_bytes() == before


def test_a_damaged_database_has_its_exit_code(run: Run, home: Home) -> None:
    run("--home", home.root, "sites")
    whole = home.database.read_bytes()
    home.database.write_bytes(whole[: 3 * 8192] + bytes(len(whole) - 3 * 8192))
    for arguments in (["status"], ["sites"], ["runs"]):
        said = run("--home", home.root, *arguments)
        assert said.code == 9, arguments
        assert "malformed" in said.err


LIST = "".join(
    f'<li><a href="/wmcj/{number}.html">文明实践活动第{number}场</a> 2025-08-0{number}</li>'
    for number in range(1, 9)
)


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        ("", "empty", "no text"),
        (f"<ul>{LIST}</ul>", "list", "8 links"),
        ("<p>访问过于频繁，请完成安全验证</p>", "blocked", "访问过于频繁"),
    ],
)
def test_a_page_that_is_no_article_says_what_it_is_and_why(
    run: Run, tmp_path: Path, body: str, kind: str, why: str
) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    said = run("read", page)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"Error: {page}: no article but {kind}: ")
    assert why in said.err


@pytest.mark.parametrize("verb", ["sites", "doctor"])
def test_whoever_reads_no_further_makes_no_error(home: Home, verb: str) -> None:
    open_archive(home).close()
    command = (
        f"{sys.executable} -m wenming --home {home.root} {verb} | true; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_runs_without_the_standard_streams(home: Home, closed: str) -> None:
    open_archive(home).close()
    command = f"{sys.executable} -m wenming --home {home.root} runs {closed}"
    assert subprocess.run(command, shell=True, check=False).returncode == 0


def test_a_setting_that_nobody_knows_is_a_configuration_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wenming.toml").write_text('hoome = "x"\n')
    said = run("sites")
    assert said.code == 3
    assert "hoome" in said.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("DOWNLOAD_DELAY", "soon"), ("ALLOW_PRIVATE", "home"), ("DOWNLOAD_DELAY", "-1")],
)
def test_a_value_that_makes_no_sense_is_a_configuration_error(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"WENMING_{name}", value)
    said = run("sites")
    assert said.code == 3
    assert f"WENMING_{name}" in said.err
    assert value in said.err


def test_the_command_line_beats_the_environment_beats_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wenming.toml").write_text('home = "by-file"\n')
    assert "by-file" in run("search", "文明").err
    monkeypatch.setenv("WENMING_HOME", "by-environment")
    assert "by-environment" in run("search", "文明").err
    assert "by-option" in run("--home", "by-option", "search", "文明").err


def test_sites_are_listed_paused_and_resumed(run: Run) -> None:
    def state() -> str:
        rows = json.loads(run("sites", "--json").out)
        return next(row["state"] for row in rows if row["id"] == "hubei")

    assert state() == "active"
    assert run("sites", "pause", "hubei", "--note", "搬迁中").code == 0
    assert state() == "paused"
    run("sites", "resume", "hubei")
    assert state() == "active"


@pytest.mark.parametrize("verb", ["pause", "remove"])
def test_who_stops_a_site_that_is_being_crawled_is_told(run: Run, home: Home, verb: str) -> None:
    assert "crawled now" not in run("--home", home.root, "sites", verb, "hubei").err
    with site_lock(home, "hubei"):
        assert "crawled now" in run("--home", home.root, "sites", verb, "hubei").err


@pytest.mark.parametrize(
    "arguments",
    [
        ["crawl", "hubei"],
        ["crawl", "--all"],
        ["crawl", "--url", "http://a.example/"],
        ["schedule"],
        ["sites", "pause", "--all"],
        ["sites", "pause", "hubei"],
    ],
    ids=" ".join,
)
def test_a_dry_run_makes_no_archive_and_says_that_there_is_none(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    said = run("--home", "mistyped", *arguments, "--dry-run")
    assert said.code == 0
    assert said.err.startswith("no archive at mistyped/archive.db yet: this would make one\n")
    assert said.out or "hubei would be paused" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["crawl", "hubie"], ["sites", "pause", "hubie"]])
def test_the_name_of_no_site_makes_no_archive(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    said = run(*arguments)
    assert said.code == 2
    assert "did you mean hubei" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["warc", "logs", "locks"])
def test_a_file_in_the_place_of_a_folder_is_named_before_anything_is_asked(
    run: Run, home: Home, folder: str
) -> None:
    place = home.root / folder
    place.rmdir()
    place.touch()
    said = run("--home", home.root, "crawl", "--url", "http://127.0.0.1:9/")
    assert (said.code, said.err) == (3, f"Error: {place} is in the place of a folder\n")
    told = run("--home", home.root, "doctor").out
    assert f"failure  permissions: {place} is in the place of a folder – move it away\n" in told


def test_sites_may_be_paused_before_there_is_an_archive(run: Run) -> None:
    assert run("sites", "pause", "hubei").code == 0
    (row,) = (one for one in json.loads(run("sites", "--json").out) if one["id"] == "hubei")
    assert row["state"] == "paused"


def test_who_lists_the_sites_where_no_archive_was_is_told_that_one_begins(run: Run) -> None:
    assert run("--home", "mistyped", "sites").err == "a new archive begins in mistyped\n"
    assert run("--home", "mistyped", "sites").err == ""


def test_a_dry_run_changes_no_site(run: Run) -> None:
    before = run("sites", "--json").out
    for verb, state in {"pause": "paused", "remove": "removed", "resume": "active"}.items():
        assert run("sites", verb, "hubei", "--dry-run").err == f"hubei would be {state}\n"
    assert run("sites", "--json").out == before


def test_a_dry_run_of_a_crawl_says_where_it_would_begin_and_asks_nobody(
    run: Run, crawled_demo: Crawled, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, home, _ = crawled_demo
    runs = run("--home", home.root, "runs", "--json").out
    monkeypatch.setattr(DemoSpider, "allowed_domains", [host_of(site.url)])

    def plan(*more: str) -> dict[str, object]:
        said = run("--home", home.root, "crawl", "demo", "--dry-run", "--json", *more)
        assert said.code == 0
        (found,) = json.loads(said.out)
        return dict(found)

    fresh, sweep = plan(), plan("--sweep")
    assert (fresh["site"], fresh["articles"]) == ("demo", 0)
    assert fresh["seeds"]
    assert sweep["articles"] >= 61
    assert run("--home", home.root, "runs", "--json").out == runs
    assert site.requests == []


def test_all_sites_are_paused_and_resumed(run: Run) -> None:
    def states() -> set[str]:
        rows = json.loads(run("sites", "--json").out)
        return {row["state"] for row in rows} - {"unknown address"}

    run("sites", "remove", "henan")
    assert run("sites", "pause", "--all", "--note", "搬迁中").code == 0
    assert states() == {"paused"}
    for verb in (["sites", "pause"], ["crawl", "--dry-run"]):
        assert run(*verb, "--all").err == "no site is active\n"
    assert run("sites", "resume", "--all").code == 0
    assert states() == {"active"}
    assert "henan" not in run("sites", "--json").out
    assert run("sites", "resume", "--all", "hubei").code == 2


def test_several_sites_are_paused_at_once_or_none(run: Run) -> None:
    def paused() -> set[str]:
        rows = json.loads(run("sites", "--json").out)
        return {row["id"] for row in rows if row["state"] == "paused"}

    said = run("sites", "pause", "hubei", "hubie", "--note", "搬迁中")
    assert (said.code, paused()) == (2, set())
    assert "did you mean hubei" in said.err
    assert run("sites", "pause", "hubei", "henan", "--note", "搬迁中").code == 0
    assert paused() == {"hubei", "henan"}
    assert run("sites", "resume", "hubei", "henan").code == 0
    assert not paused()


def test_the_sites_of_an_archive_that_may_only_be_read_are_listed(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("sites", "pause", "hubei")

    def refuse(home: Home) -> None:
        raise ArchiveUnwritable("attempt to write a readonly database")

    monkeypatch.setattr("wenming.known.open_archive", refuse)  # root may write everywhere
    said = run("sites", "--json")
    assert said.code == 0
    assert {row["id"]: row["state"] for row in json.loads(said.out)}["hubei"] == "paused"
    assert run("sites", "resume", "hubei").code == 3


def test_a_spider_whose_list_belongs_to_another_site_says_so(run: Run, tmp_path: Path) -> None:
    lists = spider_loader().load("hubei")().seeds()
    with closing(open_archive(Home(tmp_path / "data"))) as db:
        save_sites(db, [SiteFacts(id="mine", home_url=lists[0].url, origin="address")])
        with writing(db):
            add(db, "mine", lists, run_id=None, now=datetime.now(UTC))
    said = run("crawl", "hubei")
    assert said.code == 2
    assert f"{lists[0].url} belongs to the site 'mine' already" in said.err


def test_a_crawl_that_is_told_to_end_before_it_begins_is_interrupted(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        assert signal.getsignal(signal.SIGTERM) != signal.SIG_DFL
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("wenming.cli.crawl._by_address", end)
    assert run("crawl", "--url", "http://a.example/").code == 10


@pytest.mark.parametrize(("arguments", "code"), [(["--once"], 10), ([], 0)])
def test_a_scheduler_that_is_told_to_end_before_it_begins_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    def end(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("wenming.cli.schedule._know_sites", end)
    assert run("schedule", *arguments).code == code


def test_who_may_not_ask_a_private_address_is_told_how_to(run: Run) -> None:
    said = run("crawl", "--url", "http://127.0.0.1:9/")
    assert said.code == 6
    assert "a private address is refused: 127.0.0.1" in said.err
    assert "--allow-private names those that are not" in said.err


def test_demo_crawls_shows_and_ends(run: Run, tmp_path: Path) -> None:
    said = run("demo")
    assert said.code == 0
    assert "志愿服务" in said.out
    assert "61 new, 0 changed, 0 errors" in said.err
    assert "0 new, 1 changed, 0 errors" in said.err
    for line in said.out.splitlines()[-4:]:
        arguments = line.split(" --home ", 1)[1].split()
        tried = run("--home", *arguments)
        assert tried.code == 0
        assert tried.out
    assert "substantive" in tried.out  # the last shows what the site corrected
    before, after = [line for line in tried.out.splitlines() if "报送截止时间" in line][-2:]
    assert "2025年6月30日" in before
    assert "2025年7月31日" in after
    again = run("demo")
    assert again.code == 0
    assert "0 new, 0 changed, 0 errors" in again.err
    assert again.err.count("demo: ok") == 1


def test_a_demo_is_not_mixed_with_one_at_another_address(run: Run, home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with closing(open_archive(home)) as db:
            save_sites(db, [SiteFacts(id="demo", home_url=f"http://127.0.0.1:{port}/")])
        said = run("--home", home.root, "demo")
    assert said.code == 1
    assert f"port {port}, which something else uses" in said.err


def test_search_finds_what_a_scan_finds(
    run: Run, demo_site: Demo, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMING_DOWNLOAD_DELAY", "0")
    crawled = run(
        "--home", home.root, "crawl", "--url", demo_site.url, "--name", "yunchuan",
        "--allow-private", "127.0.0.1/32", "--limit", "8", "--json",
    )  # fmt: skip
    (ran,) = json.loads(crawled.out)
    assert (crawled.code, ran["articles_new"]) == (0, 8)
    found = json.loads(run("--home", home.root, "search", "文明", "--limit", 100, "--json").out)
    titles = {row["title"] for row in found}
    shown = {
        row["id"]: json.loads(run("--home", home.root, "show", row["id"], "--json").out)[0]
        for row in found
    }
    assert all("文明" in row["title"] + row["body"] for row in shown.values())
    assert titles


def test_tidy_prints_clean_text_and_its_notes(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "noisy.txt"
    file.write_text(
        "為進(jìn)一步推動(dòng)志愿服務(wù)隊(duì)建設(shè)，區(qū)文明辦組織國(guó)學(xué)講座，開展實(shí)踐活動(dòng)。",
        encoding="utf-8",
    )
    said = run("tidy", file, "--notes")
    assert "(" not in said.out
    assert "志愿服务队" in said.out
    assert "annotation" in said.err


@pytest.mark.skipif(not SHARED.exists(), reason="the seed lies beside the project, not in it")
def test_the_seed_comes_out_clean(run: Run) -> None:
    (seed,) = (SHARED / "seeds").glob("*.txt")
    said = run("tidy", seed)
    paragraphs = said.out.split("\n")[:-1]
    assert said.code == 0
    assert len(paragraphs) == len(set(paragraphs)) == 10
    assert not {"國", "務", "隊"} & set(said.out)
    assert "(guó)" not in said.out


def test_a_spider_that_does_not_load_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spider_loader().broken, "crawler.spiders.neu", "SyntaxError: invalid")
    said = run("crawl", "neu")
    assert said.code == 2
    assert "crawler.spiders.neu does not load: SyntaxError: invalid" in said.err
    said = run("doctor")
    assert said.code == 1
    assert "failure  spiders: crawler.spiders.neu does not load" in said.out


def test_a_spider_that_cannot_tell_its_site_keeps_no_other_from_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader = spider_loader()
    nameless = type("Nameless", (ListingSpider,), {"name": "neu", "__module__": "spiders.neu"})
    monkeypatch.setitem(loader._spiders, "neu", nameless)
    monkeypatch.setattr(loader, "broken", {})
    said = run("sites")
    assert said.code == 0
    assert "湖北文明网" in said.out
    said = run("crawl", "neu")
    assert said.code == 2
    assert "spiders.neu does not load: AttributeError" in said.err
