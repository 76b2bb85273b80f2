"""Every saved page reads as its article.json, written by hand, says: one case a field.

Pages of a site are read by what its spider declares.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from article.errors import NotAnArticle
from article.layout import Layout
from article.model import Article, published_text
from article.reading import read_article
from crawler.catalogue import spider_loader
from crawler.drafting.saved import read_json

PAGES = Path(__file__).parents[1] / "pages"
LOADER = spider_loader()
SITES = frozenset(LOADER.list())
FOLDERS = sorted(path.parent for path in PAGES.glob("*/*/article.json"))


def name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def expected(folder: Path) -> dict[str, Any]:
    return read_json(folder / "article.json")


def as_layout(until: str | None = None, **selectors: str) -> Layout:
    return Layout(until=date.fromisoformat(until) if until else None, **selectors)


def layouts_of(site: str) -> Sequence[Layout]:
    return LOADER.load(site).layouts if site in SITES else ()


@cache
def read(folder: Path) -> Article:
    page = read_json(folder / "page.json")
    own = [as_layout(**layout) for layout in page.get("layouts", ())]
    layouts = own or layouts_of(folder.parent.name)
    html = (folder / "page.html").read_bytes()
    return read_article(html, page["url"], layouts, charset=page["charset"])


ARTICLES = [folder for folder in FOLDERS if "not_an_article" not in expected(folder)]
OTHERS = [folder for folder in FOLDERS if "not_an_article" in expected(folder)]
CASES = [(folder, field) for folder in ARTICLES for field in expected(folder)]


def as_recorded(article: Article, field: str) -> Any:
    match field:
        case "published_at":
            return published_text(article.published_at)
        case "body":
            return article.body.split("\n") if article.body else []
        case "images":
            return [image.url for image in article.images]
        case "captions":
            return [image.caption for image in article.images]
        case "attachments":
            return [[file.url, file.kind] for file in article.attachments]
        case "conflicts":
            return [name for name, evidence in article.evidence.items() if evidence.conflict]
        case "rules":
            return {name: article.evidence[name].rule for name in ("title", "published_at", "body")}
        case "charset":
            return [article.charset.declared, article.charset.used] if article.charset else None
        case "pages" | "keywords":
            return list(getattr(article, field))
    return getattr(article, field)


@pytest.mark.parametrize(("folder", "field"), CASES, ids=[f"{name(f)}-{x}" for f, x in CASES])
def test_a_saved_page_reads_as_recorded(folder: Path, field: str) -> None:
    assert as_recorded(read(folder), field) == expected(folder)[field]


@pytest.mark.parametrize("folder", OTHERS, ids=name)
def test_what_is_no_article_is_said_to_be_so(folder: Path) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read(folder)
    assert refused.value.kind == expected(folder)["not_an_article"]


@pytest.mark.parametrize("folder", ARTICLES, ids=name)
def test_every_field_with_a_value_has_evidence(folder: Path) -> None:
    article = read(folder)
    fields = ("title", "body", "published_at", "source", "author", "editor", "credit", "channel")
    valued = {field for field in fields if getattr(article, field)}
    assert valued == {field for field in fields if field in article.evidence}


def test_there_is_a_page_for_every_trap() -> None:
    assert len(FOLDERS) >= 40
    assert len(OTHERS) >= 6
