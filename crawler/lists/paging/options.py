"""Pagers that are told by options how the pages of a list are called.

``pagination({hrefTextPrefix: "list_", hrefTextSuffix: ".html"})`` says what another page's script
puts together by itself, and is written out as such a script.
"""

import re
from collections.abc import Mapping
from itertools import islice

from article.patterns import regex
from crawler.shapes import PAGE_FILE

_OPTION = regex(r"""(?<![\w.'"])["']?(\w+)["']?\s*:\s*(?:"([^"\n<>]*)"|'([^'\n<>]*)'|(\w+))""")
_OF_THIS = regex(r"\bthis\.(\w+)\b(?!\s*[(=])")
# "pageName = 'index', pageExt = 'html'", or of an object, and TRS's own "m_sPageName"
_NAMED = regex(
    r"""
        \b(?:m_?|_)?[ns]?(page(?:Name|Ext|Count|Index|Size)|countPage|recordCount|cur(?:r(?:ent)?)?Page)
        ["']?\s*[:=]\s*(?:["']([\w.-]{1,60})["']|(\d{1,7}))\s*[;,}\n]
    """,
    re.X | re.I,
)
_CURRENT = ("pageindex", "curpage", "currpage", "currentpage")
_JQUERY = regex(r"\.pagination\(\s*[\"']?(\d{1,6})[\"']?\s*,\s*\{")
_JQUERY_SAYS = {"items_per_page", "current_page", "num_edge_entries", "num_display_entries"}
_IS_TOLD = regex(
    r"\bthis\.\w|\b(?:prefix|hrefTextPrefix|hrefFormer|createPage|totalRecords)\b|\.pagination\(\s*[\"']?\d"
)
# "createPageHTML({total: 5, current: 0, name: 'index', ext: 'html'})"
_CALL_WITH_OBJECT = regex(r"ag(?<=[pP]ag)(?:e|in)\w{0,40}\s*\(\s*\{([^{}]{10,600})\}")
_NAME_BEFORE = regex(r"\w{0,40}$")
_EXTENSION = regex(rf"\.?{PAGE_FILE}$", re.I)
_STEM = regex(r"^(?:(?:file|page|html|list)_?)?(?:name|stem|prefix|file)$", re.I)
_PAGES = regex(r"^(?:(?:total_?|all_?|max_?)?pages?_?(?:count|total|num)?|count_?page)$", re.I)
_TOTAL = regex(r"^(?:total|count)$", re.I)
_SIZE = regex(r"^(?:(?:page|per|list)_?(?:size|page|rows)|size|limit)$", re.I)
_HERE = regex(r"^(?:cur(?:r(?:ent)?)?_?(?:page)?|now_?page|page_?(?:index|no|now))$", re.I)
MOST_OPTIONS = 100


def written_out(script: str) -> str:
    """Return a script with the addresses that the options of its pager make, if it has any."""
    if "ageExt" in script:
        script = f"{script}\n{_called_by_names(script)}"
    elif called := _CALL_WITH_OBJECT.search(script):
        script = f"{script}\n{_called_in_order(script, called)}"
    if not _IS_TOLD.search(script):
        return script
    found = [option.groups("") for option in islice(_OPTION.finditer(script), MOST_OPTIONS)]
    options = {name: a or b or word for name, a, b, word in reversed(found)}
    quoted = {name for name, _, _, word in found if not word}

    def value(used: re.Match[str]) -> str:
        return f'"{options[used[1]]}"' if used[1] in quoted else used[0]

    made = [_made(options, script)]
    if (called := _JQUERY.search(script)) and _JQUERY_SAYS & options.keys():
        made.append(_counted_by(called[1], options))
    return "\n".join(filter(None, (_OF_THIS.sub(value, script), *made)))


def _called_by_names(script: str) -> str:
    """Return the call that a script in a file of its own makes of variables with such names."""
    said = {name.lower(): a or b for name, a, b in _NAMED.findall(script)}
    name, extension = said.get("pagename", ""), said.get("pageext", "")
    records, size = said.get("recordcount", ""), said.get("pagesize", "")
    current = next((said[name] for name in _CURRENT if name in said), "")
    counts = said.get("pagecount") or said.get("countpage")
    counts = counts or (f"{records}, {size}" if records and size else "")
    if not (name and extension and counts and current) or "(" in name:
        return ""
    return f'createPageHTML({counts}, {current}, "{name}", "{extension}")'


def _called_in_order(script: str, called: re.Match[str]) -> str:
    """Return the call with what its object says in the order that others give it."""
    said = [(name, a or b or word) for name, a, b, word in _OPTION.findall(called[1])]

    def value(name: re.Pattern[str]) -> str:
        return next((value for key, value in said if name.match(key)), "")

    extension = next((value for _, value in said if _EXTENSION.match(value)), "")
    stem, count, here = value(_STEM), value(_PAGES) or value(_TOTAL), value(_HERE)
    if not (stem and extension and count.isdecimal() and here.isdecimal()):
        return ""
    if not value(_PAGES) and (size := value(_SIZE)).isdecimal():  # it counts items
        count = f"{count}, {size}"
    start = _NAME_BEFORE.search(script, max(0, called.start() - 40), called.start())
    name = (start[0] if start else "") + called[0].partition("(")[0].strip()
    return f'{name}({count}, {here}, "{stem}", "{extension}")'


def _counted_by(records: str, options: Mapping[str, str]) -> str:
    """Return what a pager of jQuery counts by its options, which numbers its pages from 0."""
    size, current = options.get("items_per_page", "10"), options.get("current_page", "")
    if not (size.isdecimal() and int(size)):
        return ""
    count = -(-int(records) // int(size))
    return f"countPage={count};curPage={current};" if current.isdecimal() else f"pageCount={count};"


def _made(options: Mapping[str, str], script: str) -> str | None:
    """Return what the pager of a library makes of its options by itself."""
    said = options.get
    if "totalRecords" in options and said("total", "").isdecimal():
        return "\n".join((f"pageCount={said('total')};", _link(options, script) or ""))
    if {"pageNum", "current", "backfun"} <= options.keys() and said("pageNum", "").isdecimal():
        return f"pageCount={said('pageNum')};"
    return _link(options, script)


def _link(options: Mapping[str, str], script: str) -> str | None:
    said = options.get
    if "hrefTextPrefix" in options:
        return f'"{said("hrefTextPrefix")}"+n+"{said("hrefTextSuffix", "")}"'
    if "hrefFormer" in options and "getLink" not in script:  # kkpager
        return f'"{said("hrefFormer")}_"+n+"{said("hrefLatter", "")}"'
    if {"prefix", "suffix", "current"} <= options.keys():
        count, is_of_trs = said("size"), "size" in options  # 开普 counts from 0, as TRS does
        count = count or said("total") or said("count") or said("pageCount")
        name = "createPageHTML" if is_of_trs else "showPages"
        return f'{name}({count}, {said("current")}, "{said("prefix")}", "{said("suffix")}")'
    return None
