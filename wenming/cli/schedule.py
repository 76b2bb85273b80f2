"""``wenming schedule``."""

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from wenming.config import Config
from wenming.errors import INTERRUPTED, hear_no_signals

if TYPE_CHECKING:
    from scheduler.alerts import Channel
    from scheduler.daemon import Daemon
    from scheduler.launch import Ended
    from scheduler.service import Service
    from scheduler.settings import Settings

logger = logging.getLogger(__name__)


@click.command()
@click.option("--once", is_flag=True, help="Crawl what is due now, then end: for cron and timers.")
@click.option("--at-once", type=click.IntRange(1), help="Crawls at the same time.  [default: 4]")
@click.option(
    "--metrics",
    metavar="[HOST:]PORT",
    help="Serve /metrics and /healthz there; HOST is 127.0.0.1 if not given.",
)
@click.option("--dry-run", is_flag=True, help="Only say what is due, and what is next.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: print one JSON array.")
@click.pass_obj
def schedule(
    config: Config,
    once: bool,
    at_once: int | None,
    metrics: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Crawl every active site when it is due, until told to stop.

    SIGTERM ends it cleanly with exit code 0, or 10 with --once, Ctrl-C with 10; crawls that are
    running are ended in good order and go on where they were. SIGHUP reads the configuration again.
    """
    if as_json and not dry_run:
        raise click.UsageError("--json is for --dry-run")
    from wenming.schedule import read_address

    address = read_address(config, metrics)
    if dry_run:
        _foresee(config, _settings(config, at_once), as_json)
        return
    # Until the clock hears them: the libraries take a second, and a reload is no end.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(INTERRUPTED if once else 0))
    from scheduler.instance import only_scheduler
    from scheduler.service import Service
    from storage.loglines import log_to
    from wenming.alerting import read_channels

    settings, channels = _settings(config, at_once), read_channels(config)
    log_to(sys.stderr)
    try:
        with only_scheduler(config.home) as is_ours:
            _know_sites(config, settings, channels)
            service = Service(config.home, settings, stays=not once)
            if once:
                sys.exit(_crawl_once(service, channels, is_ours))
            stopped = _keep_going(_daemon(service, channels, address), at_once, is_ours)
        sys.exit(INTERRUPTED if stopped == "SIGINT" else 0)
    finally:
        hear_no_signals()


def _foresee(config: Config, settings: "Settings", as_json: bool) -> None:
    """Print what a scheduler would do that looked now; a running one may be about to do it."""
    from scheduler.service import Service
    from storage.database import storage_errors_at
    from storage.values.stamp import stamp
    from wenming.cli.tables import print_json, print_table
    from wenming.known import known_sites, without_making

    with without_making(config) as here:
        with known_sites(here.home):
            service = Service(here.home, settings)
        with storage_errors_at(here.home.database):
            foreseen = service.foresee()
    rows = [
        {
            "site": one.site,
            "due": start.kind if (start := one.decision.start) else None,
            "planned_at": stamp(start.at) if start else None,
            "next_run_at": stamp(one.following),
            "missed": len(one.decision.unrun),
            "reason": one.decision.unrun[-1].reason if one.decision.unrun else None,
        }
        for one in foreseen
    ]
    if as_json:
        print_json(rows)
    elif rows:
        print_table(rows, list(rows[0]))
    else:
        click.echo("no site is active", err=True)


def _keep_going(daemon: "Daemon", at_once: int | None, is_ours: Callable[[], bool]) -> str | None:
    from scheduler import holidays
    from scheduler.clock import DISPLACED, Clock
    from scheduler.instance import Displaced
    from wenming.alerting import read_channels
    from wenming.config import load

    service = daemon.service

    def reload() -> None:
        try:
            config = load(service.home.root)
            settings, channels = _settings(config, at_once), read_channels(config)
            _know_sites(config, settings, channels)
        except (click.ClickException, OSError) as error:
            # The crawls that are running, and all that are due, shall not suffer from a slip.
            why = error.format_message() if isinstance(error, click.ClickException) else error
            logger.error("the configuration of before still holds: %s", why)
        else:
            service.settings, daemon.outbox.channels = settings, channels
            holidays.read_again()
            logger.info("the configuration was read again")

    chores = {
        "* * * * *": daemon.each_minute,
        "*/10 * * * *": daemon.each_ten_minutes,
    }
    clock = Clock(service, reload=reload, chores=chores, is_ours=is_ours)
    clock.run()
    if clock.stopping == DISPLACED:
        raise Displaced(service.home.root)
    # What is on its way would be sent again by the next one; a slow mail server holds up no end.
    daemon.outbox.finish(within=2)
    service.close()
    return clock.stopping


def _daemon(
    service: "Service", channels: Sequence["Channel"], address: tuple[str, int] | None
) -> "Daemon":
    from scheduler.daemon import Daemon
    from scheduler.endpoint import Endpoint
    from scheduler.metrics import Numbers

    try:
        endpoint = Endpoint(*address, service.clock) if address else None
    except OSError as error:
        raise click.ClickException(
            f"{':'.join(map(str, address or ()))} cannot be listened on: {error.strerror}"
        ) from error
    numbers = Numbers(service.home)
    return Daemon(service, channels, numbers=numbers, endpoint=endpoint)


def _crawl_once(
    service: "Service", channels: Sequence["Channel"], is_ours: Callable[[], bool]
) -> int:
    from scheduler.clock import DISPLACED, run_once
    from scheduler.daemon import Daemon
    from scheduler.instance import Displaced
    from scheduler.metrics import Numbers
    from wenming.cli.crawl import exit_code

    ended: list[Ended] = []
    daemon = Daemon(service, channels, numbers=Numbers(service.home))
    service.on_end = lambda site, end: ended.append(end)
    chores = {60.0: daemon.each_minute, 600.0: daemon.each_ten_minutes}
    stopped = run_once(service, chores=chores, is_ours=is_ours)
    if stopped == DISPLACED:
        raise Displaced(service.home.root)
    daemon.each_ten_minutes()
    daemon.each_minute()
    daemon.outbox.finish()
    service.close()
    if service.failure:
        raise service.failure
    return INTERRUPTED if stopped else exit_code(ended)


def _settings(config: Config, at_once: int | None) -> "Settings":
    from dataclasses import replace

    from wenming.schedule import read_settings

    settings = read_settings(config)
    return replace(settings, at_once=at_once) if at_once else settings


def _know_sites(config: Config, settings: "Settings", channels: Sequence["Channel"]) -> None:
    """Bring the table of sites up to date; tell whom the configuration names that is none."""
    named = set(settings.cadences).union(*(channel.sites for channel in channels))
    if unknown := sorted(named - _save_site_facts(config)):
        logger.warning("the configuration names sites that nobody knows: %s", ", ".join(unknown))


def _save_site_facts(config: Config) -> set[str]:
    """Return the names of all sites, from another process: Scrapy would stay in ours."""
    command = [sys.executable, "-m", "wenming", "--home", str(config.home.root), "sites", "--json"]
    # UTF-8 is what that environment has it write, whatever the locale here is.
    done = subprocess.run(
        command,
        env=config.crawl_environment(),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        error = click.ClickException(done.stderr.strip().removeprefix("Error: "))
        error.exit_code = done.returncode  # type: ignore[misc]  # as the other process ended
        raise error
    return {row["id"] for row in json.loads(done.stdout)}
