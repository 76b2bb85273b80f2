"""The scheduled job as ops run it: real processes, the demo site on loopback."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.catalogue import site_facts
from crawler.demo.server import Demo, serve
from storage import runs
from storage.database import open_archive, writing
from storage.home import Home
from storage.sites import SiteFacts, save_sites, set_state
from storage.values.stamp import stamp
from wenming.cli.main import cli

Wenming = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def demo_site() -> Iterator[Demo]:
    """A small one: what a crawl finds is tested elsewhere."""
    with serve(articles=12) as site:
        yield site


@pytest.fixture
def scheduled(home: Home, demo_site: Demo) -> Home:
    """A home whose only active site is the demo, known by its address for two days."""
    facts = SiteFacts(id="yunchuan", title="云川文明网", home_url=demo_site.url, origin="address")
    with closing(open_archive(home)) as db:
        save_sites(db, [*site_facts(), facts], now=datetime.now(UTC) - timedelta(days=2))
        for site in site_facts():
            set_state(db, site.id, "paused", "no real site is visited by a test")
    return home


@pytest.fixture
def nothing_due(scheduled: Home) -> None:
    """What comes before the first crawl is seen sooner without one."""
    with closing(open_archive(scheduled)) as db:
        set_state(db, "yunchuan", "paused", "not needed")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
        "WENMING_DOWNLOAD_DELAY": "0",
    }


@pytest.fixture
def wenming(scheduled: Home, environment: dict[str, str], tmp_path: Path) -> Wenming:
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "wenming", "--home", str(scheduled.root), *arguments]
        return subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip

    return call


@pytest.fixture
def scheduler(
    scheduled: Home, environment: dict[str, str], tmp_path: Path
) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "wenming", "--home", str(scheduled.root), "schedule"]
        process = subprocess.Popen(
            [*command, *arguments], env=environment, cwd=tmp_path, text=True,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        wait_for(lambda: (scheduled.root / "scheduler.json").exists())
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=10)


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def history(home: Home) -> list[dict[str, Any]]:
    with closing(open_archive(home)) as db:
        return runs.history(db)


def test_once_crawls_what_is_due_and_tells_what_was_missed(
    wenming: Wenming, scheduled: Home, demo_site: Demo
) -> None:
    done = wenming("schedule", "--once")
    assert done.returncode == 0, done.stderr
    latest, *missed = history(scheduled)
    assert (latest["outcome"], latest["kind"]) == ("ok", "fresh")
    assert latest["articles_new"] == len(demo_site.expected())
    assert {run["outcome"] for run in missed} == {"misfired"}
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert all(
        {"time", "level", "message", "site", "run_id", "url"} <= line.keys() for line in lines
    )
    assert latest["id"] in [line["run_id"] for line in lines]
    numbers = (scheduled.root / "metrics.prom").read_text()
    assert 'wenming_runs_total{outcome="ok",site="yunchuan"} 1.0' in numbers

    again = wenming("schedule", "--once")
    assert again.returncode == 0
    assert len(history(scheduled)) == 1 + len(missed)

    status = json.loads(wenming("status", "--json").stdout)
    (site,) = [row for row in status if row["id"] == "yunchuan"]
    assert (site["health"], site["articles"]) == ("ok", latest["articles_new"])
    assert datetime.fromisoformat(site["next_run_at"]) > datetime.now(UTC)
    assert "(yunchuan)" in wenming("status").stdout


@pytest.mark.usefixtures("nothing_due")
def test_what_would_run_where_all_is_paused_is_nothing(scheduled: Home) -> None:
    done = CliRunner().invoke(cli, ["--home", str(scheduled.root), "schedule", "--dry-run"])
    assert done.stdout == ""
    assert done.stderr.endswith("no site is active\n")


def test_what_would_run_is_said_without_running_it(wenming: Wenming, scheduled: Home) -> None:
    def say(*arguments: str) -> str:
        command = ["--home", str(scheduled.root), "schedule", "--dry-run", *arguments]
        return CliRunner().invoke(cli, command, catch_exceptions=False).stdout

    def foresee() -> dict[str, Any]:
        (row,) = json.loads(say("--json"))
        return dict(row)

    before = foresee()
    assert (before["site"], before["due"]) == ("yunchuan", "fresh")
    assert history(scheduled) == []
    assert not (scheduled.root / "scheduler.json").exists()

    wenming("schedule", "--once")
    run, *missed = history(scheduled)
    assert before["planned_at"] == run["planned_at"]
    assert before["missed"] == len(missed)
    after = foresee()
    assert (after["due"], after["missed"]) == (None, 0)
    assert after["next_run_at"] >= before["next_run_at"]
    assert "yunchuan" in say()


def test_a_locale_that_is_not_utf_8_is_no_obstacle(
    wenming: Wenming, scheduled: Home, environment: dict[str, str]
) -> None:
    # As under zh_CN.GBK, which is not installed everywhere.
    environment |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = wenming("schedule", "--once")
    assert done.returncode == 0, done.stderr
    assert history(scheduled)[0]["outcome"] == "ok"


@pytest.mark.usefixtures("nothing_due")
def test_once_fails_where_its_round_does(wenming: Wenming, scheduled: Home) -> None:
    (scheduled.root / "scheduler.json").mkdir()
    done = wenming("schedule", "--once")
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("Error: ")


def test_there_is_one_scheduler_and_it_ends_cleanly(
    wenming: Wenming, scheduler: Callable[..., subprocess.Popen[str]]
) -> None:
    running = scheduler()
    second = wenming("schedule", "--once")
    assert second.returncode == 4
    assert "another scheduler" in second.stderr
    assert wenming("status", "--check").returncode == 0
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=10) == 0


def test_a_scheduler_whose_home_is_replaced_ends_and_leaves_the_new_one_alone(
    scheduled: Home, scheduler: Callable[..., subprocess.Popen[str]]
) -> None:
    running = scheduler()
    scheduled.root.rename(scheduled.root.with_name("damaged"))
    running.send_signal(signal.SIGHUP)  # so that it looks at once
    assert running.wait(timeout=60) == 4
    assert running.stderr
    assert "moved away or replaced" in running.stderr.read()
    assert not scheduled.root.exists()


def test_ctrl_c_is_an_interruption(scheduler: Callable[..., subprocess.Popen[str]]) -> None:
    running = scheduler()
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=10) == 10


def test_ctrl_c_pressed_again_changes_nothing(
    scheduler: Callable[..., subprocess.Popen[str]],
) -> None:
    running = scheduler()
    while running.poll() is None:
        running.send_signal(signal.SIGINT)
        time.sleep(0.03)
    assert running.returncode == 10


@pytest.mark.usefixtures("nothing_due")
def test_a_configuration_that_makes_no_sense_is_not_taken_over(
    scheduler: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    running = scheduler()
    assert running.stderr

    def hear(text: str) -> dict[str, Any]:
        (tmp_path / "wenming.toml").write_text(text, encoding="utf-8")
        running.send_signal(signal.SIGHUP)
        lines = map(json.loads, running.stderr)
        return next(line for line in lines if "configuration" in line["message"])

    told = hear("[schedule]\nat_once = 'many'")
    assert (told["level"], "at_once is a number" in told["message"]) == ("ERROR", True)
    assert hear("[schedule]\nat_once = 2")["message"] == "the configuration was read again"
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=10) == 0


def test_a_killed_scheduler_leaves_nobody_behind_and_the_next_goes_on(
    wenming: Wenming,
    scheduled: Home,
    scheduler: Callable[..., subprocess.Popen[str]],
    environment: dict[str, str],
) -> None:
    environment["WENMING_DOWNLOAD_DELAY"] = "0.2"
    running = scheduler("--once")
    wait_for(lambda: [run for run in history(scheduled) if run["outcome"] == "running"])
    (crawl,) = [run for run in history(scheduled) if run["outcome"] == "running"]
    running.kill()
    wait_for(lambda: not Path(f"/proc/{crawl['pid']}").exists())
    with closing(open_archive(scheduled)) as db, writing(db):
        # As if the next were due.
        earlier = stamp(datetime.now(UTC) - timedelta(hours=30))
        db.execute("update runs set planned_at = ? where id = ?", [earlier, crawl["id"]])
    environment["WENMING_DOWNLOAD_DELAY"] = "0"
    assert wenming("schedule", "--once").returncode == 0
    outcomes = {run["id"]: run["outcome"] for run in history(scheduled)}
    assert outcomes[crawl["id"]] == "crashed"
    assert next(iter(outcomes.values())) == "ok"


def test_numbers_and_health_are_served(
    wenming: Wenming, scheduled: Home, scheduler: Callable[..., subprocess.Popen[str]]
) -> None:
    pytest.importorskip("prometheus_client")
    import socket
    from urllib.request import Request, urlopen

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scheduler("--metrics", str(port))
    wait_for(lambda: (scheduled.root / "metrics.prom").exists())
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        assert json.load(answer)["ok"] is True
    with urlopen(Request(f"http://127.0.0.1:{port}/healthz", method="HEAD"), timeout=5) as answer:
        assert (answer.status, answer.read()) == (200, b"")
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    assert re.search(r'^wenming_next_run_timestamp_seconds\{site="yunchuan"\} \d', text, re.M)
    assert "wenming_scheduler_heartbeat_timestamp_seconds 1." in text


def test_a_port_that_is_taken_is_named(wenming: Wenming) -> None:
    pytest.importorskip("prometheus_client")
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = wenming("schedule", "--metrics", str(port))
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("[schedule]\nat_onec = 2", "unknown at_onec"),
        ("[schedule]\nmetrics = 'nine'", "metrics is [HOST:]PORT"),
        ("[[alerts.channels]]\nname = 'ops'", "needs a url"),
        ("attachments = ['pdf', 'imge']", "wenming.toml: attachments: no kind 'imge'"),
    ],
)
def test_a_configuration_that_makes_no_sense_ends_the_command(
    wenming: Wenming, tmp_path: Path, table: str, complaint: str
) -> None:
    (tmp_path / "wenming.toml").write_text(table, encoding="utf-8")
    done = wenming("schedule", "--once")
    assert done.returncode == 3
    assert complaint in done.stderr


def test_an_address_that_is_none_is_no_dry_run(scheduled: Home) -> None:
    command = ["--home", str(scheduled.root), "schedule", "--dry-run", "--metrics", "nine"]
    said = CliRunner().invoke(cli, command)
    assert said.exit_code == 2
    assert "'nine' is no [HOST:]PORT" in said.stderr


@pytest.mark.usefixtures("nothing_due")
def test_a_configuration_that_names_no_site_of_ours_is_told(
    wenming: Wenming, tmp_path: Path
) -> None:
    text = (
        "[schedule.sites.hubie]\ndaily = 9\n"
        "[[alerts.channels]]\nurl = 'json://127.0.0.1:9/'\nsites = ['hubei', 'hunna']"
    )
    (tmp_path / "wenming.toml").write_text(text, encoding="utf-8")
    said = wenming("schedule", "--once").stderr
    assert "names sites that nobody knows: hubie, hunna" in said


def test_a_home_that_cannot_be_made_is_refused_as_configuration(
    wenming: Wenming, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    done = wenming("--home", str(tmp_path / "file" / "data"), "schedule", "--once")
    assert done.returncode == 3
    assert "Not a directory" in done.stderr


def test_what_was_told_is_not_told_again_after_a_restart(
    scheduled: Home, scheduler: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    pytest.importorskip("apprise", reason="the extra 'alerts' is not installed")
    heard = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as hook:
        threading.Thread(target=hook.serve_forever, args=(0.05,), daemon=True).start()
        channel = f'[[alerts.channels]]\nurl = "json://127.0.0.1:{hook.server_port}/"\n'
        low = "[schedule]\nleast_free_mb = 1000000\n"
        (tmp_path / "wenming.toml").write_text(channel + low, encoding="utf-8")
        running = scheduler()
        wait_for(lambda: heard)
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=10) == 0
        hook.shutdown()
    assert "degraded/disk" in (scheduled.root / "alerts.json").read_text()


def test_alerts_without_a_channel_say_how_to_set_one(wenming: Wenming) -> None:
    done = wenming("alerts", "test")
    assert done.returncode == 3
    assert "[[alerts.channels]]" in done.stderr


def test_a_test_alert_can_be_looked_at_before(wenming: Wenming, tmp_path: Path) -> None:
    text = '[[alerts.channels]]\nurl = "json://127.0.0.1:9/x"\nname = "值班"'
    (tmp_path / "wenming.toml").write_text(text, encoding="utf-8")
    done = wenming("alerts", "test", "--dry-run")
    assert done.stdout.startswith("值班: wenming: 测试 test")
    assert "it never ran here" in wenming("alerts", "check", "--dry-run").stdout
