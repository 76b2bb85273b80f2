"""The links of a page with what surrounds them, in one walk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any, Literal

from cssselect import HTMLTranslator
from lxml import etree

from article.markup.page import parse as parse_page
from article.patterns import regex
from crawler.lists.labels import DATE, DIGIT, LONGEST_TITLE, label_of, title_of, words_in
from crawler.lists.scripts.functions import Functions
from crawler.scope import resolve
from crawler.shapes import PAGE_FILE, is_article_address

Zone = Literal["", "nav", "foot"]

# Dates of lists that leave out the year or print day and month apart: a sign, not a date to keep.
_SHORT_DATE = regex(
    r"(?:^|[\s\[(（【])\d{1,2}[-/.月]\d{1,2}日?(?:$|[\s\])）】])|(?:19|20)\d\d[-./年]\d{1,2}(?!\d)"
)
_GLUED = regex(r"(?:19|20)\d{4}[-/.]\d")  # 2025<br>03-28
_BESIDE = 400  # characters around a link in which its date may stand
_CLIMB = 4  # levels
MOST_OPTIONS = 200  # of a menu
_MOST_ALIKE = 50  # links to one and the same page that an item has
_ROWS = frozenset(("li", "tr", "dd", "p"))  # what holds one item
_OF_ROWS = frozenset(("ul", "ol", "dl", "table", "tbody"))
_LEAST_TITLE = 8  # characters: names of channels are shorter
_MOST_NAMES = 3  # that an item has beside its title: its channel, its place, who wrote it
_NAV = regex(r"nav|menu|lanmu|daohang|topbar", re.I)
HOME = regex(r"^\W*(?:网站|本站|返回)?首\s*[页頁]\W*$|^home$", re.I)
_TURNS = regex(r"[上下前后尾末]\s?一?\s?[页頁]")
_MOST_HOMES = 10  # links to the home page, of one page, that are looked round
_LEAST_IN_MENU, _MOST_IN_MENU = 4, 100  # links
LONGEST_NAME = 12  # characters of a channel's
LONGEST_HEAD = 60  # characters before the title of an item: its number, its day
_FOOT = regex(r"foot|bottom|copyright|friend|flink|yqlj|youqing|(?<![a-z])links?(?![a-z])", re.I)
# The look ahead comes first, or what has no end would be looked through from each of its signs.
_IN_SCRIPT = regex(
    r"""['"](?=[^'"\s<>()]*['"])"""
    rf"""((?:https?:)?[^'"\s<>()]*?(?:/|\.(?:{PAGE_FILE}|do)|\?)[^'"\s<>()]*)['"]"""
)
# location.href = 'show.asp?id=' + 330
_JOINED = regex(r"""(['"])\s*\+\s*(['"]?)(\d+)\2\s*(?:(\+)\s*\1|(?=[;,)\s]|$))""")
# <select onchange="location.href='list_' + this.value + '.html'">
_CHOSEN = regex(
    r"""
        (?:location(?:\.href)?\s*=|(?:open|assign|replace)\()\s*(['"])([^'"]*)\1\s*\+\s*
        (?:this\.value|(?:this\.)?options\[(?:this\.)?selectedIndex\]\.value)\s*
        (?:\+\s*(['"])([^'"]*)\3)?
    """,
    re.X,
)
_SURE = regex(r"^(?:/|https?:)|[.?]")
_FRAMES = ("iframe", "frame")
_ALONE = ("option", "area", *_FRAMES)
_ELSEWHERE = ("data-href", "data-url", "data-link", "data-next", "hx-get", "data-hx-get")
_SAID = frozenset(("href", "src", "style", "class", "id", "title", "onclick", "target", "name"))
_KEPT = regex(
    r"(?:https?:/|\.{0,2})/[^\s<>'\"{}]+|[\w/-]*\?[^\s<>'\"{}=]+=[^\s<>'\"{}]*"
    rf"|[\w-]+(?:/[\w-]+){{0,5}}\.{PAGE_FILE}"
)
# What invites to read an item on, and is no title.
READ_ON = regex(
    r"""
        ^\W*(?:
            (?:点击|查看|浏览|阅读|了解)*(?:详[细情]|全文|原文)(?:内容|信息)? | 查看 | 阅读
            | read\s+more
        )\W*$
    """,
    re.X | re.I,
)
_NO_NAME = regex(r"^.*/|\.\w+$")
_WORDS = regex(r"[\u4e00-\u9fff]{4}")


@dataclass(slots=True)
class Anchor:
    """A link as a page shows it: ``label`` is its text, ``title`` the whole of a text that is cut.

    ``beside`` is the text around it that belongs to no other link; ``date`` is a day in it, and
    ``is_dated`` is set where only a part of a day is.
    """

    url: str
    label: str
    title: str
    date: str | None
    is_dated: bool
    beside: str
    zone: Zone
    rel: str
    names: str  # classes and id; without a label, what the file of its picture is called too
    above: str = ""  # the first words beside it: a heading, if the link says but "read on"
    is_frame: bool = False  # a part of the page, not a link on it
    page: str = ""  # the address of the page that shows it


def anchor_of(url: str, title: str, date: str | None) -> Anchor:
    """Return a link that a page holds in its script, as it would show it."""
    shown = f"{title} {date or ''}".strip()
    is_dated = date is not None
    return Anchor(url, title, title, date, is_dated, beside=shown, zone="", rel="", names="")


def parse(text: str) -> Any:
    """Return the root element of a page, or None where there is no markup; comments are dropped."""
    return parse_page(text.encode("utf-8", "replace")) if text.strip() else None


def base_of(root: Any, url: str) -> str:
    """Return what relative links are relative to."""
    href = next((e.get("href") for e in root.iter("base") if e.get("href")), None)
    return (resolve(href, url) or url) if href else url


def read_anchors(
    root: Any,
    url: str,
    css: str | None = None,
    *,
    alone: bool = False,
    functions: Functions | None = None,
) -> Iterator[Anchor | None]:
    """Yield the links in the order of the page; None for each whose address is no address.

    ``css`` selects the links or elements that hold them. ``alone`` leaves out what surrounds them
    and their whole titles, half the work, for who looks for a pager. ``functions`` are those that
    links may call, if they are more than those in the page.
    """
    base = base_of(root, url)
    zones: dict[Any, Zone] = {}
    functions = functions or Functions(root)
    homes = 0
    for element in _elements(root, css):
        href = _href(element, functions)
        if href is None:
            continue
        address = resolve(href, base)
        if address is None:
            if _is_lost(href):
                yield None
            continue
        anchor = _anchor(element, address)
        if not alone:
            if homes < _MOST_HOMES and HOME.match(anchor.label):
                homes += 1
                _mark_menu(element, zones)
            _look_round(anchor, element, zones)
        yield anchor
    for element, href in (*_menus(root), *_made(root, functions)) if css is None else ():
        if address := resolve(href, base):
            anchor = _anchor(element, address)
            _look_round(anchor, element, zones)
            yield anchor


def read_tabs(root: Any, url: str) -> Iterator[Anchor]:
    """Yield what a press on the name of a tab loads, unless it is records, as those are asked for.

    What surrounds a tab says nothing of what it loads.
    """
    base = base_of(root, url)
    for element in _TABS(root):
        if address := resolve(element.get("data-url"), base):
            yield _anchor(element, address)


def _made(root: Any, functions: Functions) -> Iterator[tuple[Any, str]]:
    """Yield the elements whose attribute a script makes an address of."""
    for name, made in functions.by_attribute.items():
        for element in root.iterfind(f".//*[@{name}]"):
            yield element, made.format(element.get(name))


def _menus(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield the options of menus whose script makes an address of each, but for those of pages."""
    for menu in root.iterfind(".//select[@onchange]"):
        way = _CHOSEN.search(menu.get("onchange"))
        shown = islice(menu.iter("option"), MOST_OPTIONS if way else 0)
        options = [option for option in shown if (option.get("value") or "").strip()]
        values = [option.get("value").strip() for option in options]
        if way and values != [str(number + 1) for number in range(len(values))]:
            for option, value in zip(options, values, strict=True):
                yield option, f"{way[2]}{value}{way[4] or ''}"


def _anchor(element: Any, address: str) -> Anchor:
    label = label_of(element)
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    return Anchor(
        url=address,
        label=label,
        title=label,
        date=None,
        is_dated=False,
        beside=label,
        zone="",
        rel=(element.get("rel") or "").lower(),
        names=names if label else f"{names} {_picture_in(element)}".strip(),
        is_frame=element.tag in _FRAMES or bool(element.get("data-src")),
    )


def _picture_in(element: Any) -> str:
    """Return the name of the file of a picture that a link shows: ``next``."""
    picture = next(element.iter("img"), None)
    return "" if picture is None else _NO_NAME.sub("", picture.get("src") or "")


def _look_round(anchor: Anchor, element: Any, zones: dict[Any, Zone]) -> None:
    anchor.title = title_of(element, anchor.label)
    holder, beside = _beside(element)
    anchor.beside = beside
    if DIGIT.search(beside):
        date = DATE.search(beside)
        anchor.date = "".join(date[0].split()) if date else None
        if date is None and _GLUED.search(beside):
            beside = _text(holder, " ")
        anchor.is_dated = date is not None or _SHORT_DATE.search(beside) is not None
    anchor.zone = _zone(element, zones)
    is_number = anchor.is_dated and anchor.label.isdecimal() and _in_row(element)
    if is_number or READ_ON.match(anchor.label):
        words = (" ".join(text.split()) for text in holder.itertext())
        fit = (text for text in words if _WORDS.search(text) and not READ_ON.match(text))
        anchor.above = next(fit, "")[:LONGEST_TITLE]
        anchor.title = anchor.above if is_number else anchor.title


def _in_row(element: Any) -> bool:
    """Whether a link is all that a cell holds: in tables, the number of a row may be its link."""
    holder = element.getparent()
    return holder is not None and holder.tag == "td" and len(holder) == 1


def _elements(root: Any, css: str | None) -> Iterator[Any]:
    if css is None:
        yield from _ANY_LINK(root)
        return
    for chosen in _compiled(css)(root):
        yield from [chosen] if chosen.tag == "a" else chosen.iter("a")


# From attributes to their elements: to ask each element for them takes several times as long.
_ANY_LINK = etree.XPath(
    "//a | //area | //iframe[@src] | //frame[@src] | //@onclick/parent::*[not(self::a)]"
    " | //@data-href/.. | //@data-link/.."
    # What htmx asks for when it is pressed, and not at once or with what a form holds.
    " | //@hx-get/parent::*[not(@hx-trigger) or contains(@hx-trigger, 'click')]"
    "[not(self::form or self::input or self::select or self::textarea)]"
    " | //@data-src/parent::*"
    "[self::li or self::span or self::div or self::td or self::button]"
    " | //option[contains(@value, '/') or contains(@value, '.')]"
    " | //@*[starts-with(name(), 'data-')]/parent::*[not(self::a)]"
    "[contains(., '更多') or contains(., '下一页')]"
    "[string-length(normalize-space(.)) < 12]"
)


_TABS = etree.XPath(
    "//@data-url[not(contains(., '/api/') or contains(., '.json'))]/parent::*"
    "[self::li or self::span or self::div or self::td or self::button]"
    "[not(@data-page or @data-next-page)]"
    # Words, but no number: a count of readers may be kept beside the address that adds to it.
    "[translate(normalize-space(.), '0123456789 ', '')][string-length(normalize-space(.)) < 12]"
)


@cache
def _compiled(css: str) -> Any:
    return etree.XPath(HTMLTranslator().css_to_xpath(css))


def _href(element: Any, functions: Functions) -> str | None:
    """Return where an element leads: by its address, or by the one that its script has or makes."""
    get = element.get
    own = "value" if element.tag == "option" else "src" if element.tag in _FRAMES else "href"
    href: str | None = (get("href") or get(own) or "").strip()
    if href and not href.lower().startswith(("javascript:", "#")):
        return href
    if get("data-url") and (get("data-page") or get("data-next-page")):
        return None  # it is asked for with that
    for name in _ELSEWHERE:
        if get(name):
            return str(get(name))
    script = f"{get('onclick') or ''} {href}"
    if "+" in script:
        script = _JOINED.sub(lambda n: n[3] + ("" if n[4] else n[1]), script)
    found = _IN_SCRIPT.search(script) if "'" in script or '"' in script else None
    address = found[1] if found else None
    # 'yw/2025' may be an address, or a part of the one that a function makes.
    if (address is None or not _SURE.search(address)) and "(" in script:
        address = functions.address(script, element) or address
    return address or _in_attribute(element)


def _in_attribute(element: Any) -> str | None:
    """Return the address that a link keeps where its script looks for it: ``tagname="/x"``.

    Other elements keep it in an attribute for that.
    """
    is_link = element.tag == "a"
    fields = ((n, v) for n, v in element.items() if is_link or n.startswith("data-"))
    return next((v for n, v in fields if n not in _SAID and _KEPT.fullmatch(v)), None)


def _is_lost(href: str) -> bool:
    """Whether a link that leads nowhere was meant to lead to a page."""
    scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", href, re.I)
    return bool(href.strip()) and (scheme is None or scheme[1].lower() in ("http", "https"))


def _beside(element: Any) -> tuple[Any, str]:
    """Return the largest element around a link that holds no other link, and its text.

    An option of a menu is alone, and so is a part of a page or picture.
    """
    if element.tag in _ALONE:
        return element, _text(element, "")
    href, script = element.get("href"), element.get("onclick")
    if href and not href.lower().startswith(("javascript:", "#")):
        script = None
    holder, around = element, element
    for _ in range(_CLIMB):
        holder = around
        around = holder.getparent()
        if around is None:
            break
        if _leads_elsewhere(around, href, script):
            row = _row_named(around, element)
            holder = holder if row is None else row
            break
    return holder, _text(holder, "")


def _row_named(around: Any, element: Any) -> Any | None:
    """Return the row of a title that has but the names of its channel beside it, which are links.

    Where several days stand in a row it holds several items, and the way to the home page stands in
    none. What is no row by its name holds one item where it is short, has a day and begins with the
    title: at the end of a text, links lead on from it.
    """
    if around.tag in _OF_ROWS:
        return None
    row, is_row = around, True
    if around.tag not in _ROWS:
        row = around.getparent()
        if row is None or row.tag not in _ROWS:
            row, is_row = around, False
    title = words_in(element)
    if (size := len(title)) < _LEAST_TITLE:
        return None
    links = list(islice(row.iter("a"), _MOST_ALIKE + 1))
    others = [link for link in links if link.get("href") != element.get("href")]
    if len(links) > _MOST_ALIKE or len(others) > _MOST_NAMES:
        return None
    names = [words_in(link) for link in others]
    longest = min(LONGEST_NAME, size - 1)
    if any(len(name) > longest or HOME.match(name) for name in names):
        return None
    text = _text(row, "")
    days = sum(1 for _ in islice(DATE.finditer(text), 2))
    is_item = days == 1 and len(text) < _BESIDE and 0 <= text.find(title) < LONGEST_HEAD
    return row if is_item or (is_row and days < 2) else None


def _leads_elsewhere(around: Any, href: str | None, script: str | None) -> bool:
    """Whether an element holds other links than one, or so many that it is no item."""
    for n, link in enumerate(around.iter("a")):
        if n == _MOST_ALIKE or link.get("href") != href:
            return True
    # Rows that a script opens have often one and the same address.
    opened = filter(None, (row.get("onclick") for row in around.iter())) if script else ()
    return any(n == _MOST_ALIKE or other != script for n, other in enumerate(opened))


def _text(holder: Any, between: str) -> str:
    return words_in(holder, between)[:_BESIDE]


def _mark_menu(home: Any, zones: dict[Any, Zone]) -> None:
    """Note what has the link to the home page among other names: a menu, whatever it is called."""
    for holder in islice(home.iterancestors(), _CLIMB):
        links = list(islice(holder.iter("a"), _MOST_IN_MENU + 1))
        if len(links) >= _LEAST_IN_MENU:
            break
    else:
        return
    labels = [label_of(link) for link in links]
    # Lists of persons have short names too.
    items = sum(
        len(label) > LONGEST_NAME or is_article_address(f"/{(link.get('href') or '').lstrip('/')}")
        for link, label in zip(links, labels, strict=True)
    )
    is_menu = len(links) <= _MOST_IN_MENU and items * 4 <= len(links)
    if is_menu and not any(map(_TURNS.search, labels)) and not _zone(holder, zones):
        zones[holder] = "nav"


def _zone(element: Any, zones: dict[Any, Zone]) -> Zone:
    """Return the part of the page that an element is in, remembering it for its ancestors."""
    path = []
    zone: Zone = ""
    while element is not None and element.tag not in ("body", "html"):
        if element in zones:
            zone = zones[element]
            break
        path.append(element)
        if own := _own_zone(element):
            zone = own
            break
        element = element.getparent()
    for passed in path:
        zones[passed] = zone
    return zone


def _own_zone(element: Any) -> Zone:
    if element.tag in ("nav", "header"):
        return "nav"
    if element.tag == "footer":
        return "foot"
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return "" if names == " " or element.tag == "a" else _zone_named(names)


@lru_cache(maxsize=1024)  # the elements of a list have one and the same
def _zone_named(names: str) -> Zone:
    return "foot" if _FOOT.search(names) else "nav" if _NAV.search(names) else ""
