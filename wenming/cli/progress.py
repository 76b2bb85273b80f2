"""How far a crawl is, on a terminal, and how it ended."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click


@contextmanager
def crawl_progress(site: str) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Show a bar of pages fetched against pages known; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda event: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages, {task.fields[new]} new articles"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(site, total=None, new=0)

        def tell(event: Mapping[str, Any]) -> None:
            if "pages" in event:
                total = event["pages"] + event.get("waiting", 0)
                progress.update(
                    task, completed=event["pages"], total=total, new=event["articles_new"]
                )

        yield tell


def tell_people(message: str, **facts: object) -> None:
    """Tell how a crawl ended to a person; ``facts`` are not for him."""
    click.echo(message, err=True)


def tell_readers(message: str, **facts: object) -> None:
    """Tell whoever reads standard error: a person on a terminal, else a collector of logs."""
    from storage.loglines import as_line

    tell_people(message if sys.stderr.isatty() else as_line(message, **facts))
