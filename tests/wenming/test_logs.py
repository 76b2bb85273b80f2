"""The logs of real crawls: JSON for programs, text for people."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.demo.server import Demo
from scheduler.launch import Ended
from storage.home import Home
from wenming.cli.main import cli


def show(home: Home, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["--home", str(home.root), "runs", "show", "1", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def failed(
    crawl_demo: Callable[..., Ended], close_demo: Callable[[], None], home: Home
) -> dict[str, Any]:
    """The row of a crawl whose site was gone."""
    close_demo()
    return dict(crawl_demo().run or {})


def test_every_line_of_a_crawl_is_json_and_says_what_it_is_about(
    failed: dict[str, Any], home: Home
) -> None:
    (log,) = home.logs.iterdir()
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    keys = {"time", "level", "logger", "message", "run_id", "site", "url"}
    assert all(keys <= line.keys() for line in lines)
    assert {datetime.fromisoformat(line["time"]).utcoffset() for line in lines} == {
        timedelta(hours=8)
    }
    ours = [line for line in lines if line["run_id"] == failed["id"] and line["site"] == "demo"]
    assert ours[-1] == lines[-1]
    assert any("could not be asked" in line["message"] for line in ours)
    assert any(str(line["url"]).endswith("/robots.txt") for line in ours)


def test_people_are_shown_the_log_as_text(failed: dict[str, Any], home: Home) -> None:
    text = show(home, "--log")
    assert "WARNING: robots.txt of " in text
    assert "{" not in text
    assert text.splitlines()[-1] in show(home)
    assert json.loads(show(home, "--log", "--json"))[-1]["site"] == "demo"


def test_a_log_that_went_is_not_shown_as_empty(failed: dict[str, Any], home: Home) -> None:
    for log in home.logs.iterdir():
        log.unlink()
    asked = ["--home", str(home.root), "runs", "show", str(failed["id"]), "--log"]
    done = CliRunner().invoke(cli, asked)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "has no log" in done.stderr
    assert "log: –" in show(home)


def crawl(home: Home, site: Demo, tmp_path: Path, stderr: int) -> int:
    environment = {
        **os.environ,
        "WENMING_DEMO_URL": site.url,
        "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
        "WENMING_DOWNLOAD_DELAY": "0",
        "TERM": "dumb",
    }
    command = [sys.executable, "-m", "wenming", "--home", str(home.root), "crawl", "demo"]
    done = subprocess.run(
        [*command, "--limit", "2"], env=environment, cwd=tmp_path, stderr=stderr, timeout=60,
        check=False,
    )  # fmt: skip
    return done.returncode


def test_a_collector_of_logs_reads_how_a_crawl_ended(
    home: Home, demo_site: Demo, close_demo: Callable[[], None], tmp_path: Path
) -> None:
    with (tmp_path / "said").open("w") as file:
        assert crawl(home, demo_site, tmp_path, file.fileno()) == 0
        close_demo()
        assert crawl(home, demo_site, tmp_path, file.fileno()) == 6
    well, badly = map(json.loads, (tmp_path / "said").read_text(encoding="utf-8").splitlines())
    assert (well["site"], well["run_id"], well["url"]) == ("demo", 1, None)
    assert well["message"].startswith("demo: ok, ")
    assert (well["level"], badly["level"]) == ("INFO", "WARNING")


def test_a_terminal_shows_how_a_crawl_ended(home: Home, demo_site: Demo, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        crawl(home, demo_site, tmp_path, theirs)
        said = os.read(ours, 65536).decode("utf-8", "replace")
    finally:
        os.close(ours)
        os.close(theirs)
    assert "demo: ok, " in said
    assert '"message"' not in said
