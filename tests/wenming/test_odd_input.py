"""What nobody means to type: each ends in one line that says what is wrong, and its exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import open_archive
from storage.home import Home
from tests.storage.saving import Shelf
from wenming.cli.demo import ourselves
from wenming.cli.main import main

NO_UTF8 = os.fsdecode(b"\xff\xfe")
HUGE = "9" * 24


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an empty archive."""
    monkeypatch.chdir(tmp_path)
    open_archive(Home(tmp_path / "data")).close()
    (tmp_path / "page.html").write_text("<h1>无</h1>")
    return tmp_path


def said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["wenming", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", NO_UTF8), r"b'\xff\xfe' in an argument is no UTF-8"),
        (("search", "文明", "--source", NO_UTF8), "in an argument is no UTF-8"),
        (("crawl", NO_UTF8), "in an argument is no UTF-8"),
        (("--home", NO_UTF8, "sites"), "its name is no UTF-8"),
        (("show", "http://[::1"), "'http://[::1' is no address: Invalid IPv6 URL"),
        (("explain", "http://a:99999/"), "is no address: Port out of range"),
        (("suppress", "", "--reason", "x"), "it is empty"),
        (("suppress", "1", "--reason", "　"), "name an address or id and the --reason"),
        (("crawl", "--url", "http://文明..中国/"), "has no host"),
        (("read", "page.html", "--url", "http://[::1"), "is no address: Invalid IPv6 URL"),
        (("show", "1", "--raw", "--json"), "--raw is the page itself"),
        (("search", "《》"), "no text has these signs"),
        (("new-site", "class", "http://a.example/"), "no word of Python"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    arguments: tuple[str, ...],
    told: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, error = said(monkeypatch, capsys, *arguments)
    assert code == 2
    assert told in error
    assert error.count("\n") == 1


def test_a_host_in_another_script_is_crawled_by_its_punycode(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "argv", ["wenming", "crawl", "--url", "http://文明网。中国/", "--dry-run", "--json"]
    )
    with pytest.raises(SystemExit):
        main()
    (plan,) = json.loads(capsys.readouterr().out)
    assert plan["site"] == "xn--7dvrlv06d.xn--fiqs8s"
    assert plan["seeds"] == ["http://xn--7dvrlv06d.xn--fiqs8s/"]


def test_whoever_has_no_name_suppresses_by_his_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Shelf(Home(folder / "data")).add("他读《论语》。", day="2025-08-01")
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    assert said(monkeypatch, capsys, "suppress", "1", "--reason", "x")[0] == 0
    with closing(open_archive(Home(folder / "data"))) as db:
        ((by,),) = db.execute("select suppressed_by from suppressions")
    assert by == f"uid {os.getuid()}"


def test_signs_that_only_other_texts_have_are_not_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Shelf(Home(folder / "data")).add("他读《论语》。", day="2025-08-01")
    found = said(monkeypatch, capsys, "search", "《", "--since", "2025-09")
    assert found == (0, "Nothing found.\n")


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("/opt/wenming/wenming/__main__.py", f"{sys.executable} -m wenming"),  # python -m wenming
        (".venv/bin/wenming", ".venv/bin/wenming"),
    ],
)
def test_what_is_proposed_may_be_typed_as_it_stands(
    called: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [called, "demo"])
    assert ourselves() == name


@pytest.mark.parametrize("arguments", [("runs",), ("search", "文明")])
def test_a_limit_may_be_larger_than_the_database_counts(
    arguments: tuple[str, ...],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert said(monkeypatch, capsys, *arguments, "--limit", HUGE)[0] == 0


def test_a_host_that_is_none_is_not_listened_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, error = said(monkeypatch, capsys, "serve", "--host", "999.1.1.1", "--port", "0")
    assert code == 1
    assert error == "Error: 999.1.1.1:0: no such host\n"


@pytest.mark.parametrize("name", ["a#b", "a?b", "a%20b"])
def test_a_path_that_the_page_would_not_open_is_told(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_archive(Home(folder / name)).close()
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    code, error = said(monkeypatch, capsys, "--home", str(folder / name), "serve", "--port", "0")
    assert code == 1
    assert "no path with #, ? or % in it" in error


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_to_a_full_disk_says_so(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "wenming", "runs", "--json"]
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=-1, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (8, 1)
    assert done.stderr == "Error: No space left on device\n"


def test_a_configuration_that_is_a_link_to_nothing_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "wenming.toml").symlink_to("nowhere.toml")
    code, error = said(monkeypatch, capsys, "runs")
    assert (code, error) == (3, "Error: wenming.toml: No such file or directory\n")


@pytest.mark.parametrize("encoding", ["gbk", "big5", "latin-1", "ascii"])
def test_characters_that_an_encoding_lacks_end_no_answer(folder: Path, encoding: str) -> None:
    text = "𠮷祥书屋☕"
    (folder / "page.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "wenming", "tidy", "page.txt", "--json"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    heard = done.stdout.decode("utf-8" if encoding == "ascii" else encoding)
    assert json.loads(heard)[0]["text"].strip() == text


@pytest.fixture
def unread() -> Iterator[int]:
    """The end of a pipe whose other end nobody holds any more."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def code_of(folder: Path, *arguments: str, **streams: int) -> int:
    command = [sys.executable, "-m", "wenming", *arguments]
    return subprocess.run(command, cwd=folder, check=False, **streams).returncode  # type: ignore[call-overload, no-any-return]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_talk_to_a_full_disk_changes_no_exit_code(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        assert code_of(folder, "runs", "show", "7", stderr=full.fileno()) == 1
        assert code_of(folder, "search", "《》", stderr=full.fileno()) == 2


def test_talk_that_nobody_hears_changes_no_exit_code(folder: Path, unread: int) -> None:
    assert code_of(folder, "search", "《》", stderr=unread) == 2


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_damage_that_nobody_reads_of_is_damage(
    folder: Path, unread: int, form: tuple[str, ...]
) -> None:
    (folder / "data" / "warc" / "found.warc.gz").touch()
    assert code_of(folder, "verify", *form, stdout=unread) == 9


def test_a_dead_scheduler_that_nobody_reads_of_is_dead(folder: Path, unread: int) -> None:
    assert code_of(folder, "status", "--check", stdout=unread) == 1
