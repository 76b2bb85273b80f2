"""Tables for people: whole where nobody watches, no wider than a terminal."""

import os
import shutil
import sys
from contextlib import closing
from datetime import UTC, datetime

import click
import pytest
from rich.cells import cell_len

from storage.database import Database, open_archive, writing
from storage.home import Home
from storage.sites import SiteFacts, save_sites
from storage.values.stamp import stamp
from wenming.cli.main import main
from wenming.cli.tables import local, print_table

COLUMNS = ("id", "site", "started_at", "articles_new", "reason")
ROWS = [
    {"id": 7, "site": "湖北文明网", "started_at": "2026-11-25T04:06:07.301+00:00",
     "articles_new": 12, "reason": "网站拒绝了\n请求" * 20},
    {"id": 12, "site": "demo", "started_at": None, "articles_new": 0, "reason": None},
]  # fmt: skip


def test_in_a_pipe_a_row_is_one_whole_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(ROWS, COLUMNS)
    header, first, second = capsys.readouterr().out.splitlines()
    assert header.split() == ["id", "site", "started", "at", "new", "reason"]
    assert first.startswith("7   湖北文明网  2026-11-25T04:06:07.301+00:00  12   ")
    assert first.endswith("网站拒绝了 请求" * 20)
    assert second == f"12  demo{' ' * 8}{' ' * 29}  0"


def test_a_terminal_gets_short_moments_and_the_last_column_below(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((60, 24)))
    print_table(ROWS, COLUMNS, "两次任务")
    title, header, below, first, reason, second = (
        click.unstyle(line) for line in capsys.readouterr().out.splitlines()
    )
    assert title == "两次任务"
    assert below == "    reason"
    assert first == "7   湖北文明网  2026-11-25 12:06  12"
    assert reason.startswith("    网站拒绝了 请求")
    assert max(map(cell_len, (header, first, second))) <= 60


@pytest.mark.parametrize(
    ("is_terminal", "shown"),
    [
        (True, "发布 2026-11-25T08:40:00+08:00，见于 2026-11-26 01:06:07"),
        (False, "发布 2026-11-25T08:40:00+08:00，见于 2026-11-25T17:06:07.301+00:00"),
    ],
)
def test_times_of_our_own_are_chinese_time_on_a_terminal_alone(
    is_terminal: bool, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal, raising=False)
    assert local("发布 2026-11-25T08:40:00+08:00，见于 2026-11-25T17:06:07.301+00:00") == shown


def test_a_terminal_that_has_room_gets_one_line_a_row(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((60, 24)))
    print_table(ROWS, COLUMNS[:4])
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_the_status_of_all_sites_fits_eighty_characters(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_archive(home)) as db:
        save_sites(db, [SiteFacts(id="heilongjiang", title="黑龙江省精神文明网")])
        _run(db, "heilongjiang", "failed", "blocked: 网站拒绝了请求")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "argv", ["wenming", "--home", str(home.root), "status"])
    with pytest.raises(SystemExit):
        main()
    lines = [click.unstyle(line) for line in capsys.readouterr().out.splitlines()]
    (row,) = (line for line in lines if line.startswith("heilongjiang "))
    assert "failed" in row
    assert max(map(cell_len, lines[1:-1])) <= 80
    assert lines[-1].startswith("heilongjiang: ")
    assert "网站拒绝了请求" in lines[-1]


def _run(db: Database, site: str, outcome: str, reason: str) -> None:
    with writing(db):
        db.execute(
            "insert into runs (site, kind, planned_at, started_at, finished_at, outcome, reason) "
            "values (?, 'manual', ?, ?, ?, ?, ?)",
            [site, *[stamp(datetime.now(UTC))] * 3, outcome, reason],
        )
