"""What a link tells of the page that it leads to."""

import re
from functools import lru_cache

from article.patterns import regex
from crawler.lists.links.anchors import Anchor
from crawler.lists.links.asides import COMMENTS, is_about, is_aside, is_old_site, is_site_map
from crawler.lists.links.calendars import IN_DAY, ONLY_DATE
from crawler.lists.links.labels import HOME, LONGEST_NAME, is_more_label
from crawler.shapes import is_article_address, is_folder

HEADLINE = 8  # characters: names of channels are shorter
_SIMPLIFIED = regex(r"^\W*(?:中文)?简[体體](?:中文)?(?:版|网站?)?\W*$")
# What the channels of these sites are about. Others have other names: a word more, not a rule.
_CHANNEL = regex(
    r"""
        要闻 | 新闻 | 资讯 | 动态 | 快讯 | 时讯 | 播报 | 速递 | 简报 | 信息 | 通知 | 公告 | 公示
        | 通报 | 文件 | 政策 | 法规 | 文明(?:城市|村镇|单位|家庭|校园|实践|创建|风采) | 创建
        | 志愿 | 雷锋 | 未成年人 | 模范 | 好人 | 榜 | 典型 | 先进 | 公益广告 | 专题 | 专栏
        | 节日 | 诚信 | 家风 | 移风易俗 | 理论 | 评论 | 调研 | 交流 | 媒体 | 聚焦 | 图片 | 图说
        | 视频 | 影像 | 活动 | 风采
    """,
    re.X,
)
_FURNITURE = regex(
    r"/[^/]*(?:head|foot|nav|top|bottom|menu|banner|link|float|side|copy)[^/]*$", re.I
)
_MENU = regex(
    r"/(?:[^/]*[_-])?(?:(?:main|top)?nav|menus?|lanmu|daohang|head(?:er)?|top)(?![a-z])[^/]*$", re.I
)
# The same page in another order, size or language; but SortID is a channel, and in Joomla
# "view" says what a page is.
_OTHER_VIEW = regex(
    r"""
        [?&](?:
            (?:
                sort | order | style | print | font | skin | replyto | share
                | view(?!=(?:article|categor|featured|item|section))
            )(?!\w*(?:id|path|class|name|no|code)=)\w*=
            | lang\w*=(?!zh|ch|cn)
        )
    """,
    re.X | re.I,
)
_CUT = regex(r"[\u4e00-\u9fff]\s?(?:…|\.{2,3})\W*$")  # names of channels are never cut
NUMBERED = regex(r"/\d{3,}/?$")
_PAPER_PAGE = regex(r"^\W*第?\s*[A-Z]?\d{1,3}\s*版(?:[\s:：·|(（-]|$)", re.I)


def is_headline(anchor: Anchor) -> bool:
    """Whether a link is one to an article, by the form of its address or by title and day."""
    size = len(anchor.title)
    if _leads_to_paper_page(anchor):
        return False
    if is_article_address(anchor.url) and not (anchor.zone and is_aside(anchor)):
        return not (anchor.zone == "nav" and size < HEADLINE and not anchor.is_dated)
    if (is_aside(anchor) and not anchor.is_dated) or ONLY_DATE.match(anchor.title):
        return False
    if COMMENTS.search(anchor.title):
        return False
    return (
        anchor.is_dated and size >= (5 if anchor.date else HEADLINE) and not is_folder(anchor.url)
    )


def is_promising(anchor: Anchor) -> bool:
    """Whether a link that does not tell what it leads to is worth a request."""
    return not (is_site_map(anchor.title) or is_about(anchor)) and bool(
        anchor.zone == "nav"
        or is_old_site(anchor)
        or (anchor.is_frame and not is_furniture(anchor.url))
        or len(anchor.title) >= HEADLINE
        or anchor.is_dated
        or is_more_label(anchor.label)
        or _CUT.search(anchor.label)
    )


def is_channel(anchor: Anchor) -> bool:
    """Whether a link that is no aside is one to a list: a name or "more" that leads to a folder."""
    if HOME.match(anchor.label) or is_about(anchor):
        return False
    if _leads_to_paper_page(anchor):
        return True
    is_item = anchor.date or NUMBERED.search(anchor.url) or IN_DAY.search(anchor.url)
    is_title = len(anchor.title) >= HEADLINE and not ONLY_DATE.match(anchor.title)
    if (is_item and is_title) or _CUT.search(anchor.label):
        return False
    is_name = len(anchor.title) <= LONGEST_NAME or is_more_label(anchor.label)
    return is_name and is_folder(anchor.url)


def _leads_to_paper_page(anchor: Anchor) -> bool:
    """Whether a link leads to a page of a newspaper, which has articles: 第2版：要闻.

    No day stands beside one: the whole paper is of a day.
    """
    title = anchor.title
    if "版" not in title or len(title) > LONGEST_NAME or anchor.is_dated:
        return False
    return _PAPER_PAGE.match(title) is not None


def is_channel_name(title: str) -> bool:
    """Whether a name says what the lists of these sites are about."""
    return len(title) <= LONGEST_NAME and _CHANNEL.search(title) is not None


def is_furniture(address: str) -> bool:
    """Whether an address is that of a piece which every page of a site has."""
    return _FURNITURE.search(address) is not None


def is_menu(address: str) -> bool:
    """Whether an address is that of a piece or a script that holds the menu of a site."""
    return _MENU.search(address.partition("#")[0]) is not None


def is_simplified(title: str) -> bool:
    """Whether a link so called leads to a site in simplified characters."""
    return _SIMPLIFIED.match(title) is not None


@lru_cache(maxsize=4096)
def is_other_view(address: str) -> bool:
    """Whether an address asks for a page in another order, size or language."""
    return _OTHER_VIEW.search(address) is not None
