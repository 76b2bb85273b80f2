"""``wenming sites``."""

import sys
from typing import TYPE_CHECKING

import click

from wenming.cli.tables import json_option
from wenming.config import Config

if TYPE_CHECKING:
    from storage.sites import SiteState

COLUMNS = ("id", "title", "region", "region_code", "home_url", "origin", "state", "note")
NARROW = ("id", "region", "home_url", "state", "note")  # what a terminal has room for


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def sites(ctx: click.Context, as_json: bool) -> None:
    """List the sites and what is known of each; units without a known address too."""
    if ctx.invoked_subcommand:
        return
    from crawler.catalogue import unknown_units
    from wenming.cli.tables import print_json, print_table
    from wenming.known import known_sites

    with known_sites(ctx.obj.home) as (_, known):
        # A person may have found one: what is crawled by its address is known.
        unknown = [unit for unit in unknown_units() if unit["id"] not in known]
    rows = [*known.values(), *unknown]
    rows.sort(key=lambda row: row["region_code"] or "~")
    if as_json:
        print_json(rows)
    else:
        print_table(rows, NARROW if sys.stdout.isatty() else COLUMNS)


@sites.command()
@click.argument("name")
@click.option("--note", help="Why, for those who look later.")
@click.pass_obj
def pause(config: Config, name: str, note: str | None) -> None:
    """Leave a site alone until it is resumed."""
    _set(config, name, "paused", note)


@sites.command()
@click.argument("name")
@click.pass_obj
def resume(config: Config, name: str) -> None:
    """Visit a site again that was paused or removed."""
    _set(config, name, "active", None)


@sites.command()
@click.argument("name")
@click.pass_obj
def remove(config: Config, name: str) -> None:
    """Forget a site; its articles stay."""
    _set(config, name, "removed", None)


def _set(config: Config, name: str, state: "SiteState", note: str | None) -> None:
    from storage.sites import set_state
    from wenming.choosing import what_then
    from wenming.known import known_sites

    with known_sites(config.home) as (db, known):
        if not set_state(db, name, state, note):
            raise click.UsageError(f"unknown site {name!r}; {what_then(name, known.values())}")
    click.echo(f"{name} is {state}", err=True)
