"""Lists in JSON that a page names: in the calls of its scripts and in its attributes."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.interfaces import COUNTED, PAGE, SIZED, Interface
from crawler.lists.jsonvalues import loads, whole
from crawler.lists.markup import markup_of, scripts_in
from crawler.lists.scripts.addresses import counted_out, put_in_place, with_properties
from crawler.lists.scripts.asking import is_asked_for, is_put_before, is_shown
from crawler.lists.scripts.brackets import within_call
from crawler.lists.scripts.callfields import call_round, counts
from crawler.lists.scripts.calls import with_calls
from crawler.lists.scripts.elements import named_by_elements
from crawler.lists.scripts.filling import (
    IN_QUERY,
    INTERFACE,
    SLOT,
    filled,
    is_counted_script,
    value_within,
)
from crawler.lists.scripts.objects import after_address, as_form
from crawler.lists.scripts.payloads import spelled_out
from crawler.lists.scripts.sending import is_by_own_function, method
from crawler.lists.scripts.serialized import SENDS_FORM, with_forms
from crawler.lists.scripts.templates import as_templates, with_addresses_kept
from crawler.lists.scripts.terms import chosen_first, in_plain, joined, with_returned
from crawler.lists.scripts.variables import Variables

_END = "</script>"  # which no script has in it
AROUND = 400  # characters on either side of an address in which the rest of its call stands
# After a letter or a digit, a quote ends what has spaces in it: "application/json; charset=utf-8".
_QUOTED = regex(r"""(["'`])(?:(?<!\w.)|(?<=return.)|(?<=case.))((?:(?!\1)[^\s<>])*)\1""")
# What a script of axios puts before every address.
_BASE = regex(r"""\bbaseURL["']?\s*[:=]\s*["']([^"'\s]+)["']""")
# What a script of one's own puts before the address that it is called with.
_OWN_BASE = regex(
    r"""
        \burl["']?\s*:\s*(?:([\w.$]+)|["'](/[^"'\n]*)["'])\s*\+\s*
        (?:[\w$]+\.(?:url|path)|(?:url|u|path|api))\b(?=\s*[,}\n])
    """,
    re.X,
)
# "/list/${page}/10"
_PAGE_AND_SIZE = regex(
    r"/\$\{\s*([\w.]+)\s*\}/(?:\d{1,3}|\$\{\s*[\w.]*(?:size|limit|rows)\s*\})$", re.I
)
# "/more/21/${page}.html", a piece of HTML
_PAGE_AT_END = regex(r"/\$\{\s*([\w.]+)\s*\}\.s?html?$", re.I)
# "{page: ++n}", "'?page=' + (++n)", "`?page=${++n}`"
_COUNTED_FIRST = regex(r"([:{+]\s*)(\()?\s*\+\+\s*([A-Za-z_]\w*)(?(2)\s*\))")
# "this.tabs[this.current].id": at first that of the first
_INDEX = regex(r"(?<=\w)\[(?:0|[A-Za-z_$][\w.$]{0,40})\](?=\.\w)")
# "$('#list').load('/list.jsp?page=1 #rows')": the part that it shows of what it loads
_PART_SHOWN = regex(r"""(\.load\(\s*["'][^"'\s<>]{1,300}) +[#.][^"'\n<>]{1,80}(?=["'])""")


def named_lists(text: str, url: str, template: str | None = None) -> Iterator[Interface]:
    """Yield the first request of each list that the scripts or attributes of a page name.

    ``template`` is how the addresses of articles are made of their ids.
    """
    named_by = f"{url}|{template}" if template else url
    known, markup = Variables(text, url), markup_of(text)
    plain = (with_returned(script) for kind, script in scripts_in(text) if "ld+json" not in kind)
    # What one script keeps another asks for; functions that each defines may be called alike.
    each = with_properties(_END.join(plain)).split(_END)
    script = "\n".join(with_calls(script, markup) for script in each)
    asked = list(_named_by_scripts(script, text, url, known))
    for address, sent, is_kept in asked:
        yield Interface(f"{address}#{sent}={named_by}", is_start=True, is_kept=is_kept)
    for address, sent, is_start in named_by_elements(markup, url, known):
        # An element may keep more than the script sends, which reads where to ask from it.
        if not any(_asks_for_less(one, address) for one, *_ in asked):
            yield Interface(f"{address}#{sent}={named_by}", is_start)


def _asks_for_less(one: str, other: str) -> bool:
    """Whether an address is another one without some of its fields."""
    fields, others = ({*parse_qsl(urlsplit(address).query)} for address in (one, other))
    is_same_place = one.partition("?")[0] == other.partition("?")[0]
    return is_same_place and bool(fields) and fields < others


def _named_by_scripts(
    script: str, text: str, url: str, known: Variables
) -> Iterator[tuple[str, str, bool]]:
    """Yield what the scripts of a page ask for: the list of each of its tabs, where it has some."""
    plain = list(_named_by_script(script, url, known))
    name, values = next(iter(known.choices.items()), ("", []))
    by_tab = [_named_by_script(script, url, Variables(text, url, {name: v})) for v in values]
    for each in zip(plain, *by_tab, strict=False):
        is_of_tabs = len({*each}) > 1 and any(map(counts, IN_QUERY.findall(each[0][0])))
        yield from each[1:] if is_of_tabs else each[:1]


def _named_by_script(script: str, url: str, known: Variables) -> Iterator[tuple[str, str, bool]]:
    """Yield the addresses that a script asks for, and how their fields are sent.

    Last stands whether it does but keep an address, for which another may ask.
    """
    said = with_forms(script, known.form) if SENDS_FORM.search(script) else script
    base, script = _base(said, known), _in_one_form(said, known)
    value = partial(value_within, known=known)
    for quoted in _QUOTED.finditer(script):
        named, is_asked = quoted[2], is_asked_for(quoted)
        if named == base or not (is_asked or ".json" in named[1:]):
            continue
        before = script[max(0, quoted.start() - AROUND) : quoted.start()]
        if is_put_before(named, before, said):
            continue
        after = after_address(script, quoted.end(), AROUND, value)
        if is_shown(before, after):
            continue
        after = within_call(after)
        options, fields = call_round(before, after, script, quoted, known)
        if not _is_of_list(named, fields, is_asked=is_asked):
            continue
        sent = method(before, after, options, script)
        if sent == "json":
            fields = {name: value.strip() for name, value in fields.items()}
        else:
            fields = as_form(fields)
        if base and _is_below(named, base) and (_BASE.search(said) or is_by_own_function(before)):
            named = base.rstrip("/") + named
        if (address := filled(named, fields, url, known)) and (sent != "json" or fields):
            sent = _counted(quoted[2]) or sent if sent == "get" else sent
            yield address, sent, not (options or fields) and before.rstrip().endswith((":", "="))


def _in_one_form(script: str, known: Variables) -> str:
    """Return a script with addresses whole and fields as objects, however it spells them."""
    script = _COUNTED_FIRST.sub(r"\1\3", script) if "++" in script else script
    script = _INDEX.sub("", script) if "]." in script else script
    script = in_plain(chosen_first(script), known.input, known.meta, known.attribute)
    script = joined(put_in_place(with_addresses_kept(script, known)))
    script = _PART_SHOWN.sub(r"\1", script) if ".load(" in script else script
    script = joined(counted_out(spelled_out(script)))
    return as_templates(script, known) if "+" in script else script


def _is_of_list(named: str, fields: Mapping[str, str], *, is_asked: bool) -> bool:
    """Whether an address is that of a list: by its name, or as it counts pages."""
    if INTERFACE.search(named) or any(map(_counts_within, fields.values())):
        return True
    slots = (found[1] or found[2] for found in SLOT.finditer(named))
    in_path = (slot.rpartition(".")[2] for slot in slots)
    names = (*fields, *IN_QUERY.findall(named), *in_path)
    return is_asked and (is_counted_script(named) or any(map(counts, names)))


def _is_below(named: str, base: str) -> bool:
    return named.startswith("/") and not named.startswith(base)


def _base(script: str, known: Variables) -> str | None:
    """Return what a script puts before every address that it asks for."""
    if "baseURL" in script and (said := _BASE.search(script)):
        return said[1]
    own = _OWN_BASE.search(script) if "+" in script else None
    return (own[2] or known.prefix(own[1]) or None) if own else None


def _counted(address: str) -> str | None:
    """Return how an address counts its pages that ends in the number of one, None for others."""
    for kind, at_end in ((SIZED, _PAGE_AND_SIZE), (COUNTED, _PAGE_AT_END)):
        if (found := at_end.search(address)) and PAGE.match(found[1].rpartition(".")[2]):
            return kind
    return None


def _counts_within(value: str) -> bool:
    """Whether an object that is sent in a field counts pages: ``{"pageNo": 1}``."""
    held = loads(value) if value.lstrip().startswith("{") else None
    numbers = held.items() if isinstance(held, dict) else ()
    return any(counts(name) and whole(value) is not None for name, value in numbers)
