import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.health import Verdict
from scheduler.launch import Ended
from scheduler.state import State
from storage.database import open_archive
from storage.home import Home

metrics = pytest.importorskip("scheduler.metrics", exc_type=ImportError)

ALARMS = Path(__file__).parents[2] / "deploy" / "alerts.yml"
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
STATE = State(looked_at=NOW, running=("hubei",), next={"demo": NOW + timedelta(hours=1)})
VERDICTS = {"demo": Verdict(state="blocked", since=NOW, cause="blocked")}


def numbers(text: bytes) -> dict[str, float]:
    lines = [line for line in text.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_a_crawl_shows_in_the_numbers_and_is_counted_once(
    crawl_demo: Callable[..., Ended], home: Home
) -> None:
    run = crawl_demo(limit=3).run
    with closing(open_archive(home)) as db:
        counting = metrics.Numbers(home)
        first = numbers(counting.text(db, STATE, VERDICTS))
        again = numbers(counting.text(db, STATE, VERDICTS))
        crawl_demo(limit=3)
        later = numbers(counting.text(db, STATE, VERDICTS))
    assert first == again | {"wenming_disk_free_bytes": first["wenming_disk_free_bytes"]}
    assert first['wenming_runs_total{outcome="ok",site="demo"}'] == 1
    assert first['wenming_articles_stored_total{kind="new",site="demo"}'] == run["articles_new"]
    assert first['wenming_run_duration_seconds_count{site="demo"}'] == 1
    assert 0 < first['wenming_run_duration_seconds_sum{site="demo"}'] < 60
    assert first['wenming_site_health{site="demo",state="blocked"}'] == 1
    assert first['wenming_site_health{site="demo",state="ok"}'] == 0
    assert first['wenming_next_run_timestamp_seconds{site="demo"}'] == NOW.timestamp() + 3600
    assert first["wenming_scheduler_heartbeat_timestamp_seconds"] == NOW.timestamp()
    assert first["wenming_crawls_running"] == 1
    assert later['wenming_runs_total{outcome="ok",site="demo"}'] == 2
    assert later['wenming_http_responses_total{code_class="2xx",site="demo"}'] > 0


def test_the_shipped_alarms_ask_for_numbers_that_are_given(home: Home) -> None:
    with closing(open_archive(home)) as db:
        text = metrics.Numbers(home).text(db, STATE, VERDICTS)
    given = set(re.findall(r"^# TYPE (\w+)", text.decode(), re.M))
    asked = set(re.findall(r"wenming_\w+", ALARMS.read_text(encoding="utf-8")))
    assert asked
    assert asked <= given


def test_the_text_file_is_never_half_written(home: Home) -> None:
    metrics.save_text(home, b"a 1\n")
    metrics.save_text(home, b"b 2\n")
    assert (home.root / "metrics.prom").read_bytes() == b"b 2\n"
    assert not (home.root / "metrics.prom.tmp").exists()
