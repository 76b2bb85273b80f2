"""``wenming search``."""

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from wenming.cli.tables import json_option, print_json
from wenming.config import Config

if TYPE_CHECKING:
    from storage.database import Database

_WORD = "\0"  # no argument of a process can hold it


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options by which articles are chosen, the same for every command."""
    options = [
        click.option("--site", help="Of this site."),
        click.option("--region", help="Of this province, as 湖北省."),
        click.option("--source", help="With this outlet in the byline (来源)."),
        click.option("--since", metavar="DAY", help="Published on this day or later."),
        click.option("--until", metavar="DAY", help="Published on this day or earlier."),
        click.option("--unique", is_flag=True, help="One article a story: no reprints."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


class WordsCommand(click.Command):
    """A command whose words may begin with a minus sign, as long as no option does so."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        marked = [f"{_WORD}{arg}" if arg[:1] == "-" and arg[1:2] > "\x7f" else arg for arg in args]
        return super().parse_args(ctx, marked)


def refuse_unknown_site(db: "Database", site: str | None) -> None:
    """Raise UsageError for a site that the archive does not know: nothing of it is no answer."""
    from storage.sites import get_site

    if site and get_site(db, site) is None:
        raise click.UsageError(f"unknown site {site!r}; `wenming sites` lists the known ones")


@click.command(cls=WordsCommand)
@click.argument("words", nargs=-1, required=True)
@filters
@click.option("--sort", type=click.Choice(["newest", "rank"]), default="newest", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@json_option
@click.pass_obj
def search(config: Config, /, words: tuple[str, ...], as_json: bool, **chosen: Any) -> None:
    """Find articles that hold all WORDS, in title or body.

    "A phrase", 文明 OR 志愿, -without, 标题：家庭 (or title:) narrow the question; everything else
    is taken literally. A Latin -word needs -- before it.
    """
    from storage.database import open_read_only
    from storage.probe import prove
    from storage.search import search as find

    with closing(open_read_only(config.home)) as db:
        prove(db)
        try:
            rows = find(db, " ".join(words).replace(_WORD, ""), **chosen)
        except ValueError as error:  # of a date
            raise click.UsageError(str(error)) from error
        if not rows:
            refuse_unknown_site(db, chosen["site"])
    if as_json:
        print_json(rows)
        return
    for row in rows:
        where = " · ".join(filter(None, (row["published_date"], row["source"], row["site"])))
        click.echo(
            f"{click.style(str(row['id']), dim=True)}  {click.style(row['title'], bold=True)}"
        )
        click.echo(f"    {where}\n    {row['snippet']}\n    {row['url']}")
    if not rows:
        click.echo("Nothing found.", err=True)
