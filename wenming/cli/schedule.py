"""``wenming schedule``."""

import subprocess
import sys
from typing import TYPE_CHECKING

import click

from wenming.config import Config
from wenming.errors import INTERRUPTED

if TYPE_CHECKING:
    from scheduler.launch import Ended
    from scheduler.service import Service
    from scheduler.settings import Settings


@click.command()
@click.option("--once", is_flag=True, help="Crawl what is due now, then end: for cron and timers.")
@click.option("--at-once", type=click.IntRange(1), help="Crawls at the same time.  [default: 4]")
@click.pass_obj
def schedule(config: Config, once: bool, at_once: int | None) -> None:
    """Crawl every active site when it is due, until told to stop.

    SIGTERM ends it cleanly with exit code 0, Ctrl-C with 10; crawls that are running are ended in
    good order and go on where they were. SIGHUP reads the configuration again.
    """
    from scheduler.instance import only_scheduler
    from scheduler.joblog import log_to
    from scheduler.service import Service

    log_to(sys.stderr)
    ended: list[Ended] = []
    with only_scheduler(config.home):
        _save_site_facts(config)
        service = Service(
            config.home,
            _settings(config, at_once),
            on_end=lambda site, end: ended.append(end) if once else None,
        )
        stopped = _crawl_once(service) if once else _keep_going(service, at_once)
    if stopped == "SIGINT":
        sys.exit(INTERRUPTED)
    if once:
        from wenming.cli.crawl import exit_code

        sys.exit(INTERRUPTED if stopped else exit_code(ended))


def _keep_going(service: "Service", at_once: int | None) -> str | None:
    from scheduler.clock import Clock
    from wenming.config import load

    def reload() -> None:
        config = load(service.home.root)
        _save_site_facts(config)
        service.settings = _settings(config, at_once)

    clock = Clock(service, reload=reload)
    clock.run()
    service.close()
    return clock.stopping


def _crawl_once(service: "Service") -> str | None:
    from scheduler.clock import run_once

    stopped = run_once(service)
    service.close()
    return stopped


def _settings(config: Config, at_once: int | None) -> "Settings":
    from dataclasses import replace

    from wenming.schedule import read_settings

    settings = read_settings(config)
    return replace(settings, at_once=at_once) if at_once else settings


def _save_site_facts(config: Config) -> None:
    """Bring the table of sites up to date, in another process: Scrapy would stay in ours."""
    command = [sys.executable, "-m", "wenming", "--home", str(config.home.root), "sites", "--json"]
    done = subprocess.run(
        command, env=config.crawl_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        click.echo(done.stderr.strip(), err=True)
        sys.exit(done.returncode)
