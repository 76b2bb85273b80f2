"""What ``wenming status`` shows where no scheduler looks."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from crawler.catalogue import site_facts
from scheduler.instance import only_scheduler
from scheduler.launch import Ended
from scheduler.state import State, save_state
from storage.database import open_archive
from storage.home import Home
from storage.runs import begin, finish, site_lock
from storage.sites import SiteFacts, save_sites
from wenming.cli.main import cli
from wenming.cli.status import fitting

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def home(home: Home) -> Home:
    open_archive(home).close()
    return home


def status(home: Home) -> dict[str, dict[str, Any]]:
    done = CliRunner().invoke(cli, ["--home", str(home.root), "status", "--json"])
    assert done.exit_code == 0, done.output
    return {row["id"]: row for row in json.loads(done.stdout)}


def test_the_known_sites_are_listed_before_anybody_visited_them(home: Home) -> None:
    rows = status(home)
    assert {site.id for site in site_facts()} <= rows.keys()
    assert {row["reason"] for row in rows.values()} == {"never visited"}
    table = CliRunner().invoke(cli, ["--home", str(home.root), "status"]).stdout
    assert table.count(" new ") >= len(rows)


def test_the_table_is_printed_where_the_locale_knows_ascii_only(home: Home) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "wenming", "--home", str(home.root), "status"],
        env={**os.environ, **ascii_only}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "湖北文明网 (hubei)" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("columns", [60, 80])
def test_a_narrow_terminal_gets_fewer_columns_and_whole_words(columns: int) -> None:
    row = {
        "id": "heilongjiang", "title": "黑龙江文明网", "health": "degraded", "reason": None,
        "note": None, "last_run_at": NOW.isoformat(), "last_outcome": "interrupted",
        "last_reason": None, "running": False, "next_run_at": None, "articles": 12_345,
        "new_day": 67, "new_week": 890, "errors_week": 0,
    }  # fmt: skip
    output = Console(width=columns, file=StringIO())
    output.print(fitting(output, [row], NOW, narrow=True))
    assert isinstance(output.file, StringIO)
    shown = output.file.getvalue()
    assert "…" not in shown
    assert {"heilongjiang", "degraded", "interrupted"} <= {*shown.split()}


def test_crawls_by_hand_are_judged_too(
    crawl_demo: Callable[..., Ended], home: Home, close_demo: Callable[[], None]
) -> None:
    first = crawl_demo(limit=9)
    assert status(home)["demo"]["health"] == "ok"
    close_demo()
    failed = [crawl_demo(limit=9) for _ in range(2)]
    row = status(home)["demo"]
    assert (row["health"], row["cause"]) == ("broken", "unreachable")
    assert row["evidence"] == [ended.run["id"] for ended in failed if ended.run]
    assert row["since"] > first.run["finished_at"][:19]  # type: ignore[index]


def test_a_run_that_died_is_not_told_as_running(home: Home) -> None:
    with closing(open_archive(home)) as db:
        save_sites(db, [SiteFacts(id="yun")])
        with site_lock(home, "yun"):
            begin(db, "yun", "manual", now=datetime.now(UTC))
            assert status(home)["yun"]["last_outcome"] == "running"
        assert status(home)["yun"]["last_outcome"] == "crashed"


def test_a_site_that_gave_nothing_yet_is_not_called_ok(home: Home) -> None:
    now = datetime.now(UTC)
    with closing(open_archive(home)) as db:
        save_sites(db, [SiteFacts(id="yun")])
        finish(db, begin(db, "yun", "manual", now=now), "failed", reason="status 404", now=now)
    table = CliRunner().invoke(cli, ["--home", str(home.root), "status"]).stdout
    (line,) = [line for line in table.splitlines() if "(yun)" in line]
    assert line.split()[2] == "new"
    assert "failed" in line


def test_why_a_site_is_paused_is_shown(home: Home) -> None:
    pause = ["--home", str(home.root), "sites", "pause", "hubei", "--note", "等候对方答复"]
    assert CliRunner().invoke(cli, pause).exit_code == 0
    shown = CliRunner().invoke(cli, ["--home", str(home.root), "status"]).stdout
    assert "等候对方答复" in shown


@pytest.mark.parametrize(
    ("stays", "minutes", "alive"),
    [(True, 2, True), (True, 8, False), (False, 12, True), (False, 50, False)],
)
def test_a_scheduler_that_a_timer_starts_is_given_time(
    home: Home, stays: bool, minutes: int, alive: bool
) -> None:
    now = datetime.now(UTC)
    ahead = {"hubei": now + timedelta(hours=2)}
    with only_scheduler(home) if stays else nullcontext():
        looked_at = now - timedelta(minutes=minutes)
        save_state(home, State(looked_at=looked_at, stays=stays, next=ahead))
        assert bool(status(home)["hubei"]["next_run_at"]) == alive
        check = CliRunner().invoke(cli, ["--home", str(home.root), "status", "--check"])
    assert check.exit_code == (0 if alive else 1)
    table = {"WENMING_ALERTS": "json://127.0.0.1:9/"}
    told = CliRunner().invoke(
        cli, ["--home", str(home.root), "alerts", "check", "--dry-run"], env=table
    )
    assert ("last sign of life" in told.stdout) != alive


def test_a_scheduler_that_was_killed_just_now_is_not_called_alive(home: Home) -> None:
    now = datetime.now(UTC)
    state = State(looked_at=now, running=("hubei",), next={"hubei": now + timedelta(hours=2)})
    save_state(home, state)
    hubei = status(home)["hubei"]
    assert (hubei["running"], hubei["next_run_at"]) == (False, None)
    shown = CliRunner().invoke(cli, ["--home", str(home.root), "status"]).stdout
    assert "no sign of the scheduler since" in shown
    assert CliRunner().invoke(cli, ["--home", str(home.root), "status", "--check"]).exit_code == 1
