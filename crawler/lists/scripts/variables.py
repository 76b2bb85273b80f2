"""What the scripts of a page set its variables to."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from html import unescape
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.markup import dashed, scripts_in
from crawler.lists.scripts.ownaddress import read_from_address
from crawler.lists.scripts.serialized import query_of_form
from crawler.lists.scripts.terms import in_plain, with_returned

MOST_VARIABLES = 100  # of one page that are looked up
MOST_CHOICES = 12  # tabs of one page
LONGEST_MENU = 5000  # characters
_OPTION = regex(r"""<option\b([^<>]*?\bvalue=["']?([^"'\s<>]*)[^<>]*)>""", re.I)
_YEAR = regex(r"(?:19|20)\d\d(?:-?(?:0[1-9]|1[0-2]))?")
_PREFIX = regex(r"(?:(?:https?:)?//[^/\s]+)?(?:/[^\s?#]*)?")
_ADDRESS = regex(r"(?:https?:)?/{1,2}[\w.-]+[/?.][^\s\"'<>]*$|/[\w.-]+$")
_OWN = r"(?:(?:\$scope|_?this|self|that|vm)\.)?"  # whose a variable may be
_PREFIX_NAME = regex(r"base|ctx|context|host|root|path|server|domain|prefix|url", re.I)

F = TypeVar("F", bound=Callable[..., Any])


def _begun(name: str, signs: str = "") -> str:
    """Return the pattern of a name that begins there: after no letter, and after none of the signs.

    What begins with letters is found at once; a look behind them does for one before them.
    """
    name = re.escape(name)
    return rf"{name}(?<![\w{signs}]{name})"


def _once(look_for: F) -> F:
    """Look for each name once, and for no more than ``MOST_VARIABLES`` of them: None."""

    @wraps(look_for)
    def found(known: "Variables", *names: str) -> Any:
        values = known.found[look_for.__name__]
        if names not in values and len(values) < MOST_VARIABLES:
            values[names] = look_for(known, *names)
        return values.get(names)

    return cast("F", found)


class Variables:
    """The variables and inputs of a page, looked up by name.

    ``chosen`` is what a script reads of the elements of a page where they keep several values.
    """

    def __init__(self, text: str, url: str, chosen: Mapping[str, str] | None = None) -> None:
        self._text = text
        self._chosen = chosen or {}
        self.choices: dict[str, list[str]] = {}  # what elements keep for one name, and not the same
        self._url = url
        self._asked = dict(parse_qsl(urlsplit(url).query))
        self.found: defaultdict[str, dict[tuple[str, ...], Any]] = defaultdict(dict)

    def value(self, name: str) -> str | None:
        """Return what a variable is set to, None where no script says it in so many words."""
        return self._set_to(name.rpartition(".")[2])

    @_once
    def _set_to(self, name: str) -> str | None:
        found = re.search(
            rf"""(?<![\w.-]){_OWN}{re.escape(name)}["']?\s*[:=]\s*(?:"([^"<>\n]*)"|'([^'<>\n]*)'|(\d+))\s*[;,\n}}]""",
            self._scripts,
        )
        said = next((value for value in found.groups() if value is not None), None) if found else ""
        if said:
            return said.replace("\\/", "/")
        if (asked := self.asked_for(name)) or found:
            return asked or said
        if (attribute := self._read_as(name)) and (kept := self.kept(attribute)):
            return kept
        return read_from_address(name, self._scripts, self._url)

    def is_open(self, name: str) -> bool:
        """Whether a script sets a variable to nothing until somebody chooses."""
        return self._nothing(name) is not None

    @_once
    def _nothing(self, name: str) -> str | None:
        found = re.search(rf"{_begun(name, '-')}\s*[:=]\s*(?:null|undefined)\b", self._scripts)
        return found[0] if found else None

    @_once
    def asked_for(self, name: str) -> str | None:
        """Return what a script reads from the page's own address: ``id = getQuery('cid')``."""
        read = re.search(
            rf"""{_begun(name, "-")}\s*[:=]\s*(?:new URLSearchParams\([\w.]*\)\.)?"""
            r"""[\w.$]+\(\s*["'](\w+)["']\s*\)(?:\s*\|\|\s*["']?([\w-]+))?""",
            self._scripts,
        )
        return (self.asked(read[1]) or read[2]) if read else None

    def asked(self, name: str) -> str | None:
        """Return what the page's own address says."""
        return self._asked.get(name)

    def kept(self, name: str) -> str | None:
        """Return what elements keep for scripts: ``data-cid="3"``, if all keep the same.

        Tabs keep a value each, of which one may be chosen.
        """
        return self._chosen_of(name, self._all_kept(name) or [])

    def _chosen_of(self, name: str, each: list[str]) -> str | None:
        if 1 < len(each) <= MOST_CHOICES:
            self.choices[name] = each
        return each[0] if len(each) == 1 else self._chosen.get(name)

    def only_kept(self, name: str) -> str | None:
        """Return what elements keep for scripts if all keep the same: of pages, none is chosen."""
        each = self._all_kept(name) or []
        return each[0] if len(each) == 1 else None

    def last_kept(self, name: str) -> str | None:
        """Return what the last element keeps for scripts that keeps something of a name."""
        each = self._all_kept(name)
        return each[-1] if each else None

    @_once
    def _all_kept(self, name: str) -> list[str] | None:
        begun = _begun(f"data-{dashed(name)}")
        found = re.findall(rf"""{begun}\s*=\s*["']?([\w-]+)""", self._text)
        return list(dict.fromkeys(found))

    def read_from_element(self, name: str) -> str | None:
        """Return what a variable is set to that a script reads from the only such element."""
        attribute = self._read_as(name.rpartition(".")[2])
        return self.only_kept(attribute) if attribute else None

    @_once
    def _read_as(self, name: str) -> str | None:
        read = re.search(
            rf"""{_begun(name, ".-")}\s*[:=]\s*(?:parseInt\(|Number\(|\+)?"""
            r"""[\w.$()'"# -]{1,60}?(?:\.(?:data|attr|getAttribute)\(\s*["'](?:data-)?"""
            r"""([\w-]+)["']|"""
            r"""\.dataset\.(\w+))""",
            self._scripts,
        )
        return (read[1] or read[2]) if read else None

    def prefixed(self, start: re.Match[str]) -> str:
        """Return the start of an address with what a variable puts before it, if that is known."""
        value, is_place = self.prefix(start[1]), _PREFIX_NAME.search(start[1])
        follows = start.string[start.end()]
        if self.value(start[1]) is None and is_place:
            value = "" if follows in "/?" else "/"
        if value is None or not (is_place or follows in "/?"):
            return start[0]
        return f"{start[2]}{value.rstrip('/') if follows == '/' else value}"

    def prefix(self, name: str) -> str | None:
        """Return the start of addresses that a variable holds, None where it is none."""
        value = self.value(name)
        return value if value is not None and _PREFIX.fullmatch(value) else None

    def counts_from_zero(self, name: str) -> bool:
        """Whether a counter is 0 when it is first used, and counted up afterwards."""
        name = name.rpartition(".")[2]
        if "MeScroll" in self._scripts:  # which counts up before it calls
            return False
        return self.value(name) == "0" and self._used_first(name) is not None

    @_once
    def _used_first(self, name: str) -> str | None:
        up = rf"(?:\+\+\s*{name}\b|\b{name}\s*\+\+|\b{name}\s*\+=|\b{name}\s*=\s*[\w.]*{name}\s*\+)"
        first = re.search(
            rf"{up}|[:+({{]\s*[\w.]*\b{name}\b(?!\s*(?:[:=]|\+[+=]))", self._scripts, re.A
        )
        if first is None or re.match(up, first[0].lstrip(":+({ \n")):
            return None
        return first[0]

    @_once
    def form(self, identity: str) -> str | None:
        """Return what a form of an id sends as the page comes."""
        return query_of_form(self._text, identity)

    @_once
    def returned_by(self, name: str) -> str | None:
        """Return the object that a function of a name returns, as it is written."""
        function = re.search(
            rf"""\b{re.escape(name)}\s*(?:[:=]\s*function\s*)?\([\w\s,]{{0,40}}\)\s*\{{[^{{}}]{{0,200}}"""
            r"""(\{[^{}]{1,400}\})""",
            self._scripts,
        )
        return function[1] if function else None

    @_once
    def meta(self, name: str) -> str | None:
        """Return what a meta of a name says."""
        tag = re.search(
            rf"""<meta\b[^<>]{{0,500}}\bname=["']?{re.escape(name)}["'\s][^<>]*>""", self._text
        )
        value = re.search(r"""\bcontent=["']([^"'<>]*)""", tag[0]) if tag else None
        return unescape(value[1]) if value else None

    @_once
    def attribute(self, identity: str, name: str) -> str | None:
        """Return what the element of an id has in an attribute."""
        found = re.search(rf"""\bid\s*=\s*["']?{re.escape(identity)}(?=["'\s>])""", self._text)
        if found is None:
            return None
        start, end = self._text.rfind("<", 0, found.start()), self._text.find(">", found.end())
        said = re.search(
            rf"""(?<![\w-]){re.escape(name)}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
            self._text[start : end + 1],
        )
        return unescape(said[1] or said[2] or said[3] or "") if said else None

    def address_kept(self, name: str) -> str | None:
        """Return the address that elements keep for scripts; of tabs, each may be chosen."""
        return self._chosen_of(name, self._addresses_kept(name) or [])

    @_once
    def _addresses_kept(self, name: str) -> list[str] | None:
        begun = _begun(f"data-{name}")
        found = re.findall(rf"""{begun}\s*=\s*["']([^"'<>\s]*)""", self._text)
        each = list(dict.fromkeys(map(unescape, found)))
        return each if all(map(_ADDRESS.match, each)) else None

    @_once
    def input(self, identity: str) -> str | None:
        """Return what an input of an id or a name holds at first."""
        tag = re.search(
            rf"""<input\b[^<>]{{0,500}}\b(?:id|name)=["']?{re.escape(identity)}["'\s][^<>]*>""",
            self._text,
        )
        value = re.search(r"""\bvalue=["']?([^"'\s>]*)""", tag[0]) if tag else None
        return unescape(value[1]) if value else None if tag else self._chosen_in(identity)

    def _chosen_in(self, identity: str) -> str | None:
        """Return what a menu of an id is set to at first; of one of years, each may be chosen."""
        menu = re.search(
            rf"""<select\b[^<>]{{0,500}}\b(?:id|name)=["']?{re.escape(identity)}["'\s>]"""
            rf"""[\s\S]{{0,{LONGEST_MENU}}}?</select""",
            self._text,
            re.I,
        )
        options = _OPTION.findall(menu[0]) if menu else []
        values = [unescape(value) for _, value in options]
        if len(values) > 1 and all(map(_YEAR.fullmatch, values)):
            newest = sorted(values)[-MOST_CHOICES:]
            self.choices[identity] = [value for value in values if value in newest]
        chosen = [
            value for (tag, _), value in zip(options, values, strict=True) if "selected" in tag
        ]
        return self._chosen.get(identity, next(iter((*chosen, *values)), None))

    @cached_property
    def _scripts(self) -> str:
        scripts = "\n".join(script for _, script in scripts_in(self._text))
        return in_plain(with_returned(scripts), self.input, self.meta, self.attribute)
