"""``wenming search``."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import click

from wenming.cli.tables import json_option, print_json
from wenming.config import Config


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


@click.command()
@click.argument("words", nargs=-1, required=True)
@filters
@click.option("--sort", type=click.Choice(["newest", "rank"]), default="newest", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@json_option
@click.pass_obj
def search(config: Config, /, words: tuple[str, ...], as_json: bool, **chosen: Any) -> None:
    """Find articles that hold all WORDS, in title or body.

    "A phrase", 文明 OR 志愿, -without, 标题：家庭 (or title:) narrow the question; everything else
    is taken literally. Words that begin with - need -- before them.
    """
    from storage.database import open_read_only
    from storage.probe import prove
    from storage.search import search as find

    with closing(open_read_only(config.home)) as db:
        prove(db)
        try:
            rows = find(db, " ".join(words), **chosen)
        except ValueError as error:  # of a date
            raise click.UsageError(str(error)) from error
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
