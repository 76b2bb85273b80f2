"""``wenming tidy``."""

from pathlib import Path
from typing import BinaryIO

import click

from article.model import Repair


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--notes", is_flag=True, help="Print what was repaired, on standard error.")
@click.option("--json", "as_json", is_flag=True, help="Print text and repairs as one JSON array.")
def tidy(file: BinaryIO, notes: bool, as_json: bool) -> None:
    """Clean the text of FILE (- for standard input) and print it.

    The text is read as UTF-8, or as GB18030 where it is not that.
    """
    from article.tidy import tidy as tidied

    result = tidied(_text(file.read(), Path(file.name).name))
    if as_json:
        from dataclasses import asdict

        from wenming.cli.tables import print_json

        print_json([{"text": result.text, "repairs": [asdict(one) for one in result.repairs]}])
    else:
        click.echo(result.text)
    if notes:
        for repair in result.repairs:
            click.echo(describe(repair), err=True)


def describe(repair: Repair) -> str:
    """Return one line on a repair: what, where, from what to what, how sure."""
    before, after = (_short(text) for text in (repair.before, repair.after))
    line = f"{repair.kind} at {repair.span_before[0]}: {before} → {after}"
    if repair.guess:
        line += f"; lost, perhaps {_short(repair.guess)}"
    elif repair.lossy:
        line += "; something is lost"
    if repair.confidence < 1:
        line += f" ({repair.confidence:.0%} sure)"
    return f"{line}: {repair.evidence}" if repair.evidence else line


def _short(text: str, most: int = 40) -> str:
    shown = text.replace("\n", "⏎")
    return f"{shown[:most]}…" if len(shown) > most else shown or "∅"


def _text(data: bytes, name: str) -> str:
    from article.decode import decode
    from article.errors import Undecodable

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return decode(data, None, name)[0]
    except Undecodable:
        # No text as far as we can tell; what does not decode is shown as such.
        return data.decode("utf-8", "replace")
