"""What nobody can mean is refused, wherever articles, runs or withdrawals are chosen."""

import sys
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

import pytest

from crawler.catalogue import site_facts
from storage.database import open_archive
from storage.home import Home
from storage.sites import SiteFacts, save_sites, set_state
from wenming.cli.main import main


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line on an archive that knows three sites."""
    vanished = SiteFacts(id="vanished", title="没有爬虫的站点")
    with closing(open_archive(home)) as db:
        hubei = next(site for site in site_facts() if site.id == "hubei")
        save_sites(db, [hubei, SiteFacts(id="yun", title="云川文明网", region="云川省"), vanished])

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["wenming", "--home", str(home.root), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, said.out, said.err)

    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "文明"),
        ("export", "a.csv"),
        ("withdrawn",),
        ("runs",),
        ("reread", "--dry-run"),
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize(
    ("name", "meant"),
    [("hubie", "did you mean hubei"), ("nowhere", "`wenming sites` lists them")],
)
def test_an_unknown_site_is_refused(
    run: Run, arguments: tuple[str, ...], name: str, meant: str
) -> None:
    said = run(*arguments, "--site", name)
    assert (said.code, said.out) == (2, "")
    assert f"unknown site '{name}'" in said.err
    assert meant in said.err


def test_the_title_of_a_site_leads_to_its_name(run: Run) -> None:
    assert "did you mean hubei?" in run("search", "文明", "--site", "湖北文明网").err


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("湖北", "did you mean hubei?"),
        ("河", "did you mean hebei or henan?"),
        ("420000", "did you mean hubei?"),
        ("湖南", "of 湖南省 no address is known"),
    ],
)
def test_the_region_of_a_site_leads_to_its_name(run: Run, name: str, meant: str) -> None:
    assert meant in run("crawl", name, "--dry-run").err


@pytest.mark.parametrize("words", [("文明，实践",), ("文明、实践",), ("文明", "—limit", "3")])
def test_signs_that_join_words_are_told_where_nothing_is_found(
    run: Run, words: tuple[str, ...]
) -> None:
    assert "between words put a blank" in run("search", *words).err


@pytest.mark.parametrize("arguments", [("search", "文明"), ("export", "a.csv"), ("withdrawn",)])
@pytest.mark.parametrize(
    ("region", "meant"),
    [
        ("湖比省", "did you mean 湖北省"),
        ("火星", "`wenming sites` lists them"),
        ("湖南", "of 湖南省 no address is known"),
        ("610000", "of 陕西省 no address is known"),
    ],
)
def test_an_unknown_region_is_refused(
    run: Run, arguments: tuple[str, ...], region: str, meant: str
) -> None:
    said = run(*arguments, "--region", region)
    assert said.code == 2
    assert meant in said.err


def test_what_a_spider_is_for_is_known_before_it_ran(run: Run) -> None:
    for chosen in (("--site", "anhui"), ("--region", "安徽"), ("--region", "340000")):
        said = run("search", "文明", *chosen)
        assert (said.code, said.out, said.err) == (0, "", "Nothing found.\n")


@pytest.mark.parametrize("region", ["湖北", "湖北省", "420000", "云川"])
def test_a_region_is_known_by_name_beginning_and_code(run: Run, region: str) -> None:
    assert run("search", "文明", "--region", region).code == 0
    assert run("withdrawn", "--region", region).code == 0


@pytest.mark.parametrize("verb", [("search", "文明"), ("export", "a.csv")])
@pytest.mark.parametrize("option", ["--since", "--until"])
@pytest.mark.parametrize(
    "day", ["2025-13-01", "2025-02-30", "2025-00", "0000", "20250801", "yesterday"]
)
def test_a_day_that_is_none_is_refused(
    run: Run, verb: tuple[str, ...], option: str, day: str
) -> None:
    said = run(*verb, option, day)
    assert said.code == 2
    assert f"'{option}'" in said.err
    assert day in said.err


def test_days_in_the_wrong_order_are_refused(run: Run) -> None:
    said = run("search", "文明", "--since", "2025-02", "--until", "2025-01-31")
    assert said.code == 2
    assert run("search", "文明", "--since", "2025-02-28", "--until", "2025-02").code == 0


@pytest.mark.parametrize("month", ["foo", "2025-13", "2025", "2025-08-01"])
def test_a_month_that_is_none_is_refused(run: Run, month: str) -> None:
    said = run("withdrawn", "--month", month)
    assert said.code == 2
    assert month in said.err


@pytest.mark.parametrize("words", ["", "  ", '""', "“ ”"])
def test_an_empty_question_is_told(run: Run, words: str) -> None:
    for arguments in (("search", words), ("export", "a.csv", "--words", words)):
        said = run(*arguments)
        assert (said.code, said.out) == (2, "")
        assert "the question is empty" in said.err


def test_a_source_that_finds_nothing_is_told_to_be_a_whole_name(run: Run) -> None:
    said = run("search", "文明", "--source", "日报")
    assert (said.code, said.out) == (0, "")
    assert "--source finds the whole name of an outlet" in said.err


def test_a_question_of_what_to_leave_out_is_told_how_it_was_taken(run: Run) -> None:
    for words in ("-村晚", '-"村晚 开锣"'):
        assert "alone they are looked for as typed" in run("search", words).err
    assert "alone" not in run("search", "-").err
    assert run("search", "村晚", "-文明").err == "Nothing found.\n"


def test_a_question_of_signs_only_that_finds_nothing_is_told(run: Run) -> None:
    said = run("search", "。！")
    assert said.code == 2
    assert "no word" in said.err


@pytest.mark.parametrize("verb", [("crawl", "hubei"), ("new-site", "name", "http://a.example/")])
def test_a_network_that_is_none_is_refused(run: Run, verb: tuple[str, ...]) -> None:
    said = run(*verb, "--allow-private", "foo")
    assert said.code == 2
    assert "'--allow-private'" in said.err


def test_a_site_without_its_spider_says_so(run: Run) -> None:
    (line,) = (row for row in run("sites").out.splitlines() if row.startswith("vanished"))
    assert "no spider" in line
    said = run("crawl", "vanished")
    assert said.code == 2
    assert "its spider is gone" in said.err
    assert run("sites", "remove", "vanished").code == 0
    assert "vanished" not in run("sites").out


def test_a_removed_site_says_how_it_comes_back(run: Run, home: Home) -> None:
    with closing(open_archive(home)) as db:
        set_state(db, "hubei", "removed")
    assert "\nhubei " not in run("sites").out
    said = run("crawl", "hubei")
    assert said.code == 2
    assert "wenming sites resume hubei" in said.err
    run("sites", "resume", "hubei")
    assert "\nhubei " in run("sites").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "文明", "--region", ""),
        ("export", "a.csv", "--region", " "),
        ("export", "a.csv", "--source", ""),
        ("withdrawn", "--region", ""),
    ],
    ids=" ".join,
)
def test_an_empty_filter_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    said = run(*arguments)
    assert said.code == 2
    assert f"the {arguments[-2][2:]} is empty" in said.err
