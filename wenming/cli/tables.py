"""How commands print: tables for people, one JSON array for programs."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as one JSON array and nothing else."""
    click.echo(json.dumps(list(map(dict, rows)), ensure_ascii=False, indent=1, default=str))


def print_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], title: str = "") -> None:
    """Print the named columns of rows; wide text is folded on a terminal and whole elsewhere."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(column))) for column in columns))
    console(width=200).print(table)


def console(*, width: int, **settings: Any) -> "Console":
    """Return where to print; ``width`` is in characters, unless a terminal has its own."""
    from rich.console import Console

    class Output(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to ``wenming.cli.main``: that nobody reads on is no error."""
            raise BrokenPipeError

    return Output(width=None if sys.stdout.isatty() else width, **settings)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
