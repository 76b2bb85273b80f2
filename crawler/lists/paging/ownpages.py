"""Where a list goes on whose script asks for its pages by the address that it has itself."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.interfaces import PAGE, next_page, with_fields

_COUNTS_UP = regex(r"\w\+\+|\+\+\w|\+=\s*1\b|\+\s*1\b")
_FROM_ZERO = regex(r"\b(?:page(?:_?(?:no|num|number|index))?|p)\s*[:=]\s*0\b", re.I)


def next_of_own(turning: Iterable[str], text: str, asked: str) -> str | None:
    """Return the request for the page of a list after the one that is ``asked`` for.

    ``turning`` are the requests of its script for the first page. Nothing says which is the last:
    what it is asked for behind that is empty, or was shown before.
    """
    first = next(filter(next_page, turning), None)
    if first is None or _COUNTS_UP.search(text) is None:
        return None
    fields, said = (dict(parse_qsl(urlsplit(url).query)) for url in (first, asked))
    here = with_fields(first, **{name: said[name] for name in fields if name in said})
    numbers = [fields[name] for name in fields if PAGE.match(name) and name not in said]
    # What counts up from 0 before it asks begins with 1, which is the second page.
    return here if "1" in numbers and _FROM_ZERO.search(text) else next_page(here)
