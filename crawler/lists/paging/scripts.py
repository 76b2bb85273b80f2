"""Where a list goes on by the script that writes its pager."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.interfaces import PAGE, with_fields
from crawler.lists.markup import attributes_of, scripts_in
from crawler.lists.paging.calls import CALL_SIGN, call_in
from crawler.lists.paging.counts import counted_by, inputs_of
from crawler.lists.paging.menus import GOES_TO_CHOSEN, menus_of
from crawler.lists.paging.options import written_out
from crawler.lists.paging.templates import (
    NEXT_NUMBER,
    READ_NUMBER,
    Template,
    next_by_template,
    said_next,
)
from crawler.lists.scripts.constants import Constants
from crawler.lists.scripts.templates import with_read
from crawler.lists.scripts.terms import chosen_later, in_plain, unwrapped
from crawler.lists.scripts.variables import Variables
from crawler.scope import join
from crawler.shapes import PAGE_FILE

LONGEST_TAG = 4000

_READ_FROM = regex(
    r"""\$\(\s*["']#([\w-]+)["']\s*\)\.val\(\s*\)|"""
    r"""document\.getElementById\(\s*["']([\w-]+)["']\s*\)\.value"""
)
_BETWEEN = regex(r"""["']\s*\+\s*(\w{3,})\s*\+\s*["']""")
_COUNTER = regex(r"page|cur|num|next|prev|index|total|count", re.I)
_COMMENT = regex(r"/\*.*?(?:\*/|\Z)|^[^\S\n]*//[^\n]*|(?<=[;{}\s])//[^\n'\"]*$", re.S | re.M)
_CHOSEN = regex(r"\b(\w+)\.options\[\s*\1\.selectedIndex\s*\]\.(?:value|text)\b")
_PART = regex(rf"(\.{PAGE_FILE}) +[#.][^'\"\n]{{1,60}}(?=['\"])", re.I)  # "2.html #list > li"
_SUM_BEGINS = regex(r"""(?<![\w.$"'])([A-Za-z_]\w*)\s*\+\s*(["'])""")
_SUM_ENDS = regex(r"""(?<=[\w)])\s*\+\s*([A-Za-z_]\w*)(?=\s*(?:[;,)}\n]|$))""")
_OF_ITEM = regex(r"\.\w*(?:id|code|url|key|slug)$", re.I)
# `./index_${current + 1}.html`, be it in quotes within such a text
_COUNTED_SLOT = regex(r"""(["'`])([^"'`<>\s]*)\$\{\s*(\w+\s*[+-]\s*1)\s*\}([^"'`<>\s]*)\1""")
_CONSTANTS = regex(r"""["']\s*\+\s*["']""")
_JOINED = regex(
    r"""
        ["']([^"'<>\s]*)["']\s*\+\s*\(?\s*([\w.]+(?:\(\s*\))?(?:\s*[+-]\s*[12])?)\s*\)?\s*
        (?:\+\s*["']([^"'<>\s]*)["'])?
    """,
    re.X,
)
_HERE = regex(r"""\bclass=["'][^"']*(?:\bon\b|\bcur|active|selected|\bnow\b)""", re.I)
# "url: '/list?cid=3&page='": a pager adds what is missing.
_UNFINISHED = regex(r"""[:=]\s*["']([^"'<>\s]{0,200}[?&]\w+=)["']\s*[,;}\n]""")
# What is asked for as JSON is no page: the record interfaces of a page are read elsewhere.
_ASKED = regex(r"""getJSON\(\s*["'`][^"'`\n]{0,300}["'`](?:\s*\+[^,\n]{1,120})?(?=,)""")
# "url.searchParams.set('page', n)", "url.replace(/page=\d+/, 'page=' + n)"
_SET_FIELD = regex(
    r"""\bsearchParams\.(?:set|append)\(\s*["'](?P<set>\w+)["']\s*,"""
    r"""|\breplace\(\s*/[^/\w\n]{0,10}(?P<put>\w+)=\(?(?:\\d|\[0-9\]|\[\^&)"""
)
_SLOT = regex(
    r"""
        \{\{?\s*(?:page|p|n|num|(?:page_?)?number|pageno|no|0|i)\s*\}?\} | \[(?:page|p|n)\]
        | __page__ | \#(?:page|p|n)\# | \$page\$ | \$\{\s*(?P<word>\w+)\s*\} | %d
    """,
    re.X | re.I,
)
# After a letter or a digit, a quote ends what has spaces in it.
_QUOTED = regex(r"""["'`](?:(?<!\w.)|(?<=return.))([^"'`<>\s]{3,200})["'`]""")
# What begins with letters is found at once; a look behind them does for \b.
_KEPT_TEMPLATE = regex(
    r"data-(?<![\w-]data-)[\w-]+=[\"'][^\"'<>{}]{0,200}"
    r"(?:\{\{?\s*(?:page\w*|p|n|num|no|0|i)\s*\}|[?&;]\w{0,20}(?:page|pn|pno|p)=[\"'])"
)
_TOTAL_NAME = regex(r"^data-(?:.*-)?(?:count|total|pages|total-?pages?|page-?count|max|last)$")
_SIZE_NAME = regex(r"^data-(?:.*-)?(?:page-?)?(?:size|limit|rows)$")
_CURRENT_NAME = regex(r"^data-(?:.*-)?(?:cur|curr|current|page|page-?no|index|now)(?:-?page)?$")
# "p" alone: "type" has one as well
_PAGE_PARAMETER = regex(r"[?&](?:\w*(?:page|pn|pno)\w*|[_cn]?p|p[gi]|pindex|curr?(?:ent)?)=$", re.I)
_ARGUMENT = regex(r"\bargName\s*[=:]\s*['\"](\w+)['\"]")


def next_by_script(text: str, url: str, base: str) -> str | None:
    """Return the next page by a call that writes the pager, or by a pattern of addresses."""
    scripts = _written_in(text)
    menus = menus_of(text)
    changes = [_plain(menu.change) for menu in menus]
    scripts += changes
    for menu, change in zip(menus, changes, strict=True):
        goes = GOES_TO_CHOSEN.search(change)
        if goes and (found := menu.next(url, base)) is not None:
            return found or None
    if written := call_in(scripts, url):
        return join(base, following) if (following := written.next()) else None
    whole = chosen_later("\n".join(scripts))
    if "data" in whole:
        whole = with_read(whole, Variables(text, url), in_path=True)
    inputs = dict(inputs_of(text))
    template = next(iter(_templates(_with_constants(whole, inputs))), None)
    is_own = template is None and "location" in whole
    if (
        is_own
        and (field := _SET_FIELD.search(whole))
        and PAGE.match(name := field["set"] or field["put"])
    ):
        return _by_field(name, whole, text, url)
    if template := template or _unfinished(whole, url):
        template = _with_stem(template, url)
        shown = [f"{name}={value};" for name, value in inputs.items() if value.isdecimal()]
        chosen = [menu.counted() for menu in menus] or [_numbered(text, whole)]
        counted = in_plain("\n".join((whole, *shown, *chosen)), inputs.get)
        return next_by_template(template, counted, text, url, base)
    if "argName" in whole and (named := _ARGUMENT.search(whole)):
        return _by_argument(named[1], whole, text, url)
    return _by_attributes(text, url, base) if "data-" in text else None


def last_by_script(text: str, url: str, base: str) -> str | None:
    """Return the last page of a list by the call that writes its pager, if no other leads there."""
    if not (CALL_SIGN.search(text) or "ageExt" in text):
        return None
    written = call_in(_written_in(text), url)
    last = written.last() if written else None
    return join(base, last) if last else None


def _written_in(text: str) -> list[str]:
    return [written_out(_plain(script)) for _, script in scripts_in(text)]


def _plain(script: str) -> str:
    """Return a script without comments, and what it loads without the part that it shows."""
    script = _COMMENT.sub("", script)
    script = _CHOSEN.sub(r"\1.value", script) if "selectedIndex" in script else script
    script = _PART.sub(r"\1", script) if ".load" in script else script
    script = _COUNTED_SLOT.sub(r'"\2"+(\3)+"\4"', script) if "${" in script else script
    return unwrapped(script)


def _unfinished(scripts: str, url: str) -> Template | None:
    """Return the address of this very list that an option names, without its number."""
    path = urlsplit(url).path
    for address in _UNFINISHED.findall(scripts):
        if _PAGE_PARAMETER.search(address) and urlsplit(join(url, address) or "").path == path:
            return Template(address, "")
    return None


def _by_field(name: str, scripts: str, text: str, url: str) -> str | None:
    """Return the next page by a script that sets the field of the page in the address it has."""
    if said := NEXT_NUMBER.search(text):
        is_end = "disabled" in said["tag"].lower()
        return None if is_end else with_fields(url, **{name: int(said["number"])})
    if (number := said_next(text, scripts)) is None:
        return _by_argument(name, scripts, text, url)
    count = counted_by(scripts, text)
    return None if count is not None and number > count else with_fields(url, **{name: number})


def _by_argument(name: str, scripts: str, text: str, url: str) -> str | None:
    """Return the next page by a pager that is told only how its number is called."""
    asked = dict(parse_qsl(urlsplit(url).query)).get(name, "1")
    count = counted_by(scripts, text)
    if count is None or not asked.isdecimal() or int(asked) >= count:
        return None
    return with_fields(url, **{name: int(asked) + 1})


def _by_attributes(text: str, url: str, base: str) -> str | None:
    """Return the next page by an element that says all: ``data-url="index_{page}.html"``."""
    for slot in _KEPT_TEMPLATE.finditer(text):
        end = text.find(">", slot.end(), slot.end() + LONGEST_TAG)
        tag = text[text.rfind("<", 0, slot.start()) : end] if end > 0 else ""
        said = attributes_of(tag)
        whole = " ".join(f'"{value}"' for value in said.values())
        unfinished = (Template(v, "") for v in said.values() if _PAGE_PARAMETER.search(v))
        template = next(chain(_templates(whole), unfinished), None)
        total = next((said[name] for name in said if _TOTAL_NAME.search(name)), "")
        size = next((said[name] for name in said if _SIZE_NAME.search(name)), "")
        current = next((said[name] for name in said if _CURRENT_NAME.search(name)), "")
        if template is None or not total.isdecimal():
            continue
        pages = -(-int(total) // int(size)) if size.isdecimal() and int(size) else int(total)
        counted = f"pageCount={pages};" + (f"curPage={current};" if current.isdecimal() else "")
        return next_by_template(template, counted, "", url, base)
    return None


def _numbered(text: str, scripts: str) -> str:
    """Return what elements that hold the numbers of pages say of them: ``data-page="3"``."""
    name = READ_NUMBER.search(scripts)
    if name is None:
        return ""
    found = re.findall(
        rf"""<\w+\b([^<>]{{0,300}}?\b(?:data-)?{name[1]}=["']?(\d{{1,5}})\b[^<>]{{0,300}})""", text
    )
    if len(found) < 2:
        return ""
    here = [number for tag, number in found if _HERE.search(tag)]
    shown = f"curPage={here[0]};" if len(here) == 1 else ""
    return f"pageCount={max(int(number) for _, number in found)};{shown}"


def _with_constants(scripts: str, inputs: Mapping[str, str]) -> str:
    """Return scripts with addresses joined where they put in what is no number of a page."""

    def read(kept: re.Match[str]) -> str:
        name = kept[1] or kept[2]
        value = None if _COUNTER.search(name) else inputs.get(name)
        return kept[0] if value is None else f'"{value}"'

    if inputs:
        scripts = _CONSTANTS.sub("", _READ_FROM.sub(read, scripts))
    constants = Constants(scripts)

    def put(between: re.Match[str]) -> str:
        value = None if _COUNTER.search(between[1]) else constants[between[1]]
        return between[0] if value is None else value

    def text(name: str) -> str | None:
        return None if _COUNTER.search(name) else constants.text(name)

    def begun(sum_: re.Match[str]) -> str:
        return sum_[0] if (value := text(sum_[1])) is None else f"{sum_[2]}{value}"

    def ended(sum_: re.Match[str]) -> str:
        return sum_[0] if (value := text(sum_[1])) is None else f"+'{value}'"

    scripts = _BETWEEN.sub(put, scripts)
    return _SUM_ENDS.sub(ended, _SUM_BEGINS.sub(begun, scripts))


def _templates(scripts: str) -> Iterator[Template]:
    """Yield the addresses that the scripts of a page make."""
    scripts = _ASKED.sub(" ", scripts) if "getJSON" in scripts else scripts
    for quoted in _QUOTED.findall(scripts):
        if slot := _SLOT.search(quoted):
            before, after = quoted[: slot.start()], quoted[slot.end() :]
            if _is_address(before, after):
                yield Template(before, after, slot["word"] or "")
    for before, number, after in _JOINED.findall(_CONSTANTS.sub("", scripts.replace("\\", ""))):
        is_of_item = _OF_ITEM.search(number) or (number == "id" and before.endswith("/"))
        if _is_address(before, after) and not is_of_item:
            yield Template(before, after, number)


def _with_stem(template: Template, url: str) -> Template:
    """Return an address with the name of this list where a script puts a number behind that.

    ``location.href.replace(".html", "_" + n + ".html")`` leads to no page called ``_2.html``.
    """
    folder, slash, file = template.before.rpartition("/")
    if file not in ("_", "-"):
        return template
    own = urlsplit(url).path.rpartition("/")[2].partition(".")[0]
    stem = re.sub(rf"{file}\d+$", "", own) or "index"
    return template._replace(before=f"{folder}{slash}{stem}{file}")


def _is_address(before: str, after: str) -> bool:
    if _PAGE_PARAMETER.search(before):
        return re.search(r"[?/]", before) is not None  # else these are the fields of a call
    file = after.partition("?")[0]
    return bool(before) and bool(re.fullmatch(rf"\.{PAGE_FILE}", file, re.I))
