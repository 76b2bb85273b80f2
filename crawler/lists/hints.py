"""What a link tells of the page that it leads to."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from article.patterns import regex
from crawler.lists.anchors import Anchor
from crawler.lists.labels import HOME, LONGEST_NAME
from crawler.shapes import is_article_address, is_folder

STILL_CHANGING = 14  # days after the end of a day or month in which its list may change
HEADLINE = 8  # characters: names of channels are shorter
# Pages that every site has and no archive needs, by what links to them say, and by their address.
_ASIDE = regex(
    r"""
        关于(?:我们|本站) | 联系(?:我们|方式) | 网站(?:地图|声明|导航) | 版权 | 免责 | 隐私
        | 登[录陆] | 注册 | 设为首页 | 加入收藏 | 收藏本站 | 无障碍 | 繁[体體] | 简[体體]
        | 手机版 | 移动版 | 电脑版 | 客户端 | 二维码 | 微[信博] | 订阅 | 返回顶部 | 搜索 | 检索
        | \bEnglish\b | \bRSS\b | \babout\b | \bcontact\b | \blogin\b | \bsitemap\b | 备案 | ICP
        | 公网安备 | 站长 | 技术支持
        # advertisements for the public good are what some channels hold: 平面广告, 影视广告
        | ^\W*广告\W*$
        | (?<!公益)广告(?:服务|合作|业务|投放|刊登|刊例|联系|报价|招商|代理|经营|部|位)
        | (?:投放|刊登|商业)广告
    """,
    re.X | re.I,
)
_SIMPLIFIED = regex(r"^\W*(?:中文)?简[体體](?:中文)?(?:版|网站?)?\W*$")
_SITE_MAP = regex(r"^\W*(?:(?:网站|站点|本站)(?:地图|导航|导览)|site\s?map)\W*$", re.I)
# The site as it was before, whose articles the new one does not show.
_OLD_SITE = regex(
    r"^\W*(?:返回|进入|访问|查看|浏览)?(?:旧|老|原|历史)(?:版|网站?|站|门户)"
    r"(?:网站|官网|门户|首页|回顾|入口|浏览|查询)?\W*$"
)
# Words of headlines too: 帮助 alone is a page of the site, 帮助孤寡老人 is news.
_ASIDE_NAME = regex(
    r"""
        ^\W*(?:法律|郑重)?声明\W*$
        | ^\W*(?:在线|我要|网上|联系)?(?:投稿|留言)(?:箱|板|簿|本|须知|指南|邮箱)?\W*$
        | ^\W*(?:使用|新手|网站)?帮助(?:中心|信息)?\W*$ | 信箱\W*$ | ^\W*(?:打印|关闭)
        | 工作人员\W*$
    """,
    re.X,
)
# What readers say of an article, whose day stands beside it.
_COMMENTS = regex(
    r"^\W*(?:我要|我来|发表|查看|参与)评论\W*$|^\W*\d+\s*条?评论\W*$"
    # and no "系列评论（3）"
    r"|^\W*(?:网友|读者|用户|全部|所有|最新|查看)?评论\W*\d+\W*条?\W*$"
)
# Pages on who keeps a site, which stand in its menu and hold no articles.
_ABOUT = regex(
    r"""
        ^\W*(?:
            (?:机构|机关|单位|部门|组织|中心|学会|协会|[本全我]?[省市县区]情?|城市)?
            (?:概况|概览|简介|介绍)
            | (?:现任)?领导(?:分工|简介|介绍|班子|成员|信息)
            | (?:内设|直属|下属|所属|派出|组织|机关|工作|办事|领导)?机构
              (?:设置|职[能责]|简介|介绍|概况|信息)?
            | (?:主要|工作|部门|机构|机关|单位|岗位|法定)?职[责能](?:范围|任务|分工)?
            | 组织(?:架构|结构|体系) | (?:内设|直属|下属|所属)(?:[处科股]室|单位|部门)
            | (?:历史|发展)沿革 | (?:联系|办公)(?:电话|地址|时间)
        )\W*$
    """,
    re.X,
)
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
_ASIDE_PATH = regex(
    r"""
        /(?:
            about(?:us)? | contact(?:us)? | links? | sitemap | copyright | privacy | disclaimer
            | legal | terms | login | register | search | help | feedback | guestbook | wap
            | mobile | app | print | rss | tags? | user | member | passport | statement
            | declare | english | weibo | weixin | share | author
        )(?:[/._-]|\.\w+$|$)
    """,
    re.X | re.I,
)
_ASIDE_QUERY = regex(r"(?:^|&)(?:tags?|author)=", re.I)
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
_PAPER_PAGE = regex(r"^\W*第?\s*[A-Z]?\d{1,3}\s*版(?:\W|$)", re.I)
_MORE = regex(r"^\W*(?:查看|阅读|浏览)?更多\W*$|^\W*more\W*$|^[>＞»》›→+＋]{1,2}$", re.I)
_DAY_FOLDER = regex(r"/((?:19|20)\d\d)[-/]?(\d\d)[-/]?(\d\d)/")
_IN_DAY = regex(_DAY_FOLDER.pattern + r"\w+/?$")  # what a folder of a day holds
_MONTH_FILE = regex(
    r"/((?:19|20)\d\d)[-/_]?(\d{1,2})()(?:/(?:(?:index|default)\.\w+)?|\.[a-z]?html?)$"
)
_MONTH_QUERY = regex(r"[?&]m=((?:19|20)\d\d)(\d\d)()(?=&|$)")  # of WordPress
_CALENDAR = regex(
    r"(?:[?&/_-])(?:year|month|day|date|cal(?:endar)?|rili)s?(?:[=/_-]|$)|[?&](?:y|m|d|ym)=\d", re.I
)


# What a calendar calls a day or the month before: "7", "十一月", "上个月", "»"
_OF_CALENDAR = regex(
    r"^(?:[\W\d一二三四五六七八九十上下前后今昨明本个年月周日号天]{0,6}|prev|next)$", re.I
)
# The month of an archive says how many articles it has: "2025年8月 (3)".
_ONLY_DATE = regex(
    r"^\W*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*(?:\d{1,2}\s*日?)?)?"
    r"(?:\s*[(（\[【]\s*(?:共\s*)?\d+\s*[篇条则]?\s*[)）\]】])?\W*$"
)


def is_headline(anchor: Anchor) -> bool:
    """Whether a link is one to an article, by the form of its address or by title and day."""
    size = len(anchor.title)
    if _names_paper_page(anchor.title):
        return False
    if is_article_address(anchor.url) and not (anchor.zone and is_aside(anchor)):
        return not (anchor.zone == "nav" and size < HEADLINE and not anchor.is_dated)
    if (is_aside(anchor) and not anchor.is_dated) or _ONLY_DATE.match(anchor.title):
        return False
    if _COMMENTS.search(anchor.title):
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
    if _names_paper_page(anchor.title):
        return True
    is_item = anchor.date or NUMBERED.search(anchor.url) or _IN_DAY.search(anchor.url)
    is_title = len(anchor.title) >= HEADLINE and not _ONLY_DATE.match(anchor.title)
    if (is_item and is_title) or _CUT.search(anchor.label):
        return False
    is_name = len(anchor.title) <= LONGEST_NAME or is_more_label(anchor.label)
    return is_name and is_folder(anchor.url)


def _names_paper_page(title: str) -> bool:
    """Whether a link so called leads to a page of a newspaper, which has articles: 第2版：要闻."""
    return "版" in title and len(title) <= LONGEST_NAME and _PAPER_PAGE.match(title) is not None


def is_about(anchor: Anchor) -> bool:
    """Whether a link leads by its name to a page on who keeps a site, and to no list."""
    return not anchor.is_dated and is_about_name(anchor.title)


def is_about_name(title: str) -> bool:
    """Whether a page so called is on who keeps a site."""
    return _ABOUT.match(title) is not None


def is_channel_name(title: str) -> bool:
    """Whether a name says what the lists of these sites are about."""
    return len(title) <= LONGEST_NAME and _CHANNEL.search(title) is not None


def is_furniture(address: str) -> bool:
    """Whether an address is that of a piece which every page of a site has."""
    return _FURNITURE.search(address) is not None


def is_menu(address: str) -> bool:
    """Whether an address is that of a piece or a script that holds the menu of a site."""
    return _MENU.search(address.partition("#")[0]) is not None


def is_aside(anchor: Anchor) -> bool:
    """Whether a link is one that every site has: to what it says of itself, or to its tools."""
    is_tool = (
        anchor.zone == "foot"
        or _is_aside_name(anchor.title)
        # "More" of a box is its list, be it found by the search of the site.
        or (is_aside_path(anchor.url, anchor.page) and not is_more_label(anchor.label))
    )
    return is_tool and not is_old_site(anchor)


@lru_cache(maxsize=1024)  # the menus of a site are on each of its pages
def _is_aside_name(title: str) -> bool:
    return bool(
        is_site_map(title)
        or _ASIDE_NAME.search(title)
        or _COMMENTS.search(title)
        or (len(title) <= LONGEST_NAME and _ASIDE.search(title))
    )


@lru_cache(maxsize=1024)
def is_more_label(label: str) -> bool:
    """Whether a link so called leads to the whole of what is shown beside it."""
    return _MORE.match(label) is not None


def is_old_site(anchor: Anchor) -> bool:
    """Whether a link leads to the site as it was before: most stand among those at the foot."""
    return _OLD_SITE.match(anchor.title) is not None


def is_simplified(title: str) -> bool:
    """Whether a link so called leads to a site in simplified characters."""
    return _SIMPLIFIED.match(title) is not None


@lru_cache(maxsize=1024)
def is_site_map(title: str) -> bool:
    """Whether a link so called leads to a page that names all channels of its site."""
    return _SITE_MAP.match(title) is not None


def is_aside_path(address: str, page: str = "") -> bool:
    """Whether an address is one of what every site says of itself, or of its tools.

    Folders that the ``page`` is in as well say nothing: a whole site may be in ``/english/``.
    """
    if not _may_be_aside(address):
        return False
    parts = urlsplit(address)
    path = _below_shared(parts.path, urlsplit(page).path)
    is_aside = _ASIDE_PATH.search(path) or _ASIDE_QUERY.search(parts.query)
    return bool(is_aside) and "channelid=" not in address


@lru_cache(maxsize=4096)
def _may_be_aside(address: str) -> bool:
    """Whether an address is one of an aside, be it by the name of a folder its page is in too."""
    parts = urlsplit(address)
    return bool(_ASIDE_PATH.search(parts.path) or _ASIDE_QUERY.search(parts.query))


def _below_shared(path: str, page: str) -> str:
    """Return what follows the folders that two paths begin with.

    >>> _below_shared("/app/web/about/us.html", "/app/web/list.html")
    '/about/us.html'
    """
    shared = 0
    while (end := path.find("/", shared + 1)) > 0 and page.startswith(path[: end + 1]):
        shared = end
    return path[shared:]


def is_over(address: str, today: date) -> bool:
    """Whether an address is that of the list of one day or month, which is long over.

    >>> is_over("http://a.example/html/2025-03/28/node_2.htm", date(2025, 5, 1))
    True
    >>> is_over("http://a.example/archive/2025/3.html", date(2025, 4, 9))
    False
    """
    found = (
        _DAY_FOLDER.search(address) or _MONTH_FILE.search(address) or _MONTH_QUERY.search(address)
    )
    try:
        end = date(int(found[1]), int(found[2]), int(found[3] or 28)) if found else today
    except ValueError:
        return False
    return (today - end).days > STILL_CHANGING


def is_calendar(address: str) -> bool:
    """Whether an address names a day or month: such pages go on for ever."""
    return _CALENDAR.search(address) is not None


def is_of_calendar(address: str, label: str) -> bool:
    """Whether a link is one of those of which every page of a calendar has its own: 7, 上一月.

    >>> is_of_calendar("http://a.example/events?date=2026-11-07", "7")
    True
    """
    return bool(_OF_CALENDAR.match(label) or _ONLY_DATE.match(label)) and is_calendar(address)


@lru_cache(maxsize=4096)
def is_other_view(address: str) -> bool:
    """Whether an address asks for a page in another order, size or language."""
    return _OTHER_VIEW.search(address) is not None
