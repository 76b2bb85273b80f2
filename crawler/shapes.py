"""What the form of an address says of its page, and what pages of that form turned out to be."""

import re
from collections import Counter, defaultdict
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from storage.values.urlkey import url_key
from storage.values.visit import Verdict

PAGE_FILE = r"(?:[a-z]?html?|php|aspx?|jspx?)"  # what the name of a page's file ends in

# The generations of addresses seen on these sites: a date, a long number or a hash is an article's.
_ARTICLE = regex(
    r"""
        /t?(?:19|20)\d{6}_\d+\.s?html?$      # TRS: t20250801_6276854.shtml
        | /t\d{5,}\.s?html?$                 # older TRS: t2962195.shtml
        | /[0-9a-f]{32}(?:/c)?\.s?html?$     # the CMS of Xinhua, 32 hex digits
        | /c/\d{4}/\d{2}/\d+\.s?html?$       # 荆楚网
        | /(?:19|20)\d\d[-/]?\d\d[-/]?\d\d/  # a day's folder, but for the pages of a newspaper
          (?!(?:node|index|list|page)[-_])(?:\w+[-_])?\d+\.s?html?$
        | /content_\d+\.s?html?$             # 东南网, Xinhua
        | /art_\d+_\d+\.html$                # 大汉: /art/2025/8/1/art_123_4567.html
        | /\d{7,}\.s?html?$                  # 首都文明网: /yw/10119254.html
    """,
    re.X | re.I,
)
_NUMBER = regex(r"\d+")
_HASH = regex(r"(?=[0-9a-f]*\d)[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_INDEX = regex(rf"/(?:index|default|home|main)\.{PAGE_FILE}$", re.I)
_EXTENSION = regex(r"\.\w+$")
_NO_FILE = regex(r"/[^/.]+$")


@lru_cache(maxsize=4096)  # the menus of a site are on each of its pages
def is_article_address(address: str) -> bool:
    """Whether an address is of a form that these sites give to articles only."""
    return _ARTICLE.search(urlsplit(address).path) is not None


def is_folder(address: str) -> bool:
    """Whether an address is that of a folder and nothing more, as those of channels are."""
    parts = urlsplit(address)
    return not parts.query and folded(address).endswith("/")


def is_below(address: str, page: str) -> bool:
    """Whether an address is in the folder of a page or in one of its name, but not on the top.

    >>> is_below("http://a.example/wmcj/wmcs.htm", "http://a.example/wmcj.htm")
    True
    """
    top = _EXTENSION.sub("/", folded(page))
    return top.count("/") > 3 and url_key(address).startswith(top)


@lru_cache(maxsize=4096)
def folded(address: str) -> str:
    """Return what is equal for the spellings of a folder's address: with or without its index.

    >>> folded("http://a.example/wmcj/index.shtml") == folded("https://a.example/wmcj")
    True
    """
    key = url_key(address)
    path, mark, query = key.partition("?")
    path = _INDEX.sub("/", path)
    if _NO_FILE.search(path[2:]) and not mark:
        path += "/"
    return path + mark + query


def shape(address: str) -> str:
    """Return the form of an address: its words as they are, its numbers and hashes as signs.

    >>> shape("http://a.example/yw/10119254.html?page=2")
    'a.example/yw/#.html?page=#'
    >>> shape("http://a.example/content/?421.html")
    'a.example/content/?#.html='
    """
    parts = urlsplit(address)
    query = "&".join(
        f"{name if value else _signs(name)}={_signs(value)}"
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    return f"{parts.netloc}{_signs(parts.path)}" + (f"?{query}" if query else "")


def _signs(text: str) -> str:
    return _NUMBER.sub("#", _HASH.sub("*", text))


class Shapes:
    """What pages turned out to be, by the form of their addresses."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
        self.total: Counter[Verdict] = Counter()

    def learn(self, address: str, verdict: Verdict) -> None:
        """Count a page that was read."""
        self._seen[shape(address)][verdict] += 1
        self.total[verdict] += 1

    def recall(self, address: str) -> Verdict | None:
        """Return what pages of this form are, or None where that is unknown or both.

        Nothing good in it yet means that the form is not worth another request.
        """
        counts = self._seen.get(shape(address))
        if not counts:
            return None
        if counts["article"] and counts["list"]:
            return None
        return "article" if counts["article"] else "list" if counts["list"] else "neither"
