import os
from datetime import UTC, datetime, timedelta

import pytest

from scheduler import logs
from scheduler.logs import drop_old_logs, find_log, new_log
from storage.home import Home

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


def test_the_log_of_a_run_is_the_latest_begun_before_it(home: Home) -> None:
    for site, minutes in (("hubei", 0), ("hubei", 10), ("hubei", 20), ("hubei-wuhan", 11)):
        new_log(home, site, NOON + timedelta(minutes=minutes)).touch()
    found = find_log(home, "hubei", NOON + timedelta(minutes=12))
    assert found == new_log(home, "hubei", NOON + timedelta(minutes=10))
    assert find_log(home, "hubei", NOON - timedelta(minutes=1)) is None


def test_logs_are_kept_until_they_are_too_many_or_too_large(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [new_log(home, "hubei", NOON - timedelta(hours=hours)) for hours in range(6)]
    for hours, path in enumerate(files):
        path.write_bytes(b"x" * 1000)
        when = (NOON - timedelta(hours=hours)).timestamp()
        os.utime(path, (when, when))
    assert drop_old_logs(home, NOON) == 0
    monkeypatch.setattr(logs, "MOST_FILES", 4)
    assert drop_old_logs(home, NOON) == 2
    monkeypatch.setattr(logs, "MOST_BYTES", 3500)
    assert drop_old_logs(home, NOON) == 1
    assert [path.exists() for path in files] == [True] * 3 + [False] * 3


def test_logs_are_kept_for_a_quarter(home: Home) -> None:
    old, new = (new_log(home, "hubei", NOON - timedelta(days=days)) for days in (100, 80))
    for path, days in ((old, 100), (new, 80)):
        path.touch()
        when = (NOON - timedelta(days=days)).timestamp()
        os.utime(path, (when, when))
    assert drop_old_logs(home, NOON) == 1
    assert new.exists()
    assert not old.exists()


def test_a_folder_that_somebody_keeps_among_the_logs_stops_nothing(home: Home) -> None:
    (home.logs / "kept").mkdir()
    old = new_log(home, "hubei", NOON - timedelta(days=120))
    old.touch()
    for path, days in ((home.logs / "kept", 110), (old, 120)):
        when = (NOON - timedelta(days=days)).timestamp()
        os.utime(path, (when, when))
    assert drop_old_logs(home, NOON) == 1
    assert not old.exists()
