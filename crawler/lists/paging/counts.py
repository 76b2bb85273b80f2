"""How many pages a list has, by its scripts or by what it says to its readers."""

import re
from collections.abc import Iterator
from itertools import islice

from article.patterns import regex
from crawler.lists.markup import attributes_of
from crawler.lists.scripts.terms import in_plain, unwrapped

MOST_CALLS = 5  # of one page that are looked at

_INPUT = regex(r"<input\b[^<>]{0,500}>", re.I)
COUNT = regex(
    r"""
        \b(?:m_n|int|n|i|_)?(?:
            countPages? | pageCount | totalPages? | pagesTotal | pageTotal | page_count
            | total_page | allPages? | maxPage | pages
        )\b['\"]?\s*[:=]\s*['\"]?(\d{1,6})
    """,
    re.X | re.I,
)
_CALL_OF_PAGER = regex(
    r"""
        (?<![\w.])(?!function\b)\w{0,20}pag(?:e|ing|inat)\w{0,20}(?:\.\w{1,20}){0,2}\(
        ((?:\s*(?:\d{1,6}|["'][\w#-]{0,20}["']|[A-Za-z_]\w{0,20})\s*,){1,5}
        \s*(?:\d{1,6}|["'][\w#-]{0,20}["']|[A-Za-z_]\w{0,20})\s*)\)
    """,
    re.X | re.I,
)
_COUNT_NAMED = regex(
    r"""\b(?:totalPages?|pageCount|pageTotal|countPage)["']?\s*:\s*([A-Za-z_]\w*)\s*[,}\n]""", re.I
)
# "Math.ceil(total / size)", "(total + size - 1) / size"
_COUNTED_OUT = regex(
    r"""
        Math\.ceil\(\s*([\w.]+)\s*/\s*([\w.]+)\s*\)
        | \(\s*([\w.]+)\s*\+\s*([\w.]+)\s*-\s*1\s*\)\s*/\s*\4\b
    """,
    re.X,
)
# Those of TRS, and those that laypage is called with.
_RECORDS = regex(r"(?:m_nRecordCount\s*=|\b(?:count|items)\s*:)\s*['\"]?(\d+)", re.I)
_SIZE = regex(r"(?:m_nPageSize\s*=|\b(?:limit|itemsOnPage)\s*:)\s*['\"]?(\d+)", re.I)
_COUNT_IN_TEXT = regex(
    r"共\s{0,3}(\d{1,6})\s{0,3}[页頁]|第?\s{0,3}\d{1,6}\s{0,3}/\s{0,3}(\d{1,6})\s{0,3}[页頁]"
)


def count_of_pages(text: str) -> int | None:
    """Return how many pages a list says that it has, in its scripts or to its readers."""
    inputs = dict(inputs_of(text)) if ".val" in text else {}
    return counted_by(in_plain(text, inputs.get) if inputs else text, text)


def counted_by(scripts: str, text: str) -> int | None:
    """Return how many pages ``scripts`` count, or the words of the page ``text`` say."""
    if (records := _RECORDS.search(scripts)) and (size := _SIZE.search(scripts)) and int(size[1]):
        return -(-int(records[1]) // int(size[1]))
    if found := COUNT.search(scripts):
        return int(found[1])
    if (counted := _counted_out(scripts)) is not None:
        return counted
    if (named := _COUNT_NAMED.search(scripts)) and (counted := _number(named[1], scripts)):
        return counted
    shown = _COUNT_IN_TEXT.search(re.sub(r"<[^>]{0,200}>", "", text))
    return int(shown[1] or shown[2]) if shown else _counted_by_call(scripts)


def _counted_by_call(scripts: str) -> int | None:
    """Return how many pages the call of a pager says: ``page.go(1, 5)``, ``paging(5, 23, 1, 5)``.

    Of two numbers the greater one is meant, of more that which two of them come to.
    """
    for call in islice(_CALL_OF_PAGER.finditer(scripts), MOST_CALLS):
        numbers = [int(number) for number in re.findall(r"""(?<![\w.])["']?(\d{1,6})\b""", call[1])]
        if len(numbers) == 2:
            return max(numbers)
        for count in numbers if len(numbers) in (3, 4) else ():
            others = [number for number in numbers if number > 1]
            if count > 1 and any(
                -(-total // size) == count for total in others for size in others if total > size
            ):
                return count
    return None


def _counted_out(scripts: str) -> int | None:
    """Return how many pages a script makes of the number of records and that of a page.

    >>> _counted_out("var total = 23, size = 5; pages = Math.ceil(total / size);")
    5
    """
    if "/" not in scripts or not (found := _COUNTED_OUT.search(unwrapped(scripts))):
        return None
    names = (found[1] or found[3], found[2] or found[4])
    records, size = (_number(name, scripts) for name in names)
    return -(-records // size) if records and size else None


def _number(name: str, scripts: str) -> int:
    """Return the number that a script first sets a variable to, 0 where it does not say it."""
    name = name.rpartition(".")[2]
    if name.isdecimal():
        return int(name)
    said = re.search(rf"""(?<!\w){name}["']?\s*[:=]\s*["']?(\d{{1,7}})\b""", unwrapped(scripts))
    return int(said[1]) if said else 0


def inputs_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a page keeps in its inputs for its scripts, by their ids."""
    for tag in _INPUT.findall(text):
        said = attributes_of(tag)
        if said.get("id") and said.get("value"):
            yield said["id"], said["value"]
