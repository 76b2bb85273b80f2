"""How commands print: tables for people, one JSON array for programs."""

import json
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from article.model import BEIJING

if TYPE_CHECKING:
    from rich.console import Console

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")
_OWN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as one JSON array and nothing else."""
    click.echo(json.dumps(list(map(dict, rows)), ensure_ascii=False, indent=1, default=str))


def print_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], title: str = "") -> None:
    """Print the named columns of rows, one below the other; one line a row where nobody watches.

    On a terminal moments are short and in Chinese time, and where a row would not fit, its last
    column goes below it.
    """
    from rich.cells import cell_len, set_cell_size

    terminal = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    names = [column.removeprefix("articles_").replace("_", " ") for column in columns]
    lines = [[_cell(row.get(column), short=bool(terminal)) for column in columns] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(names, *lines, strict=True)]
    below = terminal is not None and sum(widths) + 2 * len(widths) - 2 > terminal

    def put(cells: Sequence[str], *, bold: bool = False) -> None:
        *first, last = map(set_cell_size, cells, widths)
        text = "  ".join(first if below else [*first, last]).rstrip()
        click.echo(click.style(text, bold=True) if bold else text)
        if below and cells[-1]:
            click.echo(f"    {cells[-1]}")

    if title:
        click.secho(title, bold=True)
    put(names, bold=True)
    for line in lines:
        put(line)


def local(line: object) -> str:
    """Return a line with our own times, which are stored in UTC, as people in China read them.

    Only on a terminal: programs get them as they are stored.
    """
    if not sys.stdout.isatty():
        return str(line)
    return _OWN.sub(lambda own: f"{_in_beijing(own[0]):%Y-%m-%d %H:%M:%S}", str(line))


def console(*, width: int, **settings: Any) -> "Console":
    """Return where to print; ``width`` is in characters, unless a terminal has its own."""
    from rich.console import Console

    class Output(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to ``wenming.cli.main``: that nobody reads on is no error."""
            raise BrokenPipeError

    return Output(width=None if sys.stdout.isatty() else width, **settings)


def _cell(value: Any, *, short: bool) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return f"{_in_beijing(text):%Y-%m-%d %H:%M}" if short and _MOMENT.fullmatch(text) else text


def _in_beijing(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(BEIJING)
