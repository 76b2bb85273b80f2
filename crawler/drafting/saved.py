"""Saved pages, a folder each: the page as received, what it is, and what a person reads on it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from article.model import Article, published_text
from crawler.drafting.frozen import Frozen

FIELDS = ("title", "published_at", "source", "author", "editor", "credit")
_KINDS = {"list": ("articles",), "article": ()}  # each with what its file must say


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page and what is expected of it."""

    name: str
    html: bytes
    url: str
    charset: str | None
    kind: str  # list, article
    expected: dict[str, Any]


def saved_pages(folder: Path) -> Iterator[Saved]:
    """Yield the lists and articles of a site's folder of saved pages.

    Raises OSError where a page is missing, ValueError for a file that does not say what it must.
    """
    for known in sorted(folder.glob("*/*.json")):
        if known.stem not in _KINDS:
            continue
        expected = read_json(known)
        if "not_an_article" not in expected:
            _require(known, expected, *_KINDS[known.stem])
            name, page = known.parent.name, known.with_name("page.html").read_bytes()
            about = read_json(known.with_name("page.json"))
            _require(known.with_name("page.json"), about, "url")
            yield Saved(name, page, about["url"], about.get("charset"), known.stem, expected)


def read_json(path: Path) -> dict[str, Any]:
    """Return what a file says; the ValueError of one that is no JSON names it."""
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path} is no JSON of fields: {error}") from error


def _require(path: Path, said: dict[str, Any], *names: str) -> None:
    for name in names:
        if name not in said:
            raise ValueError(f"{path} does not say {name!r}")


def list_files(folder: Path, page: Frozen, **links: list[str]) -> dict[Path, bytes]:
    """Return the files of a list page, with the addresses of its links by what they lead to."""
    return _files(folder, page, "list", links)


def article_files(folder: Path, page: Frozen, article: Article) -> dict[Path, bytes]:
    """Return the files of an article page, with what was read of it."""
    fields = {name: getattr(article, name) for name in FIELDS}
    fields["published_at"] = published_text(article.published_at)
    fields["body"] = article.body.split("\n") if article.body else []
    return _files(folder, page, "article", fields)


def _files(folder: Path, page: Frozen, kind: str, expected: dict[str, Any]) -> dict[Path, bytes]:
    about = {"url": page.url, "charset": page.charset, "time": page.time, "confirmed": False}
    return {
        folder / "page.html": page.html,
        folder / "page.json": _json(about),
        folder / f"{kind}.json": _json(expected),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
