"""What a page costs, in calls: their number is the same on every machine, seconds are not.

A bound is a tenth above what was reached. Who must raise one says in the commit what for.
"""

import sys
from collections.abc import Callable, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from article.layout import Layout
from article.reading import read_article
from article.tidy import tidy
from crawler.discovery import read_list

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
LAYOUTS = (Layout(title="h1.title", byline=".byline", body="#zoom", editor=".editor"),)
HOST = "http://news.example"


def news_site() -> Any:
    """The site that crawls are measured on."""
    spec = spec_from_file_location("news_site", BENCHMARKS / "crawls" / "news_site.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def articles() -> list[tuple[bytes, str]]:
    """Articles of the site with their addresses."""
    site = news_site()
    made = site.Site(200)
    paths = [site.article_path(number) for number in range(40, 52)]
    return [(made.page(path).encode(), f"{HOST}{path}") for path in paths]


@pytest.fixture(scope="module")
def lists() -> list[tuple[bytes, str]]:
    """Lists of the site with their addresses."""
    made = news_site().Site(200)
    paths = [f"/list/{number}.html" for number in range(2, 11)]
    return [(made.page(path).encode(), f"{HOST}{path}") for path in paths]


def calls(function: Callable[..., object], *given: object) -> int:
    """How many functions are called to call this one, those of C too."""
    count = 0

    def note(frame: object, event: str, value: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function(*given)
    finally:
        sys.setprofile(before)
    return count


def usual(function: Callable[..., object], inputs: Sequence[tuple[object, ...]]) -> float:
    """The calls for most inputs; the first ones compile patterns as well."""
    return median(calls(function, *given) for given in inputs)


def test_an_article_by_a_layout(articles: list[tuple[bytes, str]]) -> None:
    assert usual(read_article, [(*article, LAYOUTS) for article in articles]) < 4_200


def test_an_article_by_the_rules(articles: list[tuple[bytes, str]]) -> None:
    assert usual(read_article, articles) < 4_600


def test_a_list(lists: list[tuple[bytes, str]]) -> None:
    assert usual(read_list, lists) < 14_000


def test_a_text(articles: list[tuple[bytes, str]]) -> None:
    assert usual(tidy, [(read_article(*article).body,) for article in articles]) < 300
