"""Scripts that several pages load, each with variables of its own: one file makes all their lists.

The file is asked for once in a run, and read together with what each page sets.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from crawler.lists.interfaces import is_script, scripts_in
from crawler.lists.listpage import ListPage
from crawler.lists.turners import turners
from storage.values.urlkey import url_key
from storage.values.visit import Link

MOST_PAGES = 200  # of one script
LONGEST = 20_000  # characters that a page sets
LONGEST_SCRIPT = 200_000

_INPUT = re.compile(r"<input\b[^<>]{0,500}>", re.I)
_SET = re.compile(r"(?<![\w.])(?:(?:var|let|const)\s+|window\.)?(\w+)\s*=(?!=)")
_PLACE = re.compile(
    r"""(?:base|api|host|server|prefix|domain|root|ctx)\w*["']?\s*[:=]\s*["'](?:https?:/)?/[\w./:-]*["']""",
    re.I,
)
_OF_ADDRESS = re.compile(r"\blocation\.(?:search|pathname|href)\b(?!\s*=(?!=))")
_TURNER = "/*turned by: "
_ID = re.compile(r"""\bid\s*=\s*["']?([\w-]+)""")

Read = Callable[[str, str], ListPage]


class SharedScripts:
    """What was seen of scripts and of the pages that load them, in one run.

    ``read`` returns what a script leads to, by its text and its address as a page names it.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._texts: dict[str, str] = {}
        # What pages set, by their script and by the address under which they name it.
        self._set: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._before: dict[str, list[str]] = {}  # scripts that a page loads before one

    def load(self, page: ListPage, text: str) -> ListPage:
        """Return a page with the lists that its scripts make, as far as they are known by now."""
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
        return replace(page, sources=tuple(found.values())) if found else page

    def is_needed(self, url: str) -> bool:
        """Whether a script that makes no list says where the interfaces of others are."""
        text = self._texts.get(url_key(url), "")
        return len(text) <= LONGEST and _PLACE.search(text) is not None

    def _made(self, url: str, script: str, settings: str) -> ListPage:
        names = {*_SET.findall(settings), *_ID.findall(settings)}
        is_used = any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", script) for name in names)
        is_used = is_used or _TURNER in settings
        if not (is_used or _OF_ADDRESS.search(script)):
            return ListPage()
        # Where interfaces are, a script of its own may say: g = {baseUrl: "/api"}.
        before = (self._texts.get(key, "") for key in self._before[url])
        said = [text for text in before if len(text) <= LONGEST]
        return self._read("\n".join((*said, settings, script)), url)


def _settings(text: str) -> str:
    """Return the scripts in a page, and its inputs and what turns it as remarks."""
    scripts = [script for _, script in scripts_in(text) if script.strip()]
    elements = [f"/*{tag}*/" for tag in _INPUT.findall(text)]
    elements += [f"{_TURNER}{element}*/" for element in turners(text)]
    settings = "\n".join((*scripts, *elements))
    return settings if len(settings) <= LONGEST else ""
