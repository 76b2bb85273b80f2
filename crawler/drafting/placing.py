"""The layout of a site's articles: where their fields stand, if that reads them as before."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from article.errors import ArticleError
from article.layout import Layout, text_of
from article.model import Article
from article.patterns import regex
from article.reading import read_article
from crawler.drafting.frozen import Frozen
from crawler.drafting.saved import FIELDS
from crawler.drafting.selecting import (
    Place,
    body_selector,
    find_holder,
    find_title,
    selector_of,
    text_selector,
)

LONGEST_BYLINE = 300  # characters
_OWN_NAME = regex(r"[.#][\w-]+\Z")


def layout_of(articles: Sequence[tuple[Frozen, Article]]) -> Layout | None:
    """Return the layout by which all articles read the same; None where general rules do."""
    roots = [one.root for one, _ in articles]
    read = [(root, article) for root, (_, article) in zip(roots, articles, strict=True)]
    titles: list[Place] = [(root, [article.title]) for root, article in read]
    bodies: list[Place] = [
        (root, [lines[0], lines[-1]])
        for root, article in read
        if (lines := article.body.split("\n")) != [""]
    ]
    bylines = [place for root, article in read if (place := _byline(root, article))]
    editors = [place for root, article in read if (place := _editor(root, article))]
    texts = {root: find_holder(root, lines, is_whole=True) for root, lines in bodies}
    headings = {root: find_title(root, one.title, texts.get(root)) for root, one in read}
    layout = Layout(
        title=selector_of(titles, list(headings.values())),
        byline=text_selector(bylines),
        body=body_selector(bodies, [headings[root] for root, _ in bodies]),
        # What has no name of its own may be any paragraph of another article.
        editor=css if (css := text_selector(editors)) and _OWN_NAME.search(css) else None,
    )
    # What one selector finds may be more than its field: the others do without it.
    spared = (
        names for size in range(4) for names in combinations(("editor", "byline", "title"), size)
    )
    fewer = (replace(layout, **dict.fromkeys(names)) for names in spared)
    fit = (one for one in fewer if one.body or (one.title and one.byline))
    return next((one for one in fit if all(_reads_as_before(one, *of) for of in articles)), None)


def _byline(root: Any, article: Article) -> Place | None:
    """Return what a byline says: the line with the day, and the names that stand beside it.

    Where the day is told for machines, it is the line that names the source.
    """
    told = (article.evidence.get(name) for name in ("published_at", "source"))
    for text in [one.text for one in told if one]:
        beside = [
            name
            for field in ("source", "author", "editor")
            if (found := article.evidence.get(field))
            and found.text == text
            and (name := getattr(article, field))
        ]
        line = _first_line(text)
        for texts in ([line, *beside], [line]) if line else ():
            holder = find_holder(root, texts)
            if holder is not None and len(text_of(holder)) <= LONGEST_BYLINE:
                return root, texts
    return None


def _editor(root: Any, article: Article) -> Place | None:
    """Return what names the editor below a text."""
    told = article.evidence.get("editor")
    if told is None or told.rule != "end" or not article.editor:
        return None
    texts = [article.editor, "编"]
    return root, texts if find_holder(root, texts) is not None else [told.text]


def _reads_as_before(layout: Layout, frozen: Frozen, article: Article) -> bool:
    try:
        again = read_article(frozen.html, frozen.url, [layout], charset=frozen.charset)
    except ArticleError:
        return False
    return all(getattr(again, name) == getattr(article, name) for name in (*FIELDS, "body"))


def _first_line(text: str) -> str:
    return next((line for line in text.split("\n") if re.search(r"\d{4}", line)), "")[:60]
