"""What ``wenming status`` shows where no scheduler looks."""

import json
from collections.abc import Callable
from typing import Any

from click.testing import CliRunner

from crawler.catalogue import site_facts
from crawler.demo.server import Demo
from scheduler.launch import Ended
from storage.home import Home
from wenming.cli.main import cli


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


def test_crawls_by_hand_are_judged_too(
    crawl_demo: Callable[..., Ended], home: Home, demo_site: Demo
) -> None:
    first = crawl_demo(limit=9)
    assert status(home)["demo"]["health"] == "ok"
    demo_site.close()
    failed = [crawl_demo(limit=9) for _ in range(2)]
    row = status(home)["demo"]
    assert (row["health"], row["cause"]) == ("broken", "unreachable")
    assert row["evidence"] == [ended.run["id"] for ended in failed if ended.run]
    assert row["since"] > first.run["finished_at"][:19]  # type: ignore[index]
