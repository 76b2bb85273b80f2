"""``wenming export``."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from storage.values.counted import counted
from wenming.cli.options import FEED, filters, refuse_empty, refuse_nonsense
from wenming.config import Config


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--words", help="Only what this question finds, as in search.")
@filters
@click.option(
    "--since-last",
    metavar="NAME",
    type=FEED,
    help="Only what is new, changed, gone or back since the last export of that name.",
)
@click.option("--bom", is_flag=True, help="Mark a CSV as UTF-8, for Excel.")
@click.option("--raw", is_flag=True, help="Leave formulas in a CSV as they are: unsafe in Excel.")
@click.option("--dry-run", is_flag=True, help="Say how many articles it would be.")
@click.pass_obj
def export(
    config: Config,
    /,
    file: Path,
    words: str | None,
    since_last: str | None,
    bom: bool,
    raw: bool,
    dry_run: bool,
    **chosen: Any,
) -> None:
    """Write articles to FILE: .csv, .jsonl or .parquet, with a data package beside it."""
    from storage.database import open_read_only
    from storage.exports.export import export as write
    from storage.exports.feed import read_feed, write_feed
    from storage.exports.formats import FORMATS
    from storage.search import count

    if file.suffix.lower() not in FORMATS:
        raise click.BadParameter(
            f"{str(file)!r} has none of the endings {', '.join(FORMATS)}", param_hint="'FILE'"
        )
    refuse_empty(words)
    with closing(open_read_only(config.home)) as db:
        if since_last is not None:
            chosen["after_capture"] = read_feed(db, config.home, since_last)
        refuse_nonsense(db, **chosen)
        if dry_run:
            click.echo(counted(count(db, words, **chosen), "article"), err=True)
            return
        total = count(db, words, **chosen) if sys.stderr.isatty() else None
        with _bar(file.name, total) as progress:
            done = write(db, file, words, bom=bom, raw=raw, progress=progress, **chosen)
        if since_last is not None:
            write_feed(db, config.home, since_last, done.last_capture)
    click.echo(f"{counted(done.rows, 'article')} in {done.file}", err=True)


@contextmanager
def _bar(name: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show how far it is; nothing where nobody watches."""
    if total is None:
        yield lambda rows: None
        return
    with click.progressbar(length=total, label=name, file=sys.stderr) as bar:
        yield lambda rows: bar.update(rows - bar.pos)
