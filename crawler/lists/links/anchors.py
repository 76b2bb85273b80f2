"""The links of a page with what surrounds them, in one walk."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cssselect import HTMLTranslator
from lxml import etree

from article.markup.page import parse as parse_page
from article.patterns import regex
from crawler.lists.links.hrefs import FRAMES, chosen_hrefs, href_of, is_lost, made_hrefs
from crawler.lists.links.labels import (
    DATE,
    DIGIT,
    HOME,
    LONGEST_NAME,
    LONGEST_TITLE,
    NO_TITLE,
    READ_ON,
    label_of,
    title_of,
    without_bullets,
)
from crawler.lists.links.surroundings import item_of, line_of, text_of
from crawler.lists.links.zones import Zone, mark_menu, zone_of
from crawler.lists.scripts.functions import Functions
from crawler.scope import resolve
from crawler.shapes import is_article_address

# Dates of lists that leave out the year: a sign, not a date to keep.
_SHORT_DATE = regex(
    r"(?:^|[\s\[(（【])(?:\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}日?\s\d{1,2}月|\d{1,2}月\s\d{1,2}日?)"
    r"(?:$|[\s\])）】])(?!\s?[人岁名票元](?!\S))|(?:19|20)\d\d[-./年]\d{1,2}(?!\d)"
)
# A day that is printed apart from its month, or from its year.
_BADGE = regex(
    r"""
        (?<!\S)(?:
            (\d\d)日?\s(20\d\d)\s?[-./年]\s?(\d\d)月?
            | (20\d\d)\s?[-./年]\s?(\d\d)月?\s(\d\d)日?
            | (\d\d?)[-./月](\d\d?)日?\s(20\d\d)年?
            | (20\d\d)年?\s(\d\d?)[-./月](\d\d?)日?
        )(?!\S)
    """,
    re.X,
)
_AMOUNT = regex(r"(?<!\d)\d\.|\.\d(?!\d)|\.[4-9]")  # 9.9, 12.5, 12.50: a price, a mark out of ten
_TABLES = ("tr", "tbody", "table")  # have the numbers of their rows beside a month
_MOST_BESIDE = 40  # characters beside a title that begins or ends with a day
_MOST_HOMES = 10  # links to the home page, of one page, that are looked round
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
    hrefs = {
        element: href
        for element in _elements(root, css)
        if (href := href_of(element, functions)) is not None
    }
    for element, href in hrefs.items():
        address = resolve(href, base)
        if address is None:
            if is_lost(href):
                yield None
            continue
        anchor = _anchor(element, address)
        if not alone:
            if homes < _MOST_HOMES and HOME.match(anchor.label):
                homes += 1
                mark_menu(element, zones)
            _look_round(anchor, element, zones, hrefs)
        yield anchor
    made = [*chosen_hrefs(root), *made_hrefs(root, functions)] if css is None else []
    hrefs = dict(made)
    for element, href in made:
        if address := resolve(href, base):
            anchor = _anchor(element, address)
            _look_round(anchor, element, zones, hrefs)
            yield anchor


def read_tabs(root: Any, url: str) -> Iterator[Anchor]:
    """Yield what a press on the name of a tab loads, unless it is records, as those are asked for.

    What surrounds a tab says nothing of what it loads.
    """
    base = base_of(root, url)
    for element in _TABS(root):
        if address := resolve(element.get("data-url"), base):
            yield _anchor(element, address)


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
        is_frame=element.tag in FRAMES or bool(element.get("data-src")),
    )


def _picture_in(element: Any) -> str:
    """Return the name of the file of a picture that a link shows: ``next``."""
    picture = next(element.iter("img"), None)
    return "" if picture is None else _NO_NAME.sub("", picture.get("src") or "")


def _look_round(
    anchor: Anchor, element: Any, zones: dict[Any, Zone], hrefs: Mapping[Any, str]
) -> None:
    anchor.title = title_of(element, anchor.label)
    holder = item_of(element, hrefs)
    line = line_of(element) if holder is element else ""
    beside = anchor.beside = line or text_of(holder)
    if DIGIT.search(beside):
        _read_day(anchor, element, holder, line)
    elif holder.tag in ("dt", "dd") and (day := _day_of_term(holder)):
        anchor.date, anchor.is_dated = "".join(day[0].split()), True
    anchor.zone = zone_of(element, zones)
    is_number = anchor.is_dated and anchor.label.isdecimal() and _in_row(element)
    is_mute = len(anchor.label) <= LONGEST_NAME and _is_no_title(anchor.label)
    if is_mute:
        anchor.beside = text_of(holder, " ")  # tabs without links are no name together
    if is_number or (is_mute and _reads_on(anchor)):
        words = (" ".join(text.split()) for text in holder.itertext())
        fit = (text for text in words if _WORDS.search(text) and not NO_TITLE.match(text))
        anchor.above = next(fit, "")[:LONGEST_TITLE]
        anchor.title = anchor.above if is_number else anchor.title


def _read_day(anchor: Anchor, element: Any, holder: Any, line: str) -> None:
    """Note the day of an item; one in the title is that only where no other stands beside it."""
    day = DATE.search(anchor.beside)
    if day is None or anchor.beside[day.end() : day.end() + 1].isdecimal():
        # A day in an element of its own is often parted from what is beside it by that alone.
        parted = line or text_of(holder, " ")
        kept = next(holder.iter("time"), None)  # "3天前"
        said = DATE.search(kept.get("datetime") or "") if kept is not None else None
        day = DATE.search(parted) or day or said or _day_of_term(holder)
        if day is None:
            badge = None if holder.tag in _TABLES else _BADGE.search(parted)
            anchor.date = _written_out(badge) if badge and not _AMOUNT.search(badge[0]) else None
            short = _SHORT_DATE.search(parted)
            if short and _AMOUNT.search(short[0]):
                short = _SHORT_DATE.search(anchor.beside)  # where it has no element of its own
            anchor.is_dated = bool(anchor.date or short)
            return
    is_apart = day[0] in anchor.label.split()  # beside the title in the link, not in the title
    if day[0] in anchor.label and not is_apart and not len(element):
        rest = (line or text_of(holder, " ")).replace(anchor.label, " ", 1)
        other = DATE.search(rest) if len(rest) < _MOST_BESIDE else None
        if other and other[0] != day[0]:
            day = other
            anchor.title = max(anchor.title, without_bullets(anchor.label), key=len)
    anchor.date, anchor.is_dated = "".join(day[0].split()), True


def _written_out(badge: re.Match[str]) -> str | None:
    """Return the day of a badge: a year has four digits, a month is no higher than twelve."""
    first, second, third = filter(None, badge.groups())
    if len(second) == 4:
        year, month, day = second, third, first
    elif len(third) == 4:
        year, month, day = third, first, second
    else:
        year, month, day = first, second, third
    is_day = 0 < int(month) < 13 and 0 < int(day) < 32
    return f"{year}-{month:0>2}-{day:0>2}" if is_day else None


def _day_of_term(holder: Any) -> re.Match[str] | None:
    """Return the day that a list of terms has for a title: beside it, without a link."""
    other = holder.getnext() if holder.tag == "dt" else holder.getprevious()
    if other is None or {other.tag, holder.tag} != {"dt", "dd"} or other.find(".//a") is not None:
        return None
    return DATE.search(text_of(other, " "))


@lru_cache(maxsize=1024)  # the menus of a site are on each of its pages
def _is_no_title(label: str) -> bool:
    return NO_TITLE.match(label) is not None


def _reads_on(anchor: Anchor) -> bool:
    """Whether what says no title invites to read an item on; "more" may be that of a channel."""
    return READ_ON.match(anchor.label) is not None or is_article_address(anchor.url)


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
    # Rows, which lead to a file or show a day; others are to be shared, sent or played.
    " | //@data-url[not(contains(., '/api/') or contains(., '.json'))]"
    "[contains(., 'htm') or contains(translate(normalize-space(..), '123456789/.年月',"
    " '000000000----'), '00-0')]"
    "/parent::*[not(self::a or self::form or self::button or self::video or self::audio)"
    " and not(.//a) and string-length(normalize-space(.)) > 11]"  # what is shorter is a tab
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
