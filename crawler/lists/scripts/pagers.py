"""Where a list goes on by the script that writes its pager."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from article.patterns import regex
from crawler.lists.interfaces import ATTRIBUTE, PAGE, scripts_in, with_fields
from crawler.lists.scripts.pagercalls import CALL_SIGN, call_in
from crawler.lists.scripts.pageroptions import written_out
from crawler.lists.scripts.terms import chosen_later, in_plain, unwrapped
from crawler.lists.scripts.variables import Constants
from crawler.shapes import PAGE_FILE

MOST_MENUS = 5  # of one page that are looked at
LONGEST_MENU = 20_000  # characters

_MENU = regex(r"""<select\b[^<>]*?\bonchange\s*=\s*(?:"([^"]*)"|'([^']*)')[^<>]*>""", re.I)
_OPTION = regex(r"""<option\b([^>]*?\bvalue\s*=\s*["']?(\d{1,5})\b[^>]*)""", re.I)
# "location = this.value": such a menu has addresses, and numbers beside them.
_GOES_TO_CHOSEN = regex(
    r"(?:location(?:\.href)?\s*=|\b(?:open|assign|replace)\()\s*(?:this|\w+)\.value\b"
)
_OPTION_OF_PAGE = regex(
    r"""
        <option\b([^>]*?\bvalue\s*=\s*["']?([^"'\s>]*[/.?][^"'\s>]*)[^>]*)>\s*(?:第\s*)?
        (\d{1,4})\s*[页頁]?(?:\s*/\s*共?\s*\d{1,4}\s*[页頁]?)?\s*(?=<|$)
    """,
    re.X | re.I,
)
_INPUT = regex(r"<input\b[^<>]{0,500}>", re.I)
_READ_FROM = regex(
    r"""\s*\+\s*(?:\$\(\s*["']#([\w-]+)["']\s*\)\.val\(\s*\)|"""
    r"""document\.getElementById\(\s*["']([\w-]+)["']\s*\)\.value|(\w{3,}))\s*\+\s*"""
)
_BETWEEN = regex(rf"""(["']){_READ_FROM.pattern}["']""")
_COUNTER = regex(r"page|cur|num|next|prev|index|total|count", re.I)
# "jump(-1)" beside a page: what its links call with is a step, and no number of a page.
_BACK_CALL = regex(r"<\w+\b[^<>]{0,200}?\b\w+\(\s*['\"]?-1\b", re.I)
_COMMENT = regex(r"/\*.*?(?:\*/|\Z)|^[^\S\n]*//[^\n]*|(?<=[;{}\s])//[^\n'\"]*$", re.S | re.M)
_CHOSEN = regex(r"\b(\w+)\.options\[\s*\1\.selectedIndex\s*\]\.value\b")
_PART = regex(rf"(\.{PAGE_FILE}) +[#.][^'\"\n]{{1,60}}(?=['\"])", re.I)  # "2.html #list > li"
_SUM_BEGINS = regex(r"""(?<![\w.$"'])([A-Za-z_]\w*)\s*\+\s*(["'])""")
_SUM_ENDS = regex(r"""(?<=[\w)])\s*\+\s*([A-Za-z_]\w*)(?=\s*(?:[;,)}\n]|$))""")
_OF_ITEM = regex(r"\.\w*(?:id|code|url|key|slug)$", re.I)
# `./index_${current + 1}.html`, be it in quotes within such a text
_COUNTED_SLOT = regex(r"""(["'`])([^"'`<>\s]*)\$\{\s*(\w+\s*[+-]\s*1)\s*\}([^"'`<>\s]*)\1""")
_CONSTANTS = regex(r"""["']\s*\+\s*["']""")
_JOINED = regex(
    r"""
        ["']([^"'<>\s]*)["']\s*\+\s*\(?\s*([\w.]+(?:\(\s*\))?(?:\s*[+-]\s*1)?)\s*\)?\s*
        (?:\+\s*["']([^"'<>\s]*)["'])?
    """,
    re.X,
)
# A link that says its number itself: the pages of a list may count down.
_NEXT_CALL = regex(
    r"""
        <a\b[^<>]{0,200}?\b(?!void\b)\w+\(\s*['"]?(\d{1,6})['"]?\s*\)[^<>]{0,100}>\s*下\s?一?\s?
        [页頁]
    """,
    re.X | re.I,
)
_HERE = regex(r"""\bclass=["'][^"']*(?:\bon\b|\bcur|active|selected|\bnow\b)""", re.I)
_READ_NUMBER = regex(
    r"""
        (?:attr\(\s*["'](?:data-)?|data\(\s*["']|dataset\.|getAttribute\(\s*["'](?:data-)?)
        (page\w*|num|index|p)\b
    """,
    re.X | re.I,
)
# "url: '/list?cid=3&page='": a pager adds what is missing.
_UNFINISHED = regex(r"""[:=]\s*["']([^"'<>\s]{0,200}[?&]\w+=)["']\s*[,;}\n]""")
# What is asked for as JSON is no page: the record interfaces of a page are read elsewhere.
_ASKED = regex(r"""getJSON\(\s*["'`][^"'`\n]{0,300}["'`](?:\s*\+[^,\n]{1,120})?(?=,)""")
_SET_FIELD = regex(r"""\bsearchParams\.(?:set|append)\(\s*["'](\w+)["']\s*,""")
_NEXT_NUMBER = regex(
    r"""
        <(?:a|button|li|span|div)\b
        ([^<>]{0,300}?\b(?:data-)?(?:page\w*|num|index|p)=["']?(\d{1,6})\b[^<>]{0,300})>
        (?:\s|</?(?:i|em|span|b)\b[^<>]{0,100}>)*下\s?一?\s?[页頁]
    """,
    re.X | re.I,
)
_PREVIOUS_CALL = regex(_NEXT_CALL.pattern.replace("下", "上"), re.X | re.I)
_SAYS_PREVIOUS = regex(r"上\s?一?\s?[页頁]")
_SAYS_NEXT = regex(r"下\s?一?\s?[页頁]")
_LOOP_FROM_ZERO = r"\bfor\s*\(\s*(?:var\s|let\s)?\s*"
_OFFSET = regex(r"[+-]|\d+$")
_ONE_MORE = regex(r"\w*next\w*\s*\+\s*1$", re.I)
_SLOT = regex(
    r"""
        \{\{\#\}\}
        | \{\{?\s*(?:page|p|n|num|(?:page_?)?number|pageno|no|0|i)\s*\}?\} | \[(?:page|p|n)\]
        | __page__ | \#(?:page|p|n)\# | \$page\$ | \$\{\s*\w+\s*\} | %d
    """,
    re.X | re.I,
)
# After a letter or a digit, a quote ends what has spaces in it.
_QUOTED = regex(r"""["'`](?:(?<!\w.)|(?<=return.))([^"'`<>\s]{3,200})["'`]""")
# What begins with letters is found at once; a look behind them does for \b.
_KEPT_TEMPLATE = regex(
    r"data-(?<!\wdata-)[\w-]+=[\"'][^\"'<>{}]{0,200}\{\{?\s*(?:page\w*|p|n|num|no|0|i)\s*\}"
)
_TOTAL_NAME = regex(r"^data-(?:.*-)?(?:count|total|pages|total-?pages?|page-?count|max|last)$")
_SIZE_NAME = regex(r"^data-(?:.*-)?(?:page-?)?(?:size|limit|rows)$")
_CURRENT_NAME = regex(r"^data-(?:.*-)?(?:cur|curr|current|page|page-?no|index|now)(?:-?page)?$")
_PAGE_PARAMETER = regex(r"[?&]\w*(?:page|pn|pno|p)\w*=$", re.I)
_ARGUMENT = regex(r"\bargName\s*[=:]\s*['\"](\w+)['\"]")
_COUNT = regex(
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
_CURRENT = regex(
    r"""
        \b(?:m_n|int|n|i|_)?(?:
            currentPage | curPage | currPage | nowPage | pageIndex | pageNow | current | curr
            | pageNo | page_now
        )\b['\"]?\s*[:=]\s*['\"]?(\d{1,6})
    """,
    re.X | re.I,
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


def next_by_script(text: str, url: str, base: str) -> str | None:
    """Return the next page by a call that writes the pager, or by a pattern of addresses."""
    scripts = [written_out(_plain(script)) for _, script in scripts_in(text)]
    menus = list(islice(_MENU.finditer(text), MOST_MENUS))
    menus = [menu for menu in menus if not _is_of_years(text, menu.end())]
    changes = [_plain(unescape(menu[1] or menu[2] or "")) for menu in menus]
    scripts += changes
    for menu, change in zip(menus, changes, strict=True):
        goes = _GOES_TO_CHOSEN.search(change)
        if goes and (found := _after_chosen(text, menu.end(), url, base)) is not None:
            return found or None
    if written := call_in(scripts, url):
        return urljoin(base, following) if (following := written.next()) else None
    whole = chosen_later("\n".join(scripts))
    inputs = dict(_inputs(text))
    template = next(iter(_templates(_with_constants(whole, inputs))), None)
    if template is None and (named := _SET_FIELD.search(whole)) and PAGE.match(named[1]):
        return _by_field(named[1], whole, text, url)
    if template := template or _unfinished(whole, url):
        shown = [f"{name}={value};" for name, value in inputs.items() if value.isdecimal()]
        chosen = [_chosen(text, menu.end()) for menu in menus] or [_numbered(text, whole)]
        counted = in_plain("\n".join((whole, *shown, *chosen)), inputs.get, {}.get)
        return _by_template(*template, counted, text, url, base)
    if "argName" in whole and (named := _ARGUMENT.search(whole)):
        return _by_argument(named[1], whole, text, url)
    return _by_attributes(text, url, base) if "{" in text else None


def last_by_script(text: str, url: str, base: str) -> str | None:
    """Return the last page of a list by the call that writes its pager, if no other leads there."""
    if not CALL_SIGN.search(text):
        return None
    written = call_in([_plain(script) for _, script in scripts_in(text)], url)
    last = written.last() if written else None
    return urljoin(base, last) if last else None


def _plain(script: str) -> str:
    """Return a script without comments, and what it loads without the part that it shows."""
    script = _COMMENT.sub("", script)
    script = _CHOSEN.sub(r"\1.value", script) if "selectedIndex" in script else script
    script = _PART.sub(r"\1", script) if ".load" in script else script
    script = _COUNTED_SLOT.sub(r'"\2"+(\3)+"\4"', script) if "${" in script else script
    return unwrapped(script)


def _unfinished(scripts: str, url: str) -> tuple[str, str, str] | None:
    """Return the address of this very list that an option names, without its number."""
    path = urlsplit(url).path
    for address in _UNFINISHED.findall(scripts):
        if _PAGE_PARAMETER.search(address) and urlsplit(urljoin(url, address)).path == path:
            return address, "", ""
    return None


def _by_field(name: str, scripts: str, text: str, url: str) -> str | None:
    """Return the next page by a script that sets the field of the page in the address it has."""
    if (said := _NEXT_NUMBER.search(text)) is None:
        return _by_argument(name, scripts, text, url)
    return None if "disabled" in said[1].lower() else with_fields(url, **{name: int(said[2])})


def _by_argument(name: str, scripts: str, text: str, url: str) -> str | None:
    """Return the next page by a pager that is told only how its number is called."""
    asked = dict(parse_qsl(urlsplit(url).query)).get(name, "1")
    count = _count(scripts, text)
    if count is None or not asked.isdecimal() or int(asked) >= count:
        return None
    return with_fields(url, **{name: int(asked) + 1})


def _by_attributes(text: str, url: str, base: str) -> str | None:
    """Return the next page by an element that says all: ``data-url="index_{page}.html"``."""
    for slot in _KEPT_TEMPLATE.finditer(text):
        tag = text[text.rfind("<", 0, slot.start()) : text.find(">", slot.end())]
        said = {name.lower(): unescape(a or b) for name, a, b in ATTRIBUTE.findall(tag)}
        template = next(iter(_templates(" ".join(f'"{value}"' for value in said.values()))), None)
        total = next((said[name] for name in said if _TOTAL_NAME.search(name)), "")
        size = next((said[name] for name in said if _SIZE_NAME.search(name)), "")
        current = next((said[name] for name in said if _CURRENT_NAME.search(name)), "")
        if template is None or not total.isdecimal():
            continue
        pages = -(-int(total) // int(size)) if size.isdecimal() and int(size) else int(total)
        counted = f"pageCount={pages};" + (f"curPage={current};" if current.isdecimal() else "")
        return _by_template(*template, counted, "", url, base)
    return None


def _inputs(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a page keeps in its inputs for its scripts, by their ids."""
    for tag in _INPUT.findall(text):
        said = {name.lower(): unescape(a or b) for name, a, b in ATTRIBUTE.findall(tag)}
        if said.get("id") and said.get("value"):
            yield said["id"], said["value"]


def _is_of_years(text: str, start: int) -> bool:
    """Whether the menu from there on lets choose a year, and no page."""
    end = text.find("</select", start, start + LONGEST_MENU)
    values = [value for _, value in _OPTION.findall(text, start, end)] if end > 0 else []
    return bool(values) and all(re.fullmatch(r"(?:19|20)\d\d", value) for value in values)


def _chosen(text: str, start: int) -> str:
    """Return what the menu of pages from there on says of their number, and which is shown."""
    end = text.find("</select", start, start + LONGEST_MENU)
    found = _OPTION.findall(text, start, end) if end > 0 else []
    if [int(value) for _, value in found] != list(range(1, len(found) + 1)):
        return ""
    chosen = [f"curPage={value};" for tag, value in found if "selected" in tag.lower()]
    return f"pageCount={len(found)};{''.join(chosen[:1])}" if found else ""


def _after_chosen(text: str, start: int, url: str, base: str) -> str | None:
    """Return the page after this one by a menu from there on that has the addresses of all.

    "" means that this page is the last, None that the menu is one of other things.
    """
    end = text.find("</select", start, start + LONGEST_MENU)
    found = _OPTION_OF_PAGE.findall(text, start, end) if end > 0 else []
    if not found or [int(number) for _, _, number in found] != list(range(1, len(found) + 1)):
        return None
    pages = [urljoin(base, unescape(address)) for _, address, _ in found]
    chosen = [place for place, (tag, _, _) in enumerate(found) if "selected" in tag.lower()]
    here = pages.index(url) if url in pages else next(iter(chosen), 0)
    return next(iter(pages[here + 1 :]), "")


def _numbered(text: str, scripts: str) -> str:
    """Return what elements that hold the numbers of pages say of them: ``data-page="3"``."""
    name = _READ_NUMBER.search(scripts)
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
    constants = Constants(scripts)

    def put(between: re.Match[str]) -> str:
        name = between[2] or between[3] or between[4]
        value = constants[name] if between[4] else inputs.get(name)
        return between[0] if value is None or _COUNTER.search(name) else value

    def begun(sum_: re.Match[str]) -> str:
        value = None if _COUNTER.search(sum_[1]) else constants.text(sum_[1])
        return sum_[0] if value is None else f"{sum_[2]}{value}"

    def ended(sum_: re.Match[str]) -> str:
        value = None if _COUNTER.search(sum_[1]) else constants.text(sum_[1])
        return sum_[0] if value is None else f"+'{value}'"

    scripts = _BETWEEN.sub(put, scripts)
    return _SUM_ENDS.sub(ended, _SUM_BEGINS.sub(begun, scripts))


def _templates(scripts: str) -> Iterator[tuple[str, str, str]]:
    """Yield the addresses that a page's script makes: before the number, after it, and the number.

    The latter is the script's own word for it, if it has one.
    """
    scripts = _ASKED.sub(" ", scripts) if "getJSON" in scripts else scripts
    for quoted in _QUOTED.findall(scripts):
        if (slot := _SLOT.search(quoted)) and _is_address(
            quoted[: slot.start()], quoted[slot.end() :]
        ):
            yield quoted[: slot.start()], quoted[slot.end() :], ""
    for before, number, after in _JOINED.findall(_CONSTANTS.sub("", scripts.replace("\\", ""))):
        is_of_item = _OF_ITEM.search(number) or (number == "id" and before.endswith("/"))
        if _is_address(before, after) and not is_of_item:
            yield before, after, number


def _is_address(before: str, after: str) -> bool:
    if _PAGE_PARAMETER.search(before):
        return re.search(r"[?/]", before) is not None  # else these are the fields of a call
    file = after.partition("?")[0]
    return bool(before) and bool(re.fullmatch(rf"\.{PAGE_FILE}", file, re.I))


def _by_template(
    before: str, after: str, word: str, scripts: str, text: str, url: str, base: str
) -> str | None:
    count, current = _count(scripts, text), _CURRENT.search(scripts)
    here = re.search(re.escape(before.rpartition("/")[2]) + r"(\d+)" + re.escape(after), url)
    named = _NEXT_CALL.search(text)
    said = named[1] if named else _kept_number(text, scripts)
    if said and not (said == "1" and _BACK_CALL.search(text)):
        number = int(said) + int("".join(_OFFSET.findall(word)) or 0)
        is_beyond = count is not None and int(said) > count
        return None if is_beyond else urljoin(base, f"{before}{number}{after}")
    if count is None and here is None and current is None:
        # Infinite Scroll asks for one page after the other, and no page says how many there are.
        return urljoin(base, f"{before}2{after}") if "infiniteScroll(" in scripts else None
    if named is None and _is_last(text, count):
        return None
    if _is_looped(word, scripts):  # its addresses count from 1, whatever it counts itself
        current = None
    number = int(current[1]) if current else int(here[1]) if here else 1
    # The first page says 0, or its script is that of TRS, which counts from 0.
    from_zero = current is not None and (number == 0 or _starts_at_zero(scripts))
    if current is None and re.search(rf"{_LOOP_FROM_ZERO}{re.escape(word)}\s*=\s*0\b", scripts):
        from_zero, number = True, int(here[1]) if here else 0
    if count is not None and number >= count - from_zero:
        return None
    if here and urljoin(base, f"{before}{here[1]}{after}") == url:
        # What a script counts may be one less or more, or where it begins on every page.
        if (first := _first_without_number(word, after, scripts)) is None:
            first = 1 - ((from_zero and current is None) or _is_target(word, scripts))
        is_end = count is not None and int(here[1]) >= count - 1 + first
        return None if is_end else urljoin(base, f"{before}{int(here[1]) + 1}{after}")
    # Page 2 of such a script is the one after 0, and may be called so nevertheless.
    number += from_zero and _ONE_MORE.match(word) is not None
    number -= _is_target(word, scripts)
    if here is None and (first := _first_without_number(word, after, scripts)) is not None:
        number = first
    elif from_zero and _is_given(word, scripts):
        number += 1
    return urljoin(base, f"{before}{number + 1}{after}")


def _first_without_number(word: str, after: str, scripts: str) -> int | None:
    """Return the number of the page whose address has none: ``n == 1 ? "list.html" : "list_" + n``.

    The number is that of the file, not of what the script counts.
    """
    parts = re.match(r"([\w.]+(?:\(\s*\))?)\s*([+-]\s*1)?$", word)
    if parts is None or not after:
        return None
    found = re.search(
        rf"""(?<![\w.]){re.escape(parts[1])}\s*(?:={{2,3}}|<=)\s*["']?([012])\b[^;\n]{{0,80}}?"""
        rf"""\w{re.escape(after)}["'\\]""",
        scripts,
    )
    return int(found[1]) + int((parts[2] or "0").replace(" ", "")) if found else None


def _is_given(word: str, scripts: str) -> bool:
    """Whether a number is one more than the page which a function is to show: ``n + 1``."""
    name = re.match(r"(\w+)\s*\+\s*1$", word)
    return name is not None and bool(
        re.search(rf"\bfunction\b\s*\w*\s*\([\w\s,]*\b{name[1]}\b[\w\s,]*\)", scripts)
    )


def _is_last(text: str, count: int | None) -> bool:
    """Whether a page that has no call for the next one has one for the page before, or says so."""
    calls_previous, says_next = _PREVIOUS_CALL.search(text), _SAYS_NEXT.search(text)
    if count is not None:
        return calls_previous is not None and says_next is None
    says_previous = _SAYS_PREVIOUS.search(text) is not None
    return calls_previous is not None or (says_previous and says_next is None)


def _kept_number(text: str, scripts: str) -> str | None:
    """Return the number that the link to the next page keeps for a script which reads it."""
    found = _NEXT_NUMBER.search(text) if _READ_NUMBER.search(scripts) else None
    return found[2] if found and "disabled" not in found[1].lower() else None


def _is_target(word: str, scripts: str) -> bool:
    """Whether a number is one less than that of the page which a function is to show: ``n - 1``."""
    if re.match(r"\w+\.(?:curr|getCurrent\(\s*\))\s*-\s*1$", word):
        return True
    name = re.match(r"(\w+)\s*-\s*1$", word)
    if name is None:
        return False
    given = rf"\bfunction\b\s*\w*\s*\([\w\s,]*\b{name[1]}\b[\w\s,]*\)"
    asked = rf"\b{name[1]}\s*=\s*\w+\.(?:getCurrent\(|curr\b)"
    return re.search(f"{given}|{asked}", scripts) is not None


def _is_looped(word: str, scripts: str) -> bool:
    """Whether a number is one more than that of a loop from 0: ``k + 1``."""
    name = re.match(r"(\w+)\s*\+\s*1$", word)
    start = rf"{_LOOP_FROM_ZERO}{name[1]}\s*=\s*0\b" if name else ""
    return name is not None and re.search(start, scripts) is not None


def _starts_at_zero(scripts: str) -> bool:
    """TRS's own inline pager counts from 0 and calls its count so."""
    return re.search(r"\bcountPage\b", scripts) is not None


def calls_next(text: str) -> bool:
    """Whether the link to the next page of a list calls a function with its number."""
    return _NEXT_CALL.search(text) is not None


def count_of_pages(text: str) -> int | None:
    """Return how many pages a list says that it has, in its scripts or to its readers."""
    inputs = dict(_inputs(text)) if ".val" in text else {}
    return _count(in_plain(text, inputs.get, {}.get) if inputs else text, text)


def _count(scripts: str, text: str) -> int | None:
    if (records := _RECORDS.search(scripts)) and (size := _SIZE.search(scripts)) and int(size[1]):
        return -(-int(records[1]) // int(size[1]))
    if found := _COUNT.search(scripts):
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
    for call in islice(_CALL_OF_PAGER.finditer(scripts), MOST_MENUS):
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
