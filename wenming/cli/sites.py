"""``wenming sites``."""

import sys
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from wenming.cli.tables import json_option
from wenming.config import Config

if TYPE_CHECKING:
    from storage.sites import SiteState

COLUMNS = ("id", "title", "region", "region_code", "home_url", "origin", "state", "note")
NARROW = ("id", "region", "home_url", "state", "note")  # what a terminal has room for
_dry_run_option = click.option("--dry-run", is_flag=True, help="Only say what each site would be.")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def sites(ctx: click.Context, as_json: bool) -> None:
    """List the sites and what is known of each; units without a known address too."""
    if ctx.invoked_subcommand:
        return
    from crawler.catalogue import unknown_units
    from wenming.cli.tables import print_json, print_table

    is_new = not ctx.obj.home.database.exists()
    known = _known(ctx.obj)
    if is_new:  # nobody shall take it for the one that was meant
        click.echo(f"a new archive begins in {ctx.obj.home.root}", err=True)
    # A person may have found one: what is crawled by its address is known.
    unknown = [unit for unit in unknown_units() if unit["id"] not in known]
    rows = [*known.values(), *unknown]
    rows.sort(key=lambda row: row["region_code"] or "~")
    if as_json:
        print_json(rows)
    else:
        print_table(rows, NARROW if sys.stdout.isatty() else COLUMNS)


@sites.command()
@click.argument("names", metavar="NAME...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every site that is active.")
@click.option("--note", help="Why, for those who look later.")
@_dry_run_option
@click.pass_obj
def pause(
    config: Config, names: Sequence[str], every: bool, note: str | None, dry_run: bool
) -> None:
    """Leave sites alone until they are resumed, unless `crawl` names them."""
    among = "active" if _means_all(names, every) else None
    _set(config, names, "paused", note, among=among, dry_run=dry_run)


@sites.command()
@click.argument("names", metavar="NAME...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every site that is paused.")
@_dry_run_option
@click.pass_obj
def resume(config: Config, names: Sequence[str], every: bool, dry_run: bool) -> None:
    """Visit sites again that were paused or removed."""
    among = "paused" if _means_all(names, every) else None
    _set(config, names, "active", None, among=among, dry_run=dry_run)


@sites.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@_dry_run_option
@click.pass_obj
def remove(config: Config, names: Sequence[str], dry_run: bool) -> None:
    """Forget sites; their articles stay."""
    _set(config, names, "removed", None, dry_run=dry_run)


def _means_all(names: Sequence[str], every: bool) -> bool:
    if bool(names) == every:
        raise click.UsageError("name sites, or --all")
    return every


def _known(config: Config) -> dict[str, dict[str, Any]]:
    """Return the sites by name; of an archive that may only be read, those it knows already."""
    from storage.database import open_read_only
    from storage.errors import ArchiveUnwritable
    from storage.sites import list_sites
    from wenming.known import known_sites

    try:
        with known_sites(config.home) as (_, known):
            return known
    except ArchiveUnwritable:
        if not config.home.is_begun:
            raise
        with closing(open_read_only(config.home)) as db:
            return {row["id"]: row for row in list_sites(db)}


def _set(
    config: Config,
    names: Sequence[str],
    state: "SiteState",
    note: str | None,
    *,
    among: str | None = None,
    dry_run: bool,
) -> None:
    """Change the state of some sites, or of all that are in the state ``among``."""
    from storage.runs import is_crawled
    from storage.sites import get_site, set_state
    from wenming.choosing import what_then
    from wenming.known import known_sites, without_making

    with (
        without_making(config, dry_run=dry_run) as here,
        known_sites(here.home) as (db, known),
    ):
        if among:
            names = [name for name, site in known.items() if site["state"] == among]
            if not names:
                click.echo(f"no site is {among}", err=True)
        for name in names:
            if not get_site(db, name):
                raise click.UsageError(f"unknown site {name!r}; {what_then(name, known.values())}")
    if dry_run:
        for name in names:
            click.echo(f"{name} would be {state}", err=True)
        return
    with known_sites(config.home) as (db, _):
        for name in names:
            set_state(db, name, state, note)
            click.echo(f"{name} is {state}", err=True)
            if state != "active" and is_crawled(config.home, name):
                click.echo("it is being crawled now: this crawl goes on to its end", err=True)
