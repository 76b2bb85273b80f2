"""``wenming show``."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from article.model import Repair
from wenming.cli.options import WHICH
from wenming.cli.tables import json_option, local, print_json
from wenming.config import Config

if TYPE_CHECKING:
    from storage.database import Database

FIELDS = (
    "url", "site", "channel", "published_at", "published_evidence", "source", "author", "editor",
    "credit", "state", "version", "first_seen_at", "last_seen_at",
)  # fmt: skip


@click.command()
@click.argument("which", metavar="URL-or-id", type=WHICH)
@click.option("--versions", is_flag=True, help="List its versions.")
@click.option("--diff", is_flag=True, help="Show what changed from version to version.")
@click.option("--notes", is_flag=True, help="Print what was repaired, on standard error.")
@click.option("--raw", is_flag=True, help="Print the page as it was received, nothing else.")
@json_option
@click.pass_obj
def show(
    config: Config, which: str, versions: bool, diff: bool, notes: bool, raw: bool, as_json: bool
) -> None:
    """Show one article: its fields, its text, its history, its reprints."""
    if raw and as_json:
        raise click.UsageError("--raw is the page itself, and no JSON")
    from article.tidy import repairs_from_json
    from storage.database import location, open_read_only
    from storage.lookup import find_article, find_capture, list_reprints, list_versions
    from wenming.cli.tidy import describe

    with closing(open_read_only(config.home)) as db:
        article = find_article(db, which)
        if article is None:
            raise click.ClickException(f"no article {which} in {location(db)}{_hint(db, which)}")
        if raw:
            from storage.warc.payload import raw_page

            click.echo(raw_page(db, config.home, article["id"]), nl=False)
            return
        capture = find_capture(db, article["id"])
        history = list_versions(db, article["id"])
        relatives = list_reprints(db, article["id"])
    if as_json:
        print_json([article | {"capture": capture, "versions": history, "reprints": relatives}])
        return
    repairs = repairs_from_json(article["repairs"])
    _print_article(article, capture, repairs)
    if notes:
        for repair in repairs:
            click.echo(describe(repair), err=True)
    if better := _better_copy(repairs, relatives):
        click.secho(f"\nA better copy is {better['id']}: {better['url']}", fg="yellow")
    _print_relatives(relatives)
    if versions or diff:
        _print_versions(history, diff)


def _hint(db: "Database", which: str) -> str:
    """Say how to learn more of what is known and not shown: a list, say, or what is suppressed."""
    from storage.errors import StorageError
    from storage.suppress import find_known

    try:
        find_known(db, which)
    except StorageError:
        return ""
    return f"; `wenming explain {which}` says what is known of it"


def _print_article(
    article: Mapping[str, Any], capture: Mapping[str, Any] | None, repairs: Sequence[Repair]
) -> None:
    from storage.care.erase import ERASED

    click.secho(f"{article['id']}  {article['title']}", bold=True)
    for name in FIELDS:
        if article[name] is not None:
            click.echo(f"{click.style(name, dim=True)} {local(article[name])}")
    if capture and capture["warc_file"]:
        place = "{warc_file} at byte {warc_offset}, {warc_length} bytes".format(**capture)
        click.echo(f"{click.style('capture', dim=True)} {capture['capture_id']}: {place}")
    if repairs:
        kinds = sorted({repair.kind for repair in repairs})
        click.echo(f"{click.style('repairs', dim=True)} {len(repairs)}: {', '.join(kinds)}")
    click.echo()
    why = "erased, not yet fetched anew" if article["title"] == ERASED else "a page of pictures"
    click.echo(_marked(article["body"], repairs) or f"(no text: {why})")


def _marked(body: str, repairs: Sequence[Repair]) -> str:
    """Underline what was restored, and show in red what was lost and could not be."""
    from article.traces import traces

    shown, done = "", 0
    for repair, (start, end) in sorted(zip(repairs, traces(repairs), strict=True), key=_place):
        if repair.kind != "script" and done <= start < end <= len(body):
            shown += body[done:start] + click.style(body[start:end], underline=True)
            done = end
    return (shown + body[done:]).replace("\ufffd", click.style("\ufffd", fg="red"))


def _place(traced: tuple[Repair, tuple[int, int]]) -> int:
    return traced[1][0]


def _better_copy(
    repairs: Sequence[Repair], relatives: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Return the reprint that lost least, where it lost less than this one."""
    lost = sum(repair.lossy for repair in repairs)
    best = min(
        (row for row in relatives if row["relation"] in ("exact", "near")),
        key=lambda row: int(row["lossy"]),
        default=None,
    )
    return best if best and best["lossy"] < lost else None


def _print_relatives(relatives: list[dict[str, Any]]) -> None:
    if not relatives:
        return
    click.secho("\nThe same story", bold=True)
    for row in relatives:
        facts = (str(row["id"]), row["published_date"], row["site"], row["relation"], row["title"])
        click.echo("  " + " · ".join(filter(None, facts)))


def _print_versions(history: list[dict[str, Any]], diff: bool) -> None:
    from wenming.changes import changed_lines

    click.secho("\nVersions", bold=True)
    before: dict[str, Any] | None = None
    for row in history:
        seen = local(row["seen_at"])
        click.echo(f"  {row['version']}  {seen}  {row['change']}  {row['title']}")
        for line in changed_lines(before, row) if diff and before else ():
            click.secho(f"      {line}", fg="green" if line[0] == "+" else "red")
        before = row
