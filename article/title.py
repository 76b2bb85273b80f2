"""The title of an article, without the names of site and channel."""

import re
import unicodedata

from article.page import Page

NOT_WORD = re.compile(r"[\W_]+")
SEPARATORS = re.compile(r"\s*(?:_|\||｜|——|--+|-{2,}|\s[-–—]\s|-(?=[^-]{2,15}$))\s*")
MIN_TITLE, MAX_TITLE = 4, 120


def key(text: str) -> str:
    """Return what two spellings of one title have in common: letters and numerals."""
    return NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()


def find_title(page: Page, metas: dict[str, str], enp: dict[str, str]) -> list[tuple[str, str]]:
    """Return (rule, title) of each signal that speaks, strongest first."""
    candidates = [("meta:articletitle", metas.get("articletitle")), ("enp:title", enp.get("title"))]
    candidates += [("heading", _heading(page)), ("line", _line(page))]
    first_h1 = next(
        (line.text for line in page.lines if line.heading == 1 and not line.hidden), None
    )
    candidates += [("h1", first_h1), ("meta:og:title", _head(metas.get("og:title", "")))]
    candidates += [("title", _head(page.title))]
    return [(rule, title) for rule, title in candidates if title]


def _heading(page: Page) -> str | None:
    whole = key(page.title)
    for level in (1, 2, 3):
        texts = [line.text for line in page.lines if line.heading == level and not line.hidden]
        fitting = [
            t
            for t in texts
            if len(key(t)) >= MIN_TITLE and (key(t) in whole or (whole and whole in key(t)))
        ]
        if fitting:
            return max(fitting, key=len)
    return None


def _line(page: Page) -> str | None:
    whole = key(page.title)
    fitting = [
        line.text
        for line in page.lines
        if 5 <= len(line.text) <= MAX_TITLE
        and line.linked < len(line.text)
        and key(line.text) in whole
    ]
    return max(fitting, key=len, default=None)


def _head(title: str) -> str:
    return next((part for part in SEPARATORS.split(title) if len(key(part)) >= 2), title)
