"""``wenming runs``."""

from contextlib import closing

import click

from wenming.cli.tables import json_option, print_json, print_table
from wenming.config import Config

COLUMNS = (
    "id", "site", "kind", "started_at", "outcome", "pages", "articles_new", "articles_changed",
    "errors", "reason",
)  # fmt: skip


@click.group(invoke_without_command=True)
@click.option("--site", help="Of this site only.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@json_option
@click.pass_context
def runs(ctx: click.Context, site: str | None, limit: int, as_json: bool) -> None:
    """List the latest runs, the newest first: what ran, how it ended and why."""
    if ctx.invoked_subcommand:
        return
    from storage.database import open_read_only
    from storage.runs import history

    with closing(open_read_only(ctx.obj.home)) as db:
        rows = history(db, site=site, limit=limit)
    if as_json:
        print_json(rows)
    else:
        print_table(rows, COLUMNS)


@runs.command()
@click.argument("run_id", type=int)
@json_option
@click.pass_obj
def show(config: Config, run_id: int, as_json: bool) -> None:
    """Show everything about one run."""
    from storage.database import open_read_only
    from storage.runs import get

    with closing(open_read_only(config.home)) as db:
        run = get(db, run_id)
    if run is None:
        raise click.UsageError(f"there is no run {run_id}")
    if as_json:
        print_json([run])
        return
    for name, value in run.items():
        click.echo(f"{name}: {'–' if value is None else value}")
