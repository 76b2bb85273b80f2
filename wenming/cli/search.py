"""``wenming search``."""

from contextlib import closing
from typing import Any

import click

from wenming.cli.options import filters, limit_option, refuse_empty, refuse_nonsense
from wenming.cli.tables import json_option, print_json
from wenming.config import Config

_WORD = "\0"  # no argument of a process can hold it


class WordsCommand(click.Command):
    """A command whose words may begin with a minus sign, as long as no option does so."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [f"{_WORD}{a}" if _is_word(a) else a for a in args])


def _is_word(argument: str) -> bool:
    return argument[:1] == "-" and (argument[1:2] > "\x7f" or argument[1:2] == '"')


@click.command(cls=WordsCommand)
@click.argument("words", nargs=-1, required=True)
@filters
@click.option(
    "--sort",
    type=click.Choice(["newest", "rank"]),
    default="newest",
    show_default=True,
    help="The newest first, or the most relevant.",
)
@limit_option
@json_option
@click.pass_obj
def search(config: Config, /, words: tuple[str, ...], as_json: bool, **chosen: Any) -> None:
    """Find articles that hold all WORDS, in title or body.

    "A phrase", 文明 OR 志愿, -without, 标题：家庭 (or title:) narrow the question; everything else
    is taken literally. A Latin -word needs -- before it.
    """
    from storage.care.probe import prove
    from storage.database import open_read_only
    from storage.search import search as find
    from wenming.choosing import joins_words, leaves_out_only, no_text_has

    question = " ".join(words).replace(_WORD, "")
    refuse_empty(question)
    with closing(open_read_only(config.home)) as db:
        prove(db)
        refuse_nonsense(db, **chosen)
        rows = find(db, question, **chosen)
        # Filters may have left out the texts that have them.
        are_signs = not rows and no_text_has(db, question)
    if are_signs:
        raise click.UsageError(f"there is no word in {question!r}, and no text has these signs")
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
    if not rows and chosen["source"]:
        click.echo("--source finds the whole name of an outlet, as bylines have it.", err=True)
    if not rows and leaves_out_only(question):
        click.echo(
            "Words to leave out need one to find: alone they are looked for as typed.", err=True
        )
    if not rows and joins_words(question):
        click.echo(
            "Signs are looked for as typed: between words put a blank, before an option --.",
            err=True,
        )
