"""``wenming runs``."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from textwrap import indent
from typing import Any

import click

from storage.loglines import for_people, read_line, read_lines
from wenming.cli.options import limit_option, refuse_nonsense, site_option
from wenming.cli.tables import json_option, local, print_json, print_table
from wenming.config import Config

COLUMNS = (
    "id", "site", "kind", "started_at", "outcome", "pages", "articles_new", "articles_changed",
    "errors", "reason",
)  # fmt: skip


LAST_LINES = 15  # of a log


@click.group(invoke_without_command=True)
@site_option
@limit_option
@json_option
@click.pass_context
def runs(ctx: click.Context, site: str | None, limit: int, as_json: bool) -> None:
    """List the latest runs, the newest first: what ran, how it ended and why."""
    if ctx.invoked_subcommand:
        return
    from storage.database import open_read_only
    from storage.runs import as_it_stands, history

    home = ctx.obj.home
    with closing(open_read_only(home)) as db:
        refuse_nonsense(db, site=site)
        rows = [as_it_stands(home, db, run) for run in history(db, site=site, limit=limit)]
    if as_json:
        print_json(rows)
    else:
        print_table(rows, COLUMNS)


@runs.command()
@click.argument("run_id", type=int)
@click.option("--log", "whole_log", is_flag=True, help="Print its whole log and nothing else.")
@json_option
@click.pass_obj
def show(config: Config, run_id: int, whole_log: bool, as_json: bool) -> None:
    """Show everything about one run, and the end of its log."""
    from storage.database import open_read_only
    from storage.runs import as_it_stands, get

    with closing(open_read_only(config.home)) as db:
        run = get(db, run_id)
        if run is None:
            raise click.ClickException(f"there is no run {run_id}; `wenming runs` lists the latest")
        run = as_it_stands(config.home, db, run)
    log = _log(config, run)
    lines = read_lines(log) if log else []
    if whole_log:
        if log is None:
            raise click.ClickException(f"run {run_id} has no log: it never began, or the log went")
        _print_log(lines, as_json)
    elif as_json:
        print_json([run | {"log": str(log) if log else None}])
    else:
        _print(run, log, lines)


def _print_log(lines: Sequence[str], as_json: bool) -> None:
    if as_json:
        print_json(read_line(line) for line in lines)
    else:
        for line in lines:
            click.echo(for_people(line))


def _log(config: Config, run: dict[str, Any]) -> Path | None:
    from scheduler.logs import find_log

    if not run["started_at"]:
        return None
    return find_log(config.home, run["site"], datetime.fromisoformat(run["started_at"]))


def _print(run: dict[str, Any], log: Path | None, lines: Sequence[str]) -> None:
    for name, value in run.items():
        click.echo(f"{name}: {'–' if value is None else local(value)}")
    if log is None:
        click.echo("log: –")
        return
    click.echo(f"log: {log}")
    if len(lines) > LAST_LINES:
        click.echo(f"  … {len(lines) - LAST_LINES} lines, all with --log")
    for line in lines[-LAST_LINES:]:
        click.echo(indent(for_people(line), "  "))
