"""Where a list goes on: by links, by the script that writes them, by numbers in its address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawler.anchors import Anchor
from storage.urlkey import url_key

_NEXT = re.compile(
    r"^\W*(?:下\s*一?\s*[页頁]|[后後]一?[页頁]|next(?:\s+page)?|older(?:\s+\w+)?|"
    r"下一?个?月|[后後]一?[天日]|下一[天日])\W*$",
    re.I,
)
_NEXT_SIGN = frozenset(("›", ">", "→", "＞", "▶"))
_FAR_SIGN = frozenset(("»", ">>", "》", "＞＞"))
_OTHER = re.compile(
    r"^\W*(?:上\s*一?\s*[页頁]|前一?[页頁]|首\s*[页頁]|第?一[页頁]|[尾末]\s*[页頁]|最[后後]一[页頁]|"
    r"prev(?:ious)?|first|last|第?\s*\d{1,5}\s*[页頁]?|go|跳转|确定|上一?个?月|前一?[天日])\W*$",
    re.I,
)
_PAGE_NUMBER = re.compile(r"^\W*第?\s*(\d{1,5})\s*[页頁]?\W*$")
_NEXT_NAME = re.compile(r"(?:^|[\s_-])(?:page)?next(?:page|[\s_-]|$)", re.I)
_PAGE_IN_QUERY = re.compile(
    r"(?:^|&)(?:\w*page\w*|p|pn|pno|start|offset|from)=(\d{1,7})(?=&|$)", re.I
)
_PAGE_IN_FILE = re.compile(r"[_-]?(\d{1,6})(?=\D*$)")

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.I | re.S)
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*|(?<=[;{}\s])//[^\n'\"]*$", re.S | re.M)
_CALL = re.compile(r"(\w*[pP]age\w*|\w*[pP]agin\w*)\s*\(([^(){}]{3,200})\)")
_EXTENSION = re.compile(r"^\.?(s?html?|php|aspx?|jsp|json)$", re.I)
_CONSTANTS = re.compile(r"""["']\s*\+\s*["']""")
_JOINED = re.compile(
    r"""["']([^"'<>\s]*)["']\s*\+\s*\(?\s*[\w.]+(?:\s*[+-]\s*1)?\s*\)?\s*(?:\+\s*["']([^"'<>\s]*)["'])?"""
)
_SLOT = re.compile(
    r"\{\{?\s*(?:page|p|n|num|pageno|no|0|i)\s*\}?\}|\[(?:page|p|n)\]|__page__|#page#|\$page\$|"
    r"\$\{\s*\w+\s*\}|%d",
    re.I,
)
_QUOTED = re.compile(r"""["'`]([^"'`<>\s]{3,200})["'`]""")
_PAGE_PARAMETER = re.compile(r"[?&]\w*(?:page|pn|pno|p)\w*=$", re.I)
_COUNT = re.compile(
    r"\b(?:m_n)?(?:countPages?|pageCount|totalPages?|pagesTotal|pageTotal|page_count|total_page|"
    r"allPages?|maxPage|pages)\b['\"]?\s*[:=]\s*['\"]?(\d{1,6})",
    re.I,
)
_CURRENT = re.compile(
    r"\b(?:m_n)?(?:currentPage|curPage|currPage|nowPage|pageIndex|pageNow|current|pageNo|page_now)\b"
    r"['\"]?\s*[:=]\s*['\"]?(\d{1,6})",
    re.I,
)
_RECORDS = re.compile(r"m_nRecordCount\s*=\s*['\"]?(\d+)", re.I)
_SIZE = re.compile(r"m_nPageSize\s*=\s*['\"]?(\d+)", re.I)
_COUNT_IN_TEXT = re.compile(
    r"共\s{0,3}(\d{1,6})\s{0,3}[页頁]|第?\s{0,3}\d{1,6}\s{0,3}/\s{0,3}(\d{1,6})\s{0,3}[页頁]"
)


def is_pager(label: str) -> bool:
    """Whether the text of a link is one of those that turn pages."""
    return bool(
        _OTHER.match(label) or _NEXT.match(label) or label in _NEXT_SIGN or label in _FAR_SIGN
    )


def find_next(text: str, url: str, base: str, anchors: Sequence[Anchor]) -> str | None:
    """Return the address of the page after this one, or None where a list ends here.

    ``text`` is the page with its scripts, ``url`` its own address, ``base`` what its links are
    relative to, ``anchors`` its links.
    """
    own = url_key(url)
    for found in (_by_label(anchors), _by_number(anchors, own), _by_script(text, url, base)):
        if found is not None and url_key(found) != own:
            return found
    return None


def _by_label(anchors: Sequence[Anchor]) -> str | None:
    for anchor in anchors:
        if _NEXT.match(anchor.label) or "next" in anchor.rel.split():
            return anchor.url
    signs = [anchor for anchor in anchors if anchor.label in _NEXT_SIGN]
    named = [a for a in anchors if not a.label and a.names and _NEXT_NAME.search(a.names)]
    return next((anchor.url for anchor in (*signs, *named)), None)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A page that a pager names by its number; ``in_address`` is the number its address has."""

    number: int
    url: str
    form: str
    in_address: int | None


def _by_number(anchors: Iterable[Anchor], own: str) -> str | None:
    """Return the page whose number follows that of this page."""
    pages = _pager(anchors)
    if not pages:
        return None
    current = _current(pages, own)
    by_number = {page.number: page.url for page in pages}
    if current + 1 in by_number:
        return by_number[current + 1]
    return None


def _pager(anchors: Iterable[Anchor]) -> list[_Numbered]:
    """Return the largest group of numbered links whose addresses differ in one number only."""
    groups: dict[str, list[_Numbered]] = {}
    for anchor in anchors:
        found = _PAGE_NUMBER.match(anchor.label)
        if found is None:
            continue
        form, number = _split(url_key(anchor.url))
        groups.setdefault(form, []).append(_Numbered(int(found[1]), anchor.url, form, number))
    for folder in [form for form in groups if form.endswith("/")]:
        # The first page is often linked as its folder.
        for form, pages in groups.items():
            if form != folder and form.rpartition("/")[0] + "/" == folder:
                pages += groups[folder]
    return max(groups.values(), key=len, default=[])


def _split(key: str) -> tuple[str, int | None]:
    """Return an address key without the number of its page, and that number, if it has one.

    >>> _split("//a.example/x1/index_2.html")
    ('//a.example/x1/index.html', 2)
    >>> _split("//a.example/list.php?cid=4&page=3")
    ('//a.example/list.php?cid=4', 3)
    """
    path, mark, query = key.partition("?")
    if mark:
        found = _PAGE_IN_QUERY.search(query)
        rest = _PAGE_IN_QUERY.sub("", query).strip("&")
        return path + (mark + rest if rest else ""), int(found[1]) if found else None
    head, _, file = path.rpartition("/")
    found = _PAGE_IN_FILE.search(file)
    if found is None:
        return key, None
    return f"{head}/{file[: found.start()]}{file[found.end() :]}", int(found[1])


def _current(pages: Sequence[_Numbered], own: str) -> int:
    """Return the number of the page that we are on."""
    for page in pages:
        if url_key(page.url) == own:
            return page.number
    form, number = _split(own)
    for page in pages:
        if page.form == form and page.in_address is not None and page.number > 1:
            # Page 2 may be called 1; the first has often no number at all.
            return page.number - page.in_address + number if number is not None else 1
    # A pager links every page but the one it is on.
    numbers_shown = {page.number for page in pages}
    return next(n for n in range(1, len(numbers_shown) + 2) if n not in numbers_shown)


def _by_script(text: str, url: str, base: str) -> str | None:
    scripts = [_COMMENT.sub("", script) for script in _SCRIPT.findall(text)]
    for script in scripts:
        for call in _CALL.finditer(script):
            if (found := _by_call(call[1], call[2], url)) is not None:
                return urljoin(base, found) if found else None
    joined = "\n".join(scripts)
    template = next(iter(_templates(joined, text)), None)
    return _by_template(*template, joined, text, url, base) if template else None


def _by_call(name: str, arguments: str, url: str) -> str | None:
    """Return the file of the next page by a call: ``createPageHTML(9, 0, "index", "shtml")``.

    Page k + 1 is ``index_k.shtml``; the first is ``index.shtml`` and has the number 0. An element's
    id may come first and more arguments last; "" means that this page is the last.
    """
    values = [value.strip().strip("'\"").strip() for value in arguments.split(",")]
    if values and not values[0].isdecimal() and len(values) > 4:
        values = values[1:]
    if len(values) < 4 or not (values[0].isdecimal() and values[1].isdecimal()):
        return None
    count, current, stem, extension = int(values[0]), int(values[1]), values[2], values[3]
    if not stem or not _EXTENSION.match(extension):
        return None
    # Functions of other names count from 1: then the page without a number says 1.
    counts_from_one = "create" not in name.lower() and (
        current == 1 if _file_number(url, stem) is None else True
    )
    if current + 1 >= count + counts_from_one:
        return ""
    return f"{stem}_{current + 1}.{extension.lstrip('.')}"


def _file_number(url: str, stem: str) -> int | None:
    name = urlsplit(url).path.rpartition("/")[2]
    found = re.match(re.escape(stem.rpartition("/")[2]) + r"_(\d+)\.", name)
    return int(found[1]) if found else None


def _templates(scripts: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after the number in the addresses that a page's script makes."""
    for quoted in _QUOTED.findall(scripts):
        if (slot := _SLOT.search(quoted)) and _is_address(
            quoted[: slot.start()], quoted[slot.end() :]
        ):
            yield quoted[: slot.start()], quoted[slot.end() :]
    for before, after in _JOINED.findall(_CONSTANTS.sub("", scripts.replace("\\", ""))):
        if _is_address(before, after):
            yield before, after


def _is_address(before: str, after: str) -> bool:
    if _PAGE_PARAMETER.search(before):
        return True
    file = after.partition("?")[0]
    return bool(before) and bool(re.fullmatch(r"\.(?:s?html?|php|aspx?|jsp)", file, re.I))


def _by_template(
    before: str, after: str, scripts: str, text: str, url: str, base: str
) -> str | None:
    count, current = _count(scripts, text), _CURRENT.search(scripts)
    here = re.search(re.escape(before.rpartition("/")[2]) + r"(\d+)" + re.escape(after), url)
    if count is None and here is None and current is None:
        return None
    if current is not None:
        number = int(current[1])
        last = count if count is None or number or here else count - 1
        counts_from_zero = (
            here and int(here[1]) == number and _starts_at_zero(scripts)
        ) or number == 0
        last = count - 1 if count is not None and counts_from_zero else count
    else:
        number, last = int(here[1]) if here else 1, count
    if last is not None and number >= last:
        return None
    return urljoin(base, f"{before}{number + 1}{after}")


def _starts_at_zero(scripts: str) -> bool:
    """TRS's own inline pager counts from 0 and calls its count so."""
    return re.search(r"\bcountPage\b", scripts) is not None


def _count(scripts: str, text: str) -> int | None:
    if (records := _RECORDS.search(scripts)) and (size := _SIZE.search(scripts)) and int(size[1]):
        return -(-int(records[1]) // int(size[1]))
    if found := _COUNT.search(scripts):
        return int(found[1])
    shown = _COUNT_IN_TEXT.search(re.sub(r"<[^>]{0,200}>", "", text))
    return int(shown[1] or shown[2]) if shown else None
