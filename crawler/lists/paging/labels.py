"""What the links of pagers say, and which links say it that turn no pages."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from article.patterns import regex
from crawler.lists.links.anchors import Anchor
from crawler.lists.paging.addresses import PAGE_IN_QUERY, split_page
from storage.values.urlkey import url_key

NEXT = regex(
    r"""
        ^\W*(?:
            (?:点击|转到|跳到|进入|查看){0,2}下\s*一?\s*[页頁屏批]
            | 下\s*\d{1,3}\s*[条條篇] | [后後]一?[页頁]
            | [向往]?[后後下]翻一?[页頁]? | next(?:\s+page)? | older(?:\s+\w+)?
            | (?:较|更)?(?:[旧早]|早期|以前)的?(?:文章|内容|新闻|消息)
            | (?:点击|上拉)?(?:加载|载入)更多.{0,2} | 下一?个?月 | [后後]一?[天日] | 下一[天日]
        )\W*$
    """,
    re.X | re.I,
)
NEXT_SIGN = frozenset(("›", ">", "→", "＞", "▶"))
FAR_SIGN = frozenset(("»", ">>", "》", "＞＞"))
# What leads from the list of another channel as often: where to, only the address tells.
MORE = regex(
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
LAST = regex(r"^\W*(?:[尾末]\s*[页頁]|最[后後]一?[页頁]|last(?:\s+page)?)\W*$", re.I)
_YEAR = regex(r"(?:19|20)\d\d$")
_DAY_IN_ADDRESS = regex(r"(?<!\d)(?:19|20)\d\d[-/_]?\d\d[-/_]?(\d\d)(?!\d)")
_EARLIER = regex(r"^\W*[前上](?:一?[天日期]|一?个?月)\W*$")
NEXT_NAME = regex(r"(?:^|[\s_-])(?:page)?next(?:page|[\s_-]|$)", re.I)


@lru_cache(maxsize=1024)  # the links of a site are on each of its pages
def says_next(label: str) -> bool:
    """Whether the text of a link says that it leads to the next page."""
    return NEXT.match(label) is not None


@lru_cache(maxsize=1024)
def is_pager(label: str) -> bool:
    """Whether the text of a link is one of those that turn pages."""
    is_sign = any(label in signs for signs in (NEXT_SIGN, FAR_SIGN, _BACK_SIGN))
    return says_next(label) or is_sign or _OTHER.match(label) is not None


def earlier_list(anchors: Iterable[Anchor]) -> str | None:
    """Return the list of the day or month before, or the issue, where such a list has no pages."""
    return next((anchor.url for anchor in anchors if _EARLIER.match(anchor.label)), None)


def turns_pages(anchor: Anchor, own: str) -> bool:
    """Whether a link turns the pages of the list whose key is ``own``."""
    return is_pager(anchor.label) and not (
        is_more(anchor, own) or is_day(anchor) or is_year(anchor) or is_row(anchor)
    )


def names_page(anchor: Anchor) -> bool:
    """Whether a link of a pager has the number of its page in a field."""
    return is_pager(anchor.label) and PAGE_IN_QUERY.search(urlsplit(anchor.url).query) is not None


def is_row(anchor: Anchor) -> bool:
    """Whether a number is that of a row which has a day and the title of an article."""
    return anchor.label.isdecimal() and bool(anchor.above) and anchor.title == anchor.above


def is_day(anchor: Anchor) -> bool:
    """Whether a number is a day in a calendar: 27 that leads to ``/2026-11/27/``."""
    day = _DAY_IN_ADDRESS.search(anchor.url) if anchor.label.isdecimal() else None
    if day is None or int(day[1]) != int(anchor.label):
        return False
    # Page 2 of the second: /2026-11/02/index_2.html
    return re.search(rf"(?<!\d)0*{int(day[1])}(?!\d)", anchor.url[day.end() :]) is None


def is_year(anchor: Anchor) -> bool:
    """Whether a number is a year that has a folder or a field: 2025 that leads to ``/gs/2025/``."""
    if not _YEAR.match(anchor.label):
        return False
    named = (
        rf"(?<!page)/{anchor.label}(?:\.\w+|/(?:index\.\w+)?)?$|[?&]y(?:ear)?={anchor.label}(?:&|$)"
    )
    return re.search(named, anchor.url) is not None


def is_more(anchor: Anchor, own: str) -> bool:
    """Whether a sign beside the name of a channel leads to the whole of it, as "more" does."""
    if anchor.label not in NEXT_SIGN and anchor.label not in FAR_SIGN:
        return False
    form, number = split_page(url_key(anchor.url))
    return number is None and form.partition("?")[0] != split_page(own)[0].partition("?")[0]
