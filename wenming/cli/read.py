"""``wenming read``."""

from typing import Any, BinaryIO

import click

from article.model import Article, Evidence, published_text
from wenming.cli.options import PAGE

FIELDS = (
    "title", "published_at", "source", "author", "editor", "credit", "channel", "keywords",
)  # fmt: skip


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--url", type=PAGE, default="", help="The address of the page: for dates, links, pictures."
)
@click.option("--charset", help="The charset of its HTTP header.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array with one object.")
def read(file: BinaryIO, url: str, charset: str | None, as_json: bool) -> None:
    """Read the saved page FILE (- for standard input): fields, evidence, conflicts.

    A page that is no article says what it is, and the command ends with exit code 1.
    """
    from article.errors import ArticleError
    from article.reading import read_article

    try:
        article = read_article(file.read(), url, charset=charset)
    except ArticleError as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    if as_json:
        from wenming.cli.tables import print_json

        print_json([_plain(article)])
    else:
        _print(article)


def _plain(article: Article) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(article) | {"published_at": published_text(article.published_at)}


def _print(article: Article) -> None:
    from rich.text import Text

    from wenming.cli.tables import console as output

    console = output(width=200, highlight=False, soft_wrap=True)
    for name in FIELDS:
        value = getattr(article, name)
        if not value:
            console.print(Text(f"{name}: –", style="dim"))
            continue
        shown = published_text(value) if name == "published_at" else value
        shown = "、".join(shown) if isinstance(shown, tuple) else shown
        console.print(Text(f"{name}: ", style="bold").append(str(shown), style="not bold"))
        if evidence := article.evidence.get(name):
            _print_evidence(console, evidence)
    for image in article.images:
        console.print(Text(f"image: {image.url} {image.caption or ''}".rstrip()))
    for attachment in article.attachments:
        console.print(
            Text(f"{attachment.kind}: {attachment.url} {attachment.title or ''}".rstrip())
        )
    for page in article.pages:
        console.print(Text(f"further page: {page}"))
    if article.charset:
        declared = article.charset.declared or "nothing"
        console.print(Text(f"charset: {article.charset.used}, declared {declared}"))
    console.print()
    console.print(Text(article.body or "(no text: a page of pictures)"))


def _print_evidence(console: Any, evidence: Evidence) -> None:
    from rich.text import Text

    text = " ".join(evidence.text.split())[:80]
    console.print(Text(f"    by {evidence.rule}: {text}", style="dim"))
    for other in evidence.others:
        style = "yellow" if evidence.conflict else "dim"
        console.print(Text(f"    {other.rule} says {other.value}", style=style))
    if evidence.conflict:
        console.print(Text("    conflict: they mean different things", style="yellow"))
