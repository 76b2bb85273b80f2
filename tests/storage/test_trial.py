"""New rules are tried on what earlier ones read, and nothing of it is kept."""

from contextlib import closing
from dataclasses import replace

import pytest

from article.errors import NotAnArticle
from article.model import Article, Evidence
from storage.database import open_archive
from storage.home import Home
from storage.reread import Reader, Stored
from storage.trial import try_rules
from tests.storage.crawling import rows
from tests.storage.synthetic import Site, crawl

SITE = Site(articles=12)


def as_before(stored: Stored) -> Article:
    return SITE.article(stored.address.url)


def without_source(stored: Stored) -> Article:
    return replace(as_before(stored), source=None)


def without_text(stored: Stored) -> Article:
    return replace(as_before(stored), body="一句。")


def by_another_rule(stored: Stored) -> Article:
    article = as_before(stored)
    return replace(article, evidence={**article.evidence, "published_at": Evidence(rule="other")})


def refused(stored: Stored) -> Article:
    raise NotAnArticle("list", "links", url=stored.address.url)


def broken(stored: Stored) -> Article:
    raise KeyError(stored.address.url)


@pytest.mark.parametrize(
    ("rules", "worse"),
    [
        (as_before, 0),
        (without_source, 10),
        (without_text, 10),
        (by_another_rule, 10),
        (refused, 10),
        (broken, 10),
    ],
)
def test_what_comes_out_worse_is_counted(home: Home, rules: Reader, worse: int) -> None:
    crawl(home, SITE)
    before = rows(home, "select * from articles")
    with closing(open_archive(home)) as db:
        assert try_rules(db, home, rules, SITE.id) == (10, worse)
        assert try_rules(db, home, rules, "another") == (0, 0)
    assert rows(home, "select * from articles") == before
