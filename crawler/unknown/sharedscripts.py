"""Scripts that several pages load, each with variables of its own: one file makes all their lists.

The file is asked for once in a run, and read together with what each page sets.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from article.patterns import regex
from crawler.lists.interfaces import is_script
from crawler.lists.listpage import ListPage
from crawler.lists.markup import markup_of, scripts_in
from crawler.lists.paging.turners import turners
from crawler.lists.scripts.calls import body_of
from crawler.lists.scripts.functions import Function, functions_in
from storage.values.urlkey import url_key
from storage.values.visit import Link

MOST_PAGES = 200  # of one script
LONGEST = 20_000  # characters that a page sets
LONGEST_SCRIPT = 200_000
MOST_FUNCTIONS = 500  # of one script
MOST_KEEPERS = 20  # elements of one page
MOST_WAITING = 20  # pages that are kept until a script is there

_INPUT = regex(r"<input\b[^<>]{0,500}>", re.I)
# What an element keeps for scripts that find it by its id.
_KEEPER = regex(r"<\w+\b(?=[^<>]{0,400}?\sid=)(?=[^<>]{0,400}?\sdata-\w)[^<>]{1,500}>")
_SET = regex(r"(?<![\w.])(?:(?:var|let|const)\s+|window\.)?(\w+)\s*=(?!=)")
_PLACE = regex(
    r"""
        (?:base|api|host|server|prefix|domain|root|ctx)\w*["']?\s*[:=]\s*["'](?:https?:/)?/
        [\w./:-]*["']
    """,
    re.X | re.I,
)
_OF_ADDRESS = regex(r"\blocation\.(?:search|pathname|href)\b(?!\s*=(?!=))")
_GOES = regex(r"\blocation\b|\bopen\s*\(")
_TURNER = "/*turned by: "
_CALLED = regex(r"(?<![\w$.])(\w+)\s*\(")
_ID = regex(r"""\bid\s*=\s*["']?([\w-]+)""")

Read = Callable[[str, str], ListPage]
Again = Callable[[str], ListPage]


class SharedScripts:
    """What was seen of scripts and of the pages that load them, in one run.

    ``read`` returns what a script leads to, by its text and its address as a page names it. What
    links of a page call is read with the page: ``again`` reads it with a script put beside it.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._texts: dict[str, str] = {}
        # What pages set, by their script and by the address under which they name it.
        self._set: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._before: dict[str, list[str]] = {}  # scripts that a page loads before one
        self._waiting: defaultdict[str, list[tuple[ListPage, Again]]] = defaultdict(list)

    def load(self, page: ListPage, text: str, again: Again | None = None) -> ListPage:
        """Return a page with the lists that its scripts make, as far as they are known by now."""
        page = self._defined(page, again) if again else page
        settings = _settings(text)
        found, following, before = list(page.sources), list(page.following), list[str]()
        for link in (*page.scripts, *page.turners):
            key = url_key(link.url)
            if is_script(link.url) and len(self._set[key]) < MOST_PAGES:
                self._set[key][link.url] = settings
                self._before[link.url] = [*before]
                before.append(key)
                made = self._made(link.url, self._texts.get(key, ""), settings)
                found += made.sources
                following += made.following
        return replace(page, sources=tuple(found), following=tuple(dict.fromkeys(following)))

    def run(self, page: ListPage, text: str, url: str) -> ListPage:
        """Return what a script leads to with the lists that it makes for each page that loads it.

        Without the variables of a page its own request would be a wrong one.
        """
        if len(text) > LONGEST_SCRIPT:
            return page
        self._texts[url_key(url)] = text
        found: dict[str, Link] = {}
        for named, settings in self._set[url_key(url)].items():
            made = self._made(named, text, settings)
            found |= {url_key(link.url): link for link in (*made.sources, *made.following)}
        page = replace(page, sources=tuple(found.values())) if found else page
        for waiting, again in self._waiting.pop(url_key(url), ()):
            page = _joined(page, again(text), besides=waiting)
        return page

    def is_needed(self, url: str) -> bool:
        """Whether a script that makes no list says where the interfaces of others are."""
        text = self._texts.get(url_key(url), "")
        return len(text) <= LONGEST and _PLACE.search(text) is not None

    def _defined(self, page: ListPage, again: Again) -> ListPage:
        """Return a page with what its links lead to by scripts that are known by now."""
        named = (url_key(link.url) for link in (*page.scripts, *page.definers))
        known = []
        for key in dict.fromkeys(named):
            if key in self._texts:
                known.append(self._texts[key])
            elif sum(map(len, self._waiting.values())) < MOST_WAITING:
                self._waiting[key].append((page, again))
        beside = "\n".join(text for text in known if _GOES.search(text))
        return again(beside) if beside else page

    def _made(self, url: str, script: str, settings: str) -> ListPage:
        names = {*_SET.findall(settings), *_ID.findall(settings)}
        is_used = any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", script) for name in names)
        is_used = is_used or _TURNER in settings or _calls(settings, functions_in(script))
        # Where interfaces are, a script of its own may say: g = {baseUrl: "/api"}.
        before = (self._texts.get(key, "") for key in self._before[url])
        said = [text for text in before if len(text) <= LONGEST]
        if not (is_used or _OF_ADDRESS.search(script) or _reads_address(script, said)):
            return ListPage()
        return self._read("\n".join((*said, settings, script)), url)


def _calls(script: str, functions: Iterable[Function]) -> bool:
    """Whether a script calls one of the functions that another defines."""
    names = {function.name for function in islice(functions, MOST_FUNCTIONS)}
    return any(name in names for name in _CALLED.findall(script))


def _reads_address(script: str, before: Iterable[str]) -> bool:
    """Whether a script calls what in another reads the page's own address: ``getParam("id")``."""
    for text in before:
        if _OF_ADDRESS.search(text):
            readers = (f for f in functions_in(text) if _OF_ADDRESS.search(body_of(text, f.body)))
            if _calls(script, readers):
                return True
    return False


def _joined(page: ListPage, other: ListPage, *, besides: ListPage) -> ListPage:
    """Return a page with the links of another, but for those that a third one has.

    Where that shows nothing, nobody went on from there.
    """
    going_on = () if besides.articles or besides.unsure else other.following

    def links(name: str) -> tuple[Link, ...]:
        known = {url_key(link.url) for link in getattr(besides, name)}
        more = (link for link in getattr(other, name) if url_key(link.url) not in known)
        return (*getattr(page, name), *more)

    return replace(
        page,
        articles=links("articles"),
        sources=(*page.sources, *going_on),
        lists=links("lists"),
        unsure=(*links("unsure"), *links("doubtful")),
    )


def _settings(text: str) -> str:
    """Return the scripts in a page, and its inputs and what turns it as remarks."""
    scripts = [script for _, script in scripts_in(text) if script.strip()]
    kept = islice((tag[0] for tag in _KEEPER.finditer(markup_of(text))), MOST_KEEPERS)
    elements = [f"/*{tag}*/" for tag in (*_INPUT.findall(text), *kept)]
    elements += [f"{_TURNER}{element}*/" for element in turners(text)]
    settings = "\n".join((*scripts, *elements))
    return settings if len(settings) <= LONGEST else ""
