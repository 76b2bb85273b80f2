"""``wenming suppress``."""

import getpass
import os
from contextlib import closing
from datetime import UTC, datetime

import click

from storage.values.counted import counted
from wenming.cli.history import explain, told
from wenming.cli.options import WHICH
from wenming.cli.tables import json_option, print_json, print_table
from wenming.config import Config

COLUMNS = (
    "article_id", "url", "suppressed_at", "suppressed_by", "reason", "lifted_at", "lifted_by",
    "lift_reason", "erased_at",
)  # fmt: skip


@click.command()
@click.argument("which", metavar="[URL-or-id]", required=False, type=WHICH)
@click.option("--reason", metavar="TEXT", help="Why, of --lift too: the tombstone keeps it.")
@click.option("--by", default=None, metavar="NAME", help="By whose word.  [default: your login]")
@click.option("--lift", is_flag=True, help="Show it again.")
@click.option("--erase", is_flag=True, help="Erase text and raw pages too; there is no way back.")
@click.option("--list", "listing", is_flag=True, help="List the tombstones.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@click.option("--dry-run", is_flag=True, help="Only show what is known of the address.")
@json_option
@click.pass_obj
def suppress(
    config: Config,
    which: str | None,
    reason: str | None,
    by: str | None,
    lift: bool,
    erase: bool,
    listing: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take an article out of search, views, exports, the web page and replay.

    Who, when and why is kept for good, through reread and restore, and so is who lifted it; a
    second reason is kept beside the first. Backups made before still hold what --erase erases.
    """
    from storage.database import open_read_only

    if listing:
        if which:
            raise click.UsageError("--list lists all tombstones and makes none: name no address")
        _list(config, as_json=as_json)
        return
    reason, by = ((said or "").strip() for said in (reason, by))
    if not which or not (lift or reason or dry_run):
        raise click.UsageError("name an address or id and the --reason, or --lift, or --list")
    if lift and erase:
        raise click.UsageError("what is erased cannot be shown again")
    if dry_run:
        click.get_current_context().invoke(explain, which=which, as_json=as_json)
        return
    open_read_only(config.home).close()
    if lift:
        _lift(config, which, reason, by or _login())
    else:
        _suppress(config, which, reason, by or _login(), erase=erase, sure=yes)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container, whoever runs may have no name
        return f"uid {os.getuid()}"


def _list(config: Config, *, as_json: bool) -> None:
    from storage.database import open_read_only
    from storage.suppress import list_suppressions

    with closing(open_read_only(config.home)) as db:
        rows = list_suppressions(db)
    print_json(rows) if as_json else print_table(rows, COLUMNS)


def _lift(config: Config, which: str, reason: str, by: str) -> None:
    from storage.database import open_archive
    from storage.suppress import find_known, lift, list_standing

    with closing(open_archive(config.home)) as db:
        row = find_known(db, which)
        is_erased = any(stone["erased_at"] for stone in list_standing(db, row["id"]))
        if not lift(db, config.home, which, by=by, reason=reason or None, now=datetime.now(UTC)):
            raise click.ClickException(f"{row['url']} is not suppressed")
    until = ", empty until a run fetches it anew" if is_erased else ""
    click.echo(f"{row['url']} is shown again{until}", err=True)


def _confirmed(question: str) -> bool:
    try:
        return click.confirm(question, err=True)
    except click.Abort as error:
        if not isinstance(error.__context__, EOFError):
            raise
        click.echo(err=True)
        return False  # nobody is there to answer


def _suppress(config: Config, which: str, reason: str, by: str, *, erase: bool, sure: bool) -> None:
    from storage.care.erase import erase_address
    from storage.database import open_archive
    from storage.suppress import find_known, list_standing, suppress

    now = datetime.now(UTC)
    with closing(open_archive(config.home)) as db:
        row = find_known(db, which)
        if erase and not sure and not _confirmed(f"Erase {row['url']} for good?"):
            raise click.ClickException("nothing was erased, nor suppressed; --yes does not ask")
        earlier = list_standing(db, row["id"])
        suppress(db, config.home, which, reason=reason, by=by, now=now)
        click.echo(f"{row['url']} is suppressed", err=True)
        if row["kind"] == "list":
            click.echo("  it is a list: nothing is found on it until that is lifted", err=True)
        for stone in earlier:
            click.echo(f"  as it was already: {told(stone)}", err=True)
        if erase:
            records = erase_address(db, config.home, which, now=now)
            click.echo(f"its text and {counted(records, 'raw page')} are erased", err=True)
