"""Where a list goes on: by links, by the script that writes them, by numbers in its address."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from article.patterns import regex
from crawler.lists.anchors import Anchor
from crawler.lists.interfaces import with_fields
from crawler.lists.labels import words_in
from crawler.lists.scripts.pagercounts import count_of_pages
from crawler.lists.scripts.pagers import next_by_script
from crawler.lists.scripts.pagertemplates import calls_next
from storage.values.urlkey import url_key

MOST_SKIPPED = 2  # numbers of pages that are gone; what is farther is the last page

NEXT = regex(
    r"""
        ^\W*(?:
            下\s*一?\s*[页頁屏批] | 下\s*\d{1,3}\s*[条條篇] | [后後]一?[页頁]
            | [向往]?[后後]翻一?[页頁]? | next(?:\s+page)? | older(?:\s+\w+)?
            | (?:较|更)?(?:[旧早]|早期|以前)的?(?:文章|内容|新闻|消息)
            | (?:点击|上拉)?(?:加载|载入)更多.{0,2} | 下一?个?月 | [后後]一?[天日] | 下一[天日]
        )\W*$
    """,
    re.X | re.I,
)
_NEXT_SIGN = frozenset(("›", ">", "→", "＞", "▶"))
_FAR_SIGN = frozenset(("»", ">>", "》", "＞＞"))
# What leads from the list of another channel as often: where to, only the address tells.
_MORE = regex(
    r"""
        ^\W*(?:
            (?:点击|点此|上拉)?(?:查看|浏览|显示|展开|阅读|获取)?更多
            (?:新闻|内容|文章|信息|资讯|动态|消息|报道|列表|结果)?
            | (?:(?:load|show|view)\s+)?more
        )\W*$
    """,
    re.X | re.I,
)
_BACK_SIGN = frozenset(("‹", "<", "←", "◀", "＜", "«", "<<", "《", "＜＜"))
_OTHER = regex(
    r"""
        ^\W*(?:
            上\s*一?\s*[页頁] | 前一?[页頁] | 首\s*[页頁] | 第?一[页頁] | [尾末]\s*[页頁]
            | 最[后後]一[页頁] | prev(?:ious)? | first | last | 第?\s*\d{1,5}\s*[页頁]? | go
            | 跳转 | 确定 | 上一?个?月 | 前一?[天日]
        )\W*$
    """,
    re.X | re.I,
)
_LAST = regex(r"^\W*(?:[尾末]\s*[页頁]|最[后後]一?[页頁]|last(?:\s+page)?)\W*$", re.I)
_YEAR = regex(r"(?:19|20)\d\d$")
_DAY_IN_ADDRESS = regex(r"(?<!\d)(?:19|20)\d\d[-/_]?\d\d[-/_]?(\d\d)(?!\d)")
_EARLIER = regex(r"^\W*[前上](?:一?[天日期]|一?个?月)\W*$")
_PAGE_NUMBER = regex(r"^\W*第?\s*(\d{1,5})\s*[页頁]?\W*$")
_NEXT_NAME = regex(r"(?:^|[\s_-])(?:page)?next(?:page|[\s_-]|$)", re.I)
CURRENT_NAME = regex(
    r"(?:^|[\s_-])(?:on|cur|current|active|sel|selected|thisclass|now)(?:[\s_-]|$)", re.I
)
_PAGE_IN_QUERY = regex(
    r"(?:^|&)(?:\w*page\w*|(?:pager\.|d-\d+-)?(?:p|pn|pno|start|offset|from))=(\d{1,7})(?=&|$)",
    re.I,
)
_OF_DAYS = r"(?:y|m|d|\w*(?:year|month|day|date))"
_COUNTS_ITEMS = regex(r"(?:start|offset|from)=")
_PAGE_FOLDER = regex(r"(?<=\w)/\w*\d{1,6}/$")
_LIST_FILE = regex(r"(?:index|default|list|node|col|page|more)?\W|$", re.I)
_PAGE_IN_FILE = regex(r"[_-]?(\d{1,6})(?=\D*$)")


def is_pager(label: str) -> bool:
    """Whether the text of a link is one of those that turn pages."""
    is_sign = any(label in signs for signs in (_NEXT_SIGN, _FAR_SIGN, _BACK_SIGN))
    return bool(_OTHER.match(label) or NEXT.match(label) or is_sign)


def earlier_list(anchors: Iterable[Anchor]) -> str | None:
    """Return the list of the day or month before, or the issue, where such a list has no pages."""
    return next((anchor.url for anchor in anchors if _EARLIER.match(anchor.label)), None)


def turns_pages(anchor: Anchor, own: str) -> bool:
    """Whether a link turns the pages of the list whose key is ``own``."""
    return is_pager(anchor.label) and not (
        _is_more(anchor, own) or _is_day(anchor) or _is_year(anchor) or _is_row(anchor)
    )


def names_page(anchor: Anchor) -> bool:
    """Whether a link of a pager has the number of its page in a field."""
    return is_pager(anchor.label) and _PAGE_IN_QUERY.search(urlsplit(anchor.url).query) is not None


def _is_row(anchor: Anchor) -> bool:
    """Whether a number is that of a row which has a day and the title of an article."""
    return anchor.label.isdecimal() and bool(anchor.above) and anchor.title == anchor.above


def _is_day(anchor: Anchor) -> bool:
    """Whether a number is a day in a calendar: 27 that leads to ``/2026-11/27/``."""
    day = _DAY_IN_ADDRESS.search(anchor.url) if anchor.label.isdecimal() else None
    if day is None or int(day[1]) != int(anchor.label):
        return False
    # Page 2 of the second: /2026-11/02/index_2.html
    return re.search(rf"(?<!\d)0*{int(day[1])}(?!\d)", anchor.url[day.end() :]) is None


def _is_year(anchor: Anchor) -> bool:
    """Whether a number is a year that has a folder or a field: 2025 that leads to ``/gs/2025/``."""
    if not _YEAR.match(anchor.label):
        return False
    named = (
        rf"(?<!page)/{anchor.label}(?:\.\w+|/(?:index\.\w+)?)?$|[?&]y(?:ear)?={anchor.label}(?:&|$)"
    )
    return re.search(named, anchor.url) is not None


def _is_more(anchor: Anchor, own: str) -> bool:
    """Whether a sign beside the name of a channel leads to the whole of it, as "more" does."""
    if anchor.label not in _NEXT_SIGN and anchor.label not in _FAR_SIGN:
        return False
    form, number = _split(url_key(anchor.url))
    return number is None and form.partition("?")[0] != _split(own)[0].partition("?")[0]


def find_next(text: str, url: str, base: str, anchors: Sequence[Anchor]) -> str | None:
    """Return the address of the page after this one, or None where a list ends here.

    ``text`` is the page with its scripts, ``url`` its own address, ``base`` what its links are
    relative to, ``anchors`` its links.
    """
    own = url_key(url)
    for found in (
        _by_label(anchors, own),
        _by_number(anchors, own),
        next_by_script(text, url, base),
    ):
        if found is not None and url_key(found) != own and not _is_beyond(found, own, text):
            return found
    return _by_far_sign(anchors, own) or _by_more(anchors, own) or _by_last(anchors, own, text)


def _is_beyond(following: str, own: str, text: str) -> bool:
    """Whether a function is called for the page after the last: some pages do not look."""
    number = _split(own)[1]
    if number is None or _split(url_key(following))[1] != number + 1 or not calls_next(text):
        return False
    return number == count_of_pages(text)


def _by_label(anchors: Sequence[Anchor], own: str) -> str | None:
    for anchor in anchors:
        # The sign of an icon font says nothing, but its title does.
        says_next = NEXT.match(anchor.label) or NEXT.match(anchor.title)
        if says_next or "next" in anchor.rel.split():
            return anchor.url
    signs = [a for a in anchors if a.label in _NEXT_SIGN and not _is_more(a, own)]
    quiet = [a for a in anchors if not a.label or a.label in _FAR_SIGN]
    named = [a for a in quiet if a.names and _NEXT_NAME.search(a.names)]
    return next((anchor.url for anchor in (*signs, *named)), None)


def _by_far_sign(anchors: Iterable[Anchor], own: str) -> str | None:
    """Return where ``>>`` leads if that is the page after this one: it may lead to the last."""
    signs = (anchor.url for anchor in anchors if anchor.label in _FAR_SIGN)
    return next((url for url in signs if _is_after(url, own)), None)


def _by_more(anchors: Iterable[Anchor], own: str) -> str | None:
    """Return where "more" leads if that is the page after this one: it may lead to another list.

    Where several differ in a number only, they lead to those of channels.
    """
    urls = {url_key(a.url): a.url for a in anchors if _MORE.match(a.label)}
    alike = [url for key, url in urls.items() if key != own and _is_same_list(key, own)]
    return alike[0] if len(alike) == 1 and _is_after(alike[0], own) else None


def _is_after(url: str, own: str) -> bool:
    """Whether an address is that of the page after the one of a key, or the second of TRS."""
    number, its_number = _split(own)[1], _split(url_key(url))[1]
    is_second_of_trs = number is None and its_number == 1 and "?" not in url
    return (is_second_of_trs or its_number == (number or 1) + 1) and _is_same_list(
        url_key(url), own
    )


def _is_same_list(key: str, own: str) -> bool:
    """Whether two addresses differ in the number of their page only, be one that of its folder."""
    form, its_form = _split(own)[0], _split(key)[0]
    folder, _, file = its_form.rpartition("/")
    is_in_folder = folder == form.rstrip("/") and _LIST_FILE.match(file) is not None
    return its_form == form or is_in_folder or _says_more(its_form, form)


def _by_last(anchors: Iterable[Anchor], own: str, text: str) -> str | None:
    """Return the page after this one by the address of the last, where a pager links no other."""
    form, number = _split(own)
    for last in (anchor.url for anchor in anchors if _LAST.match(anchor.label)):
        its_form, end = _split(url_key(last))
        if its_form == own:  # the number of this page belongs to the name of the list
            form, number = own, None
        is_same = its_form == form or its_form.rpartition("/")[0] == form.rstrip("/")
        if end is None or not is_same:
            continue
        count = count_of_pages(text)
        if end == 1 and count is not None and count > max(number or 0, 2):  # the newest is highest
            following = (number or count) - 1
            return _with_number(last, end, following) if following else None
        # Of five pages, the second is called 1 where the last is called 4.
        following = number + 1 if number is not None else 1 + (count != end + 1)
        return _with_number(last, end, following) if following <= end else None
    return None


def _with_number(url: str, number: int, other: int) -> str | None:
    """Return the address of another page; None where addresses count items."""
    head, mark, query = url.partition("?")
    found = _PAGE_IN_QUERY.search(query)
    if not mark:
        head, _, tail = url.rpartition(str(number))
        return f"{head}{other}{tail}"
    if found is None or _COUNTS_ITEMS.search(found[0]):
        return None
    return f"{head}?{query[: found.start(1)]}{other}{query[found.end(1) :]}"


def next_by_number(root: Any, url: str) -> str | None:
    """Return a guess where a pager leads that has numbers and no address: ``?page=2``.

    So do the components of Vue and React name their pages, if they have addresses at all; where
    they have none the same page comes again, and ends the list.
    """
    for pager in _PAGERS(root):
        shown = (words_in(e) for e in pager.iter("li", "button", "span"))
        numbers = [int(text) for text in shown if text.isdecimal() and len(text) < 6]
        named = re.search(r"[?&]page=(\d{1,6})", url)
        current = int(named[1]) if named else 1
        if current < max(numbers, default=0):
            return with_fields(url, page=current + 1)
    return None


COMPONENT = regex(r"el-pagination|ant-pagination|ivu-page|v-pagination")
_PAGERS = etree.XPath(
    "//*[contains(@class, 'el-pagination') or contains(@class, 'ant-pagination') or "
    "contains(@class, 'ivu-page') or contains(@class, 'v-pagination')][not(.//a[@href])]"
)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A page that a pager names by its number; ``in_address`` is the number its address has."""

    number: int
    url: str
    form: str
    in_address: int | None
    is_current: bool


def _by_number(anchors: Sequence[Anchor], own: str) -> str | None:
    """Return the page whose number follows that of this page."""
    field = _field_from_zero(anchors)
    pages = _pager(anchors, _split(own, field)[0], field)
    if not pages:
        return None
    current = _current(pages, own, field)
    by_number = {page.number: page.url for page in pages}
    later = range(current + 1, current + 2 + MOST_SKIPPED)
    return next((by_number[number] for number in later if number in by_number), None)


def find_beyond(anchors: Sequence[Anchor], url: str, following: str) -> str | None:
    """Return the page after the next one, where the pager of a page names it by its number."""
    field = _field_from_zero(anchors)
    pages = _pager(anchors, _split(url_key(url), field)[0], field)
    number = next((page.number for page in pages if page.url == following), None)
    return next((page.url for page in pages if number and page.number == number + 1), None)


def _field_from_zero(anchors: Iterable[Anchor]) -> str | None:
    """Return the field of any name by which a pager counts its pages from zero: ``pi=1`` is 2."""
    pages: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for anchor in anchors:
        if (found := _PAGE_NUMBER.match(anchor.label)) and "?" in anchor.url:
            path, _, query = url_key(anchor.url).partition("?")
            if _PAGE_IN_QUERY.search(query) is None:
                pages.setdefault(path, []).append((int(found[1]), dict(parse_qsl(query))))
    for links in pages.values():
        counts = (
            name
            for name in links[0][1]
            if all(fields.get(name) == str(number - 1) for number, fields in links)
            and not re.fullmatch(_OF_DAYS, name, re.I)
        )
        if len({number for number, _ in links}) > 1 and (name := next(counts, None)):
            return name
    return None


def _pager(anchors: Iterable[Anchor], own_form: str, field: str | None = None) -> list[_Numbered]:
    """Return the largest group of numbered links whose addresses differ in one number only.

    Of equal ones that is it whose addresses have the form of the page's own.
    """
    groups: dict[str, list[_Numbered]] = {}
    for anchor in anchors:
        found = _PAGE_NUMBER.match(anchor.label)
        if found is None or _is_year(anchor) or _is_row(anchor) or _is_day(anchor):
            continue
        label = int(found[1])
        form, number = _split(url_key(anchor.url), field)
        if number is None:
            form, number = _split_by(label, form)
        # The number of a file is that of its list, unless it is what the link says.
        if number is None and (by_file := _split_file(form))[1] in (label, label - 1):
            form, number = by_file
        is_current = CURRENT_NAME.search(anchor.names) is not None
        page = _Numbered(label, anchor.url, form, number, is_current)
        groups.setdefault(form, []).append(page)
    by_key: dict[str, list[_Numbered]] = {}
    by_holder: dict[str, list[str]] = {}
    for form, pages in groups.items():
        by_holder.setdefault(form.rstrip("/").rpartition("/")[0], []).append(form)
        for page in pages:
            by_key.setdefault(url_key(page.url), []).append(page)
    for form, pages in groups.items():
        # The first page has no number but what belongs to the name of the list: /12-news.
        pages += [replace(p, in_address=None) for p in by_key.get(form, ()) if p.form != form]
    for first in list(groups):
        # The first page is often linked as its folder, or is what the others are in.
        for form in by_holder.get(first.rstrip("/"), ()):
            if form != first:
                groups[form] += groups[first]
    return max(groups.items(), key=lambda g: (len(g[1]), g[0] == own_form), default=("", []))[1]


def _step(pages: Sequence[_Numbered]) -> int:
    """Return how many items a page has where addresses count items: ``?start=20`` is page 3."""
    counted = [p for p in pages if p.in_address and p.number > 1]
    steps = {p.in_address / (p.number - 1) for p in counted if p.in_address is not None}
    step = steps.pop() if len(steps) == 1 else 1
    return int(step) if step == int(step) else 1


def _falls(pages: Sequence[_Numbered]) -> bool:
    """Whether the newest page has the highest number: of three, 2 is ``index_2``, 3 ``index_1``."""
    counted = {(p.number, p.in_address) for p in pages if p.number > 1 and p.in_address is not None}
    sums = {number + in_address for number, in_address in counted}
    return len(sums) == 1 and (len(counted) > 1 or any(n > a + 1 for n, a in counted))


def _counts_evenly(pages: Iterable[_Numbered]) -> bool:
    """Whether addresses rise with the numbers of pages: those of pictures that turn do not."""
    counted = {(p.number, p.in_address) for p in pages if p.number > 1}
    steps = {None if there is None else there - number for number, there in counted}
    return None not in steps and len(steps) == 1


def _is_gap(number: int, pages: Iterable[_Numbered]) -> bool:
    """Whether a pager leaves out a number between two that it links."""
    shown = {page.number for page in pages}
    return number not in shown and {number - 1, number + 1} <= shown


def _split(key: str, field: str | None = None) -> tuple[str, int | None]:
    """Return an address key without the number of its page, and that number, if it has one.

    ``field`` is what has the number, if its name does not tell.

    >>> _split("//a.example/x1/index_2.html")
    ('//a.example/x1/index.html', 2)
    >>> _split("//a.example/list.php?cid=4&page=3")
    ('//a.example/list.php?cid=4', 3)
    >>> _split("//a.example/news/page/3/")
    ('//a.example/news/page/', 3)
    """
    path, mark, query = key.partition("?")
    if mark:
        named = (
            re.compile(rf"(?:^|&){re.escape(field)}=(\d{{1,7}})(?=&|$)")
            if field
            else _PAGE_IN_QUERY
        )
        found = named.search(query)
        rest = named.sub("", query).strip("&")
        return path + (mark + rest if rest else ""), int(found[1]) if found else None
    folder = _PAGE_FOLDER.search(path)
    head, _, file = path.rstrip("/" if folder else "").rpartition("/")
    found = _PAGE_IN_FILE.search(file)
    if found is None:
        return key, None
    return f"{head}/{file[: found.start()]}{file[found.end() :]}", int(found[1])


def _split_file(key: str) -> tuple[str, int | None]:
    """Return a key without its query and the number of its file: ``index_3.html?t=4182``."""
    path, mark, _ = key.partition("?")
    form, number = _split(path) if mark else (key, None)
    return (key, None) if number is None else (form, number)


def _split_by(label: int, form: str) -> tuple[str, int | None]:
    """Return a form without the field of any name whose value is what a link to a page says."""
    path, mark, query = form.partition("?")
    fields = query.split("&")
    named = [field for field in fields if re.fullmatch(rf"(?!{_OF_DAYS}=)\w+={label}", field, re.I)]
    if not mark or len(named) != 1:
        return form, None
    rest = "&".join(field for field in fields if field not in named)
    return path + (mark + rest if rest else ""), label


def _says_more(form: str, own: str) -> bool:
    """Whether a form is one's own with more fields: ``list.php?tid=5&total=31``, and the page."""
    path, _, query = form.partition("?")
    own_path, _, own_query = own.partition("?")
    return path == own_path and {*own_query.split("&")} - {""} < {*query.split("&")}


def _current(pages: Sequence[_Numbered], own: str, field: str | None) -> int:
    """Return the number of the page that we are on."""
    for page in pages:
        if url_key(page.url) == own:
            return page.number
    form, number = _split(own, field)
    if number is None and all(page.form != form for page in pages):
        form, number = _split_file(own)
    for page in pages:
        if page.form == form and page.in_address is not None and page.number > 1:
            # Page 2 may be called 1; the first has often no number at all.
            if number is None:
                return 1
            falling = page.number + page.in_address - number
            if _falls(pages) or (page.in_address > page.number and _is_gap(falling, pages)):
                return falling
            step = _step(pages) if "?" in own else 1
            if step > 1 and number % step == 0:
                return number // step + 1
            return page.number - page.in_address + number
    if number is None and any(_says_more(page.form, form) for page in pages):
        return 1
    if len(marked := [page.number for page in pages if page.is_current]) == 1:
        return marked[0]
    # A pager links every page but the one it is on; or all, and the first by another address.
    numbers_shown = {page.number for page in pages}
    missing = next(n for n in range(1, len(numbers_shown) + 2) if n not in numbers_shown)
    return 1 if missing > len(numbers_shown) and _counts_evenly(pages) else missing
